package io.boltzspark.learning;

import io.boltzspark.learning.TrainingConfig.Algorithm;
import java.util.List;

/** Training configurations for tests: what is not named here does not matter to a single step. */
final class Configs {
  static final AdamConfig ADAM = new AdamConfig(0.01, 0.9, 0.999, 1e-8);

  static final ScheduleConfig CONSTANT = new ScheduleConfig(ScheduleConfig.Kind.CONSTANT, 0, 0);

  private Configs() {}

  static TrainingConfig of(
      List<Integer> shape, Algorithm algorithm, int k, int batchSize, int chains, long seed) {
    return new TrainingConfig(
        shape, algorithm, k, chains, batchSize, 1, seed, false, 0.01, ADAM, CONSTANT);
  }
}
