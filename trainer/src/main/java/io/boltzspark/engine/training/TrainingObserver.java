package io.boltzspark.engine.training;

import io.boltzspark.math.Matrix;
import java.util.List;
import java.util.Map;

/** Follows the progress of a training, on the driver. */
public interface TrainingObserver {

  /**
   * The parts of the time of steps. Computing in tasks, {@code products} and the rest, {@code
   * sampling}, is the mean over tasks; waiting for the slowest task counts as {@code exchange}.
   */
  List<String> TIMES = List.of("products", "sampling", "driver", "exchange");

  /**
   * Called before a stage's first step.
   *
   * @param stage its name
   * @param step number of steps made so far, over all stages
   */
  void started(String stage, long step, long totalSteps, int tasks);

  /**
   * Called after every step, counted over all stages, so it must be quick; with local steps, only
   * after those that end with an exchange.
   */
  void stepDone(long steps, long stepsPerEpoch);

  /** Called when a failed round, or step of the {@code jobs} engine, is resubmitted. */
  default void retrying() {}

  /**
   * Called at the end of a round.
   *
   * @param seconds time of the stage's steps so far, by the names of {@link #TIMES}; empty if the
   *     engine does not measure it
   */
  default void roundEnded(Map<String, Double> seconds) {}

  /** Called after a line of metrics is written. */
  void metrics(Map<String, Object> values);

  /**
   * Receives samples of the model at the end of an epoch.
   *
   * @param epoch number of whole epochs made, over all stages
   * @param values the samples, of the data's kind, samples x values of a row, all finite
   */
  default void samples(int epoch, Matrix values) {}

  /** Receives a message for the user. */
  void note(String message);
}
