package io.boltzspark.engine;

import java.io.Serializable;
import java.util.List;

/**
 * How chains of a {@link SamplingJob} run, wherever they start.
 *
 * @param sweeps Gibbs sweeps of each chain, at least 1
 * @param seed of every random number
 * @param reading what the layers are taken for
 * @param ending what the last sweep leaves in the visible units
 * @param labels the class at which each chain's label is held; empty: labels are drawn as all other
 *     units are
 */
public record SamplingPlan(
    int sweeps, long seed, Reading reading, Ending ending, List<Integer> labels)
    implements Serializable {

  /** What a stack of layers is taken for. */
  public enum Reading {
    /** The machine that it is: sweeps over all layers. */
    MACHINE,
    /** A deep belief net: sweeps of the two highest layers, then one pass down. */
    BELIEF_NET
  }

  /** What becomes of the visible units in the end. */
  public enum Ending {
    /** Their means given the layer above: smooth pictures. */
    MEANS,
    /** Draws, like those of any other sweep. */
    DRAWS
  }

  public SamplingPlan {
    labels = List.copyOf(labels);
    if (sweeps < 1) {
      throw new IllegalArgumentException(sweeps + " sweeps");
    }
    if (reading == Reading.BELIEF_NET && !labels.isEmpty()) {
      // A label is drawn in the pass down, when all that could follow it has been drawn.
      throw new IllegalArgumentException("a belief net cannot hold labels");
    }
  }

  /** Sweeps of the machine that end with means. */
  public static SamplingPlan of(int sweeps, long seed) {
    return new SamplingPlan(sweeps, seed, Reading.MACHINE, Ending.MEANS, List.of());
  }

  /** The same with another reading. */
  public SamplingPlan with(Reading other) {
    return new SamplingPlan(sweeps, seed, other, ending, labels);
  }

  /** The same with another ending. */
  public SamplingPlan with(Ending other) {
    return new SamplingPlan(sweeps, seed, reading, other, labels);
  }

  /** The same with labels held, one a chain. */
  public SamplingPlan withLabels(List<Integer> held) {
    return new SamplingPlan(sweeps, seed, reading, ending, held);
  }
}
