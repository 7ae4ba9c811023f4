package io.boltzspark.math;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

/** Pearson's goodness-of-fit test, for histograms of independent draws. */
public final class ChiSquare {

  /** Below this many expected draws a cell is pooled, as the distribution of the sum asks for. */
  private static final double LEAST_EXPECTED = 5;

  private ChiSquare() {}

  /** Asserts that all cells are equally likely. */
  public static void assertUniform(long[] counts, String message) {
    double[] probabilities = new double[counts.length];
    Arrays.fill(probabilities, 1.0 / counts.length);
    assertFits(counts, probabilities, message);
  }

  /** Asserts that the counts are draws with these probabilities. */
  public static void assertFits(long[] counts, double[] probabilities, String message) {
    Fit fit = fit(counts, probabilities);
    assertTrue(fit.passes(), message + ": " + fit);
  }

  /** Whether the counts can be draws with these probabilities. */
  public static boolean fits(long[] counts, double[] probabilities) {
    return fit(counts, probabilities).passes();
  }

  private record Fit(double statistic, double limit, int degreesOfFreedom) {
    boolean passes() {
      return statistic <= limit;
    }
  }

  private static Fit fit(long[] counts, double[] probabilities) {
    double total = Arrays.stream(counts).sum();
    double statistic = 0;
    double pooledCount = 0;
    double pooledExpected = 0;
    int cells = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = total * probabilities[i];
      if (expected < LEAST_EXPECTED) {
        pooledCount += counts[i];
        pooledExpected += expected;
      } else {
        statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
        cells++;
      }
    }
    if (pooledExpected >= LEAST_EXPECTED) {
      statistic += Math.pow(pooledCount - pooledExpected, 2) / pooledExpected;
      cells++;
    } else if (pooledExpected == 0 && pooledCount > 0) {
      statistic = Double.POSITIVE_INFINITY; // what cannot happen has happened
    }
    return new Fit(statistic, limit(cells - 1), cells - 1);
  }

  /**
   * The value that a chi-square variable exceeds as rarely as a normal one exceeds 5 deviations (3
   * in 10 million), by the approximation of Wilson and Hilferty (1931).
   */
  private static double limit(int degreesOfFreedom) {
    double variance = 2 / (9.0 * degreesOfFreedom);
    return degreesOfFreedom * Math.pow(1 - variance + 5 * Math.sqrt(variance), 3);
  }
}
