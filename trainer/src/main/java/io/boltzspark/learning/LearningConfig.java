package io.boltzspark.learning;

import java.io.Serializable;

/**
 * What decides the steps of any program.
 *
 * @param batchSize rows a minibatch
 * @param epochs passes over the data
 * @param seed of every random number
 * @param optimizer how a gradient becomes a step
 * @param schedule how the learning rate changes
 * @param penalty what is held against weights and long gradients
 * @param averaging the share of all steps, at the end, over which the parameters that are kept are
 *     averaged, in [0, 1]; 0: the last ones are kept
 */
public record LearningConfig(
    int batchSize,
    int epochs,
    long seed,
    OptimizerConfig optimizer,
    ScheduleConfig schedule,
    PenaltyConfig penalty,
    double averaging)
    implements Serializable {

  /** Whether the steps depend on how long the whole training is. */
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
        averaging);
  }
}
