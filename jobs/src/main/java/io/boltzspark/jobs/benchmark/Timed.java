package io.boltzspark.jobs.benchmark;

import java.util.Arrays;

/**
 * How long one of several implementations took, which were timed in turns.
 *
 * @param name of the implementation
 * @param times of each turn, in a unit that all of them share
 */
record Timed(String name, double[] times) {
  /** The middle time; the mean of both where there are two. */
  double median() {
    return median(times);
  }

  /** That of the quietest turn. */
  double least() {
    return Arrays.stream(times).min().orElseThrow();
  }

  /** The median of the ratios within each turn. */
  double ratioTo(Timed other) {
    return median(ratiosTo(other));
  }

  /** Our time in each turn divided by the other's. */
  double[] ratiosTo(Timed other) {
    double[] ratios = new double[times.length];
    Arrays.setAll(ratios, turn -> times[turn] / other.times[turn]);
    return ratios;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int upper = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[upper] : (sorted[upper - 1] + sorted[upper]) / 2;
  }
}
