package io.boltzspark.engine;

import io.boltzspark.learning.Learner;
import java.util.Map;

/**
 * Makes training steps. Engines differ in how they distribute work, never in a bit of the result.
 */
public interface Engine extends AutoCloseable {

  /**
   * Makes the steps from the learner's step to {@code lastStep} (exclusive), fewer if the listener
   * stops it.
   *
   * @param states the states of all lanes before the first of these steps, concatenated
   * @param name the job's name in the Spark UI, such as "epoch 3 of 10"
   * @return the states of all lanes after the last step made
   */
  byte[] run(Learner learner, byte[] states, long lastStep, String name, StepListener listener);

  /** Time spent in all steps so far, in seconds by activity, as far as this engine measures it. */
  default Map<String, Double> seconds() {
    return Map.of();
  }

  /** Number of tasks that share the lanes. */
  int tasks();

  @Override
  void close();
}
