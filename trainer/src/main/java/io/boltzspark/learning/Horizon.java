package io.boltzspark.learning;

import java.io.Serializable;

/**
 * The length of a training, for settings that depend on its progress.
 *
 * @param totalSteps number of steps of the whole training
 * @param stepsPerEpoch number of steps per epoch
 */
public record Horizon(long totalSteps, long stepsPerEpoch) implements Serializable {

  /** The horizon of a number of epochs. */
  public static Horizon of(EpochPlan plan, int epochs) {
    return new Horizon(plan.steps() * epochs, plan.steps());
  }
}
