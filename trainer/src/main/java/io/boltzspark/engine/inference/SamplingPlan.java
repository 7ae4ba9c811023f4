package io.boltzspark.engine.inference;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How chains of a {@link SamplingJob} run, wherever they start.
 *
 * @param sweeps Gibbs sweeps of each chain, at least 1
 * @param seed of every random number
 * @param reading how the layers are interpreted
 * @param ending what the visible units show after a sweep
 * @param labels the class at which each chain's label is held; empty: labels are drawn like all
 *     other units
 * @param held other visible units that all chains hold, and their states: columns of the visible
 *     layer, from 0, each of an independent unit or together with all others of its group
 * @param firstBeta inverse temperature of the first sweep, above 0 and at most {@link #lastBeta};
 *     from there it rises in equal steps to that of the last
 * @param temperature of the last sweep, above 0; other than 1, the machine's own, like {@code
 *     firstBeta} only for units with an energy
 * @param every the start and every so many sweeps are shown besides the last; 0: only the last
 * @param energies whether the states shown last come with their energies, see {@link Samples}; only
 *     for states of the machine itself
 */
public record SamplingPlan(
    int sweeps,
    long seed,
    Reading reading,
    Ending ending,
    List<Integer> labels,
    SortedMap<Integer, Float> held,
    double firstBeta,
    double temperature,
    int every,
    boolean energies)
    implements Serializable {

  /** How a stack of layers is interpreted. */
  public enum Reading {
    /** As a Boltzmann machine: sweeps over all layers. */
    MACHINE,
    /** As a deep belief net: sweeps of the two highest layers, then one pass down. */
    BELIEF_NET
  }

  /** What the visible units show. */
  public enum Ending {
    /** Their means given the layer above: smooth pictures. */
    MEANS,
    /** Draws, like those of any other sweep. */
    STATES
  }

  public SamplingPlan {
    labels = List.copyOf(labels);
    held = Collections.unmodifiableSortedMap(new TreeMap<>(held));
    if (sweeps < 1) {
      throw new IllegalArgumentException(sweeps + " sweeps");
    }
    if (!(firstBeta > 0 && firstBeta <= 1 / temperature && temperature > 0)) {
      throw new IllegalArgumentException("from beta " + firstBeta + " to 1 / " + temperature);
    }
    if (every < 0) {
      throw new IllegalArgumentException("shown every " + every);
    }
    if (reading == Reading.BELIEF_NET && !(labels.isEmpty() && held.isEmpty())) {
      // Visible units are drawn in the pass down, after all that could depend on them.
      throw new IllegalArgumentException("a belief net cannot hold visible units");
    }
    if (energies && (reading == Reading.BELIEF_NET || ending == Ending.MEANS)) {
      throw new IllegalArgumentException("only states of the machine have its energy");
    }
  }

  /** Sweeps of the machine at its own temperature, of which the last is shown as means. */
  public static SamplingPlan of(int sweeps, long seed) {
    return new SamplingPlan(
        sweeps,
        seed,
        Reading.MACHINE,
        Ending.MEANS,
        List.of(),
        Collections.emptySortedMap(),
        1,
        1,
        0,
        false);
  }

  /** The same with another reading. */
  public SamplingPlan with(Reading other) {
    return new SamplingPlan(
        sweeps, seed, other, ending, labels, held, firstBeta, temperature, every, energies);
  }

  /** The same with another ending. */
  public SamplingPlan with(Ending other) {
    return new SamplingPlan(
        sweeps, seed, reading, other, labels, held, firstBeta, temperature, every, energies);
  }

  /** The same with labels held, one per chain. */
  public SamplingPlan withLabels(List<Integer> classes) {
    return new SamplingPlan(
        sweeps, seed, reading, ending, classes, held, firstBeta, temperature, every, energies);
  }

  /** The same with other visible units held, by their columns. */
  public SamplingPlan holding(SortedMap<Integer, Float> states) {
    return new SamplingPlan(
        sweeps, seed, reading, ending, labels, states, firstBeta, temperature, every, energies);
  }

  /** The same with an inverse temperature that rises to that of the last sweep. */
  public SamplingPlan annealedFrom(double beta) {
    return new SamplingPlan(
        sweeps, seed, reading, ending, labels, held, beta, temperature, every, energies);
  }

  /** The same at this temperature throughout; 1 is the machine's own. */
  public SamplingPlan at(double degree) {
    return new SamplingPlan(
        sweeps, seed, reading, ending, labels, held, 1 / degree, degree, every, energies);
  }

  /** The same, shown at several times. */
  public SamplingPlan shownEvery(int sweepsBetween) {
    return new SamplingPlan(
        sweeps,
        seed,
        reading,
        ending,
        labels,
        held,
        firstBeta,
        temperature,
        sweepsBetween,
        energies);
  }

  /** The same with the energies of the states shown last. */
  public SamplingPlan withEnergies() {
    return new SamplingPlan(
        sweeps, seed, reading, ending, labels, held, firstBeta, temperature, every, true);
  }

  /** Inverse temperature of the last sweep. */
  public double lastBeta() {
    return 1 / temperature;
  }

  /** Whether the inverse temperature rises from sweep to sweep. */
  public boolean isAnnealed() {
    return firstBeta < lastBeta();
  }

  /** Whether any sweep is at another temperature than the machine's own. */
  public boolean isTempered() {
    return firstBeta != 1 || temperature != 1;
  }

  /** Whether the states after {@code sweep} sweeps are shown. */
  public boolean isShown(int sweep) {
    return sweep == sweeps || every > 0 && sweep % every == 0;
  }

  /** The number of times that are shown, see {@link #isShown}. */
  public int times() {
    return every == 0 ? 1 : 1 + (sweeps + every - 1) / every;
  }

  /** The inverse temperature of a sweep, from 1. */
  public float beta(int sweep) {
    return (float)
        (sweep == sweeps
            ? lastBeta()
            : firstBeta + (lastBeta() - firstBeta) * (sweep - 1) / (sweeps - 1));
  }
}
