package io.boltzspark.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Where the time of steps went, seen from the driver: what tasks compute counts as the mean over
 * the tasks, and waiting for the slowest of them counts to the exchange.
 */
final class StepTimes {
  private static final double PER_SECOND = 1e9;

  private final LongAccumulator products;
  private final LongAccumulator sampling;
  private double wallNanos;
  private double productNanos;
  private double samplingNanos;
  private double driverNanos;

  StepTimes(JavaSparkContext spark) {
    this.products = spark.sc().longAccumulator("nanoseconds of matrix products");
    this.sampling = spark.sc().longAccumulator("nanoseconds of sampling");
  }

  /** For each task to add its nanoseconds in matrix products. */
  LongAccumulator products() {
    return products;
  }

  /** For each task to add its nanoseconds of computing that were not in matrix products. */
  LongAccumulator sampling() {
    return sampling;
  }

  /**
   * Counts what tasks have added since the last call.
   *
   * @param wall nanoseconds from the submission of a round to its end
   * @param driver of these, nanoseconds in which the driver made steps
   */
  void roundEnded(long wall, long driver, int tasks) {
    wallNanos += wall;
    driverNanos += driver;
    productNanos += (double) products.value() / tasks;
    samplingNanos += (double) sampling.value() / tasks;
    products.reset();
    sampling.reset();
  }

  /** Seconds by name: {@code products}, {@code sampling}, {@code driver}, {@code exchange}. */
  Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("products", productNanos / PER_SECOND);
    seconds.put("sampling", samplingNanos / PER_SECOND);
    seconds.put("driver", driverNanos / PER_SECOND);
    double busy = productNanos + samplingNanos + driverNanos;
    seconds.put("exchange", Math.max(0, wallNanos - busy) / PER_SECOND);
    return seconds;
  }
}
