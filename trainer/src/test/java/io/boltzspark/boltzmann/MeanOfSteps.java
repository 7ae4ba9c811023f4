package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The mean of the statistics of many independent steps, with its standard error. */
final class MeanOfSteps {
  private final double[] sum;
  private final double[] squares;
  private int n;

  MeanOfSteps(int size) {
    sum = new double[size];
    squares = new double[size];
  }

  /**
   * @param divisor rows of the step
   */
  void add(float[] values, int divisor) {
    for (int i = 0; i < sum.length; i++) {
      double value = (double) values[i] / divisor;
      sum[i] += value;
      squares[i] += value * value;
    }
    n++;
  }

  /**
   * Asserts that each mean is within five standard errors of an expectation.
   *
   * @param resolution what the standard errors must be below, or the test says nothing
   * @param rounding what the numbers themselves may be off by
   */
  void assertIs(double[] expected, double resolution, double rounding, String message) {
    for (int i = 0; i < sum.length; i++) {
      double mean = sum[i] / n;
      double error = Math.sqrt(Math.max(0, squares[i] / n - mean * mean) / (n - 1));
      String which = "statistic " + i + ", " + message;
      assertTrue(error < resolution, "standard error " + error + " of " + which);
      assertEquals(expected[i], mean, 5 * error + rounding, which);
    }
  }
}
