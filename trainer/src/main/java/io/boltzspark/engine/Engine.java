package io.boltzspark.engine;

import io.boltzspark.learning.Learner;
import java.util.Map;

/**
 * Makes training steps. Engines differ in how work and numbers travel, never in a bit of result.
 */
public interface Engine extends AutoCloseable {

  /**
   * Makes the steps from the learner's to {@code lastStep} (exclusive), fewer if the listener stops
   * it.
   *
   * @param states of all lanes before the first of these steps, one after another
   * @param name for the Spark UI, such as "epoch 3 of 10"
   * @return the states of all lanes after the last step that was made
   */
  byte[] run(Learner learner, byte[] states, long lastStep, String name, StepListener listener);

  /** Where the time of all steps so far went, as far as this engine knows; seconds by name. */
  default Map<String, Double> seconds() {
    return Map.of();
  }

  /** How many tasks share the lanes. */
  int tasks();

  @Override
  void close();
}
