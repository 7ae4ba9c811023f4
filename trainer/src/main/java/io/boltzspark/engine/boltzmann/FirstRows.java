package io.boltzspark.engine.boltzmann;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.NegativePhaseConfig.Start;
import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.training.MonitorConfig;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;

/**
 * The first rows of the data, as visible states drawn with fixed random numbers, for use on the
 * driver. Read once, before anything is written, so that unreadable rows are found early.
 *
 * @param decidingTrain training rows for moments and chains; their number depends on the training,
 *     never on monitors
 * @param train monitored training rows
 * @param valid monitored validation rows, possibly none
 */
record FirstRows(Matrix decidingTrain, Matrix train, Matrix valid) {
  /** Number of rows from which moments are estimated if the data has none. */
  private static final int MOMENT_ROWS = 1000;

  static FirstRows read(
      TrainingData data, VisibleRows rows, BoltzmannConfig training, MonitorConfig monitor) {
    boolean chains = training.negative().chains().start() == Start.DATA;
    int deciding = Math.max(MOMENT_ROWS, chains ? training.persistentChains() : 0);
    int monitored = monitor.rows();
    Matrix train =
        read(data, TrainingData.Part.TRAIN, Math.max(deciding, monitored), rows, training.seed());
    return new FirstRows(
        train.rows(0, Math.min(train.rows(), deciding)),
        train.rows(0, Math.min(train.rows(), monitored)),
        read(data, TrainingData.Part.VALID, monitored, rows, training.seed()));
  }

  private static Matrix read(
      TrainingData data, TrainingData.Part part, int count, VisibleRows rows, long seed) {
    RandomStream random = new RandomStream(seed, Purpose.MONITOR, -1, part.ordinal());
    return data.first(part, count, rows, random);
  }
}
