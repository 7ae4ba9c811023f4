package io.boltzspark.engine;

import io.boltzspark.math.Matrix;
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

  /**
   * What the machine drew at the end of an epoch.
   *
   * @param epoch whole epochs made, over all stages
   * @param values of the data's kind, samples x values of a row, all finite
   */
  default void samples(int epoch, Matrix values) {}

  /** Something the user should know. */
  void note(String message);
}
