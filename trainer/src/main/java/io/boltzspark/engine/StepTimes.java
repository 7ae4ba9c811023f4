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

  private final LongAccumulator computing;
  private double wallNanos;
  private double computingNanos;
  private double driverNanos;

  StepTimes(JavaSparkContext spark) {
    this.computing = spark.sc().longAccumulator("nanoseconds of computing");
  }

  /** For each task to add what it computed, in nanoseconds. */
  LongAccumulator computing() {
    return computing;
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
    computingNanos += (double) computing.value() / tasks;
    computing.reset();
  }

  /** Seconds by name: {@code computing}, {@code driver}, {@code exchange}. */
  Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("computing", computingNanos / PER_SECOND);
    seconds.put("driver", driverNanos / PER_SECOND);
    seconds.put("exchange", Math.max(0, wallNanos - computingNanos - driverNanos) / PER_SECOND);
    return seconds;
  }
}
