package io.boltzspark.jobs.benchmark;

import io.boltzspark.engine.benchmark.BenchmarkRows;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** The binary rows that machines are trained on while their steps are timed. */
final class BenchmarkedRows {
  private static final int DRAWN_ROWS = 60_000;

  private BenchmarkedRows() {}

  /**
   * The training rows of data, or as many drawn digits as MNIST has.
   *
   * @param data directory of the data; empty for drawn digits
   * @param visible values of a drawn digit
   * @throws BoltzException BAD_INPUT where data is not binary
   */
  static BenchmarkRows of(SparkSession spark, Optional<String> data, int visible) {
    if (data.isEmpty()) {
      return BenchmarkRows.drawn(visible, DRAWN_ROWS);
    }
    TrainingData opened = TrainingData.open(spark, data.get());
    if (!opened.isBinary()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--data %s has values other than 0 and 1, but binary rows are needed: prepare it with --binarize threshold"
              .formatted(data.get()));
    }
    return BenchmarkRows.of(opened);
  }
}
