package io.boltzspark.learning;

import java.io.Serializable;

/**
 * The settings that determine the steps of any program.
 *
 * @param batchSize rows per minibatch
 * @param epochs number of passes over the data
 * @param seed seed of all random numbers
 * @param optimizer how a gradient becomes a step
 * @param schedule how the learning rate changes
 * @param penalty penalties on weights and long gradients
 * @param averaging share of all steps, at the end, over which the model's parameters are averaged,
 *     in [0, 1]; 0: the last parameters
 * @param localSteps steps that each lane makes by itself before the lanes' states are combined, H;
 *     1: all lanes make every step together
 */
public record LearningConfig(
    int batchSize,
    int epochs,
    long seed,
    OptimizerConfig optimizer,
    ScheduleConfig schedule,
    PenaltyConfig penalty,
    double averaging,
    int localSteps)
    implements Serializable {

  /** With an exchange at every step. */
  public LearningConfig(
      int batchSize,
      int epochs,
      long seed,
      OptimizerConfig optimizer,
      ScheduleConfig schedule,
      PenaltyConfig penalty,
      double averaging) {
    this(batchSize, epochs, seed, optimizer, schedule, penalty, averaging, 1);
  }

  /** Whether the steps depend on the length of the whole training. */
  public boolean countsOnTotal() {
    return schedule.countsOnTotal() || averaging > 0;
  }

  /** The same for another number of epochs, rate and seed. */
  public LearningConfig with(int otherEpochs, double learningRate, long otherSeed) {
    return new LearningConfig(
        batchSize,
        otherEpochs,
        otherSeed,
        optimizer.withLearningRate(learningRate),
        schedule,
        penalty,
        averaging,
        localSteps);
  }
}
