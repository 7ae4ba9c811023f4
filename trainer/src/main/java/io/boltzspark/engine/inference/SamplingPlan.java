package io.boltzspark.engine.inference;

import java.io.Serializable;
import java.util.List;

/**
 * How chains of a {@link SamplingJob} run, wherever they start.
 *
 * @param sweeps Gibbs sweeps of each chain, at least 1
 * @param seed of every random number
 * @param reading how the layers are interpreted
 * @param ending what the visible units show after a sweep
 * @param labels the class at which each chain's label is held; empty: labels are drawn like all
 *     other units
 * @param firstBeta inverse temperature of the first sweep, above 0 and at most 1; from there it
 *     rises in equal steps to 1 in the last. Below 1 only for units with an energy
 * @param every the start and every so many sweeps are shown besides the last; 0: only the last
 */
public record SamplingPlan(
    int sweeps,
    long seed,
    Reading reading,
    Ending ending,
    List<Integer> labels,
    double firstBeta,
    int every)
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
    if (sweeps < 1) {
      throw new IllegalArgumentException(sweeps + " sweeps");
    }
    if (!(firstBeta > 0 && firstBeta <= 1) || every < 0) {
      throw new IllegalArgumentException("from beta " + firstBeta + ", shown every " + every);
    }
    if (reading == Reading.BELIEF_NET && !labels.isEmpty()) {
      // A label is drawn in the pass down, after all that could depend on it.
      throw new IllegalArgumentException("a belief net cannot hold labels");
    }
  }

  /** Sweeps of the machine at its own temperature, of which the last is shown as means. */
  public static SamplingPlan of(int sweeps, long seed) {
    return new SamplingPlan(sweeps, seed, Reading.MACHINE, Ending.MEANS, List.of(), 1, 0);
  }

  /** The same with another reading. */
  public SamplingPlan with(Reading other) {
    return new SamplingPlan(sweeps, seed, other, ending, labels, firstBeta, every);
  }

  /** The same with another ending. */
  public SamplingPlan with(Ending other) {
    return new SamplingPlan(sweeps, seed, reading, other, labels, firstBeta, every);
  }

  /** The same with labels held, one per chain. */
  public SamplingPlan withLabels(List<Integer> held) {
    return new SamplingPlan(sweeps, seed, reading, ending, held, firstBeta, every);
  }

  /** The same with an inverse temperature that rises to 1. */
  public SamplingPlan annealedFrom(double beta) {
    return new SamplingPlan(sweeps, seed, reading, ending, labels, beta, every);
  }

  /** The same, shown at several times. */
  public SamplingPlan shownEvery(int sweepsBetween) {
    return new SamplingPlan(sweeps, seed, reading, ending, labels, firstBeta, sweepsBetween);
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
    return sweep == sweeps ? 1 : (float) (firstBeta + (1 - firstBeta) * (sweep - 1) / (sweeps - 1));
  }
}
