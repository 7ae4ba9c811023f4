package io.boltzspark.engine;

import java.util.Map;

/** Hears how a training goes, on the driver. */
public interface TrainingObserver {

  /**
   * A stage is about to make its first step.
   *
   * @param stage its name
   * @param step steps made so far, over all stages
   */
  void started(String stage, long step, long totalSteps, int tasks);

  /** A step was made, counted over all stages; called for each, so it must be quick. */
  void stepDone(long steps, long stepsPerEpoch);

  /** A line of metrics was written. */
  void metrics(Map<String, Object> values);

  /** Something the user should know. */
  void note(String message);
}
