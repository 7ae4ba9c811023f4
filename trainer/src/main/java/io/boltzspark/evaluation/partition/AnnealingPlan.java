package io.boltzspark.evaluation.partition;

import io.boltzspark.model.BoltzmannMachine;
import java.io.Serializable;

/**
 * How log Z is estimated by annealing, in either direction.
 *
 * @param chains number of chains, at least 2
 * @param schedule the temperatures
 * @param base visible means of the base distribution; an empty array for uniform states
 * @param seed seed of all random numbers
 */
public record AnnealingPlan(int chains, AnnealingSchedule schedule, double[] base, long seed)
    implements Serializable {

  public AnnealingPlan {
    if (chains < 2) {
      throw new IllegalArgumentException("an error bar needs at least two chains, got " + chains);
    }
  }

  /** The path of this plan for a machine. */
  public AnnealedPath path(BoltzmannMachine machine, float[] parameters) {
    return new AnnealedPath(machine, parameters, base, AnnealedPath.betterCarried(machine));
  }
}
