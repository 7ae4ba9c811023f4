package io.boltzspark.engine;

import io.boltzspark.boltzmann.LikelihoodLearner;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Makes training steps. Engines differ in how work and numbers travel, never in a bit of result.
 */
public interface Engine extends AutoCloseable {

  /** The configured engine for a job whose rows are there. */
  static Engine of(
      JavaSparkContext spark,
      EngineConfig config,
      TrainingJob job,
      DistributedRows rows,
      KernelCheck kernels) {
    return switch (config.kind()) {
      case ROUNDS -> new RoundsEngine(spark, config, job, rows, kernels);
      case JOBS -> new JobsEngine(spark, config, job, rows, kernels);
    };
  }

  /**
   * Makes the steps from the learner's to {@code lastStep} (exclusive), fewer if the listener stops
   * it.
   *
   * @param chains all persistent chains before the first of these steps, encoded
   * @param name for the Spark UI, such as "epoch 3 of 10"
   * @return all persistent chains after the last step that was made
   */
  byte[] run(
      LikelihoodLearner learner, byte[] chains, long lastStep, String name, StepListener listener);

  /** Where the time of all steps so far went, as far as this engine knows; seconds by name. */
  default Map<String, Double> seconds() {
    return Map.of();
  }

  /** How many tasks share the lanes. */
  int tasks();

  @Override
  void close();
}
