package io.boltzspark.engine.training;

import io.boltzspark.math.Matrix;
import java.util.List;
import java.util.Map;

/** Hears how a training goes, on the driver. */
public interface TrainingObserver {

  /**
   * What the time of steps is told apart into. What tasks compute, {@code products} and the rest,
   * {@code sampling}, is the mean over tasks; waiting for the slowest belongs to {@code exchange}.
   */
  List<String> TIMES = List.of("products", "sampling", "driver", "exchange");

  /**
   * A stage is about to make its first step.
   *
   * @param stage its name
   * @param step steps made so far, over all stages
   */
  void started(String stage, long step, long totalSteps, int tasks);

  /** A step was made, counted over all stages; called for each, so it must be quick. */
  void stepDone(long steps, long stepsPerEpoch);

  /** A round, or a step of the {@code jobs} engine, failed and is submitted again. */
  default void retrying() {}

  /**
   * A round ended.
   *
   * @param seconds where the time of the stage's steps went so far, by the names of {@link #TIMES};
   *     empty where the engine does not know
   */
  default void roundEnded(Map<String, Double> seconds) {}

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
