package io.boltzspark.learning;

import java.io.Serializable;

/**
 * How long a training is, for what depends on how much of it is over.
 *
 * @param totalSteps of the whole
 * @param stepsPerEpoch of an epoch
 */
public record Horizon(long totalSteps, long stepsPerEpoch) implements Serializable {

  /** That of a number of epochs. */
  public static Horizon of(EpochPlan plan, int epochs) {
    return new Horizon(plan.steps() * epochs, plan.steps());
  }
}
