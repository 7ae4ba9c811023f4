package io.boltzspark.engine.boltzmann;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.NegativePhaseConfig.Start;
import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.training.MonitorConfig;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import java.util.Arrays;

/**
 * The first rows of the data, as visible states drawn with fixed random numbers, for use on the
 * driver. Read once, before anything is written, so that unreadable rows are found early.
 *
 * @param decidingTrain training rows for moments and chains; their number depends on the training,
 *     never on monitors
 * @param train monitored training rows
 * @param valid monitored validation rows, possibly none
 * @param weights of the training rows, the longer of the two above; null: every row counts alike
 * @param validWeights of the validation rows, or null
 */
record FirstRows(
    Matrix decidingTrain, Matrix train, Matrix valid, double[] weights, double[] validWeights) {
  /** Number of rows from which moments are estimated if the data has none. */
  private static final int MOMENT_ROWS = 1000;

  static FirstRows read(
      TrainingData data, VisibleRows rows, BoltzmannConfig training, MonitorConfig monitor) {
    boolean chains = training.negative().chains().start() == Start.DATA;
    int deciding = Math.max(MOMENT_ROWS, chains ? training.persistentChains() : 0);
    int monitored = monitor.rows();
    int most = Math.max(deciding, monitored);
    Matrix train = read(data, TrainingData.Part.TRAIN, most, rows, training.seed());
    FirstRows first =
        new FirstRows(
            train.rows(0, Math.min(train.rows(), deciding)),
            train.rows(0, Math.min(train.rows(), monitored)),
            read(data, TrainingData.Part.VALID, monitored, rows, training.seed()),
            data.firstWeights(TrainingData.Part.TRAIN, most).orElse(null),
            data.firstWeights(TrainingData.Part.VALID, monitored).orElse(null));
    requireSome(first.decidingWeights(), "training");
    requireSome(first.trainWeights(), "training");
    requireSome(first.validWeights(), "validation");
    return first;
  }

  /** A mean over rows that all count 0 times does not exist. */
  private static void requireSome(double[] weights, String part) {
    if (weights != null && weights.length > 0 && Arrays.stream(weights).max().orElse(0) == 0) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "the weights of the first %d %s rows, which are monitored, are all 0; take more of them (monitor.rows), reorder the rows, or count every row alike (--weight-column none)"
              .formatted(weights.length, part));
    }
  }

  private static Matrix read(
      TrainingData data, TrainingData.Part part, int count, VisibleRows rows, long seed) {
    RandomStream random = new RandomStream(seed, Purpose.MONITOR, -1, part.ordinal());
    return data.first(part, count, rows, random);
  }

  /** Weights of the rows for moments and chains; null: every row counts alike. */
  double[] decidingWeights() {
    return weights == null ? null : Arrays.copyOf(weights, decidingTrain.rows());
  }

  /** Weights of the monitored training rows; null: every row counts alike. */
  double[] trainWeights() {
    return weights == null ? null : Arrays.copyOf(weights, train.rows());
  }
}
