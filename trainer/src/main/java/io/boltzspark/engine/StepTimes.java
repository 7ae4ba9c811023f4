package io.boltzspark.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * Where the time of steps goes, as the driver sees it: computing counts as the mean over tasks, and
 * waiting for the slowest task counts as exchange.
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

  /** Accumulates each task's nanoseconds in matrix products. */
  LongAccumulator products() {
    return products;
  }

  /** Accumulates each task's nanoseconds of computing outside matrix products. */
  LongAccumulator sampling() {
    return sampling;
  }

  /**
   * Adds the times that tasks have accumulated since the last call.
   *
   * @param wall nanoseconds from the submission of a round to its end
   * @param driver the nanoseconds of these that the driver spent on steps
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
