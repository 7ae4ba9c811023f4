package io.boltzspark.evaluation.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.RowKernels;
import org.junit.jupiter.api.Test;

class AnnealingKernelsTest {

  private static double change(double input, double change) {
    float[] sigmoid = {(float) (1 / (1 + Math.exp(-input)))};
    float[] result = {(float) change};
    AnnealingKernels.softplusChangesInPlace(sigmoid, result, 1);
    return result[0];
  }

  @Test
  void changesOfSoftplusAreExactToSinglePrecision() {
    for (double input = -40; input <= 40; input += 0.37) {
      for (double change : new double[] {0, 1e-7, -1e-4, 0.01, -0.03, 0.0999, -0.125, 0.125}) {
        double exact = RowKernels.softplus(input) - RowKernels.softplus(input - (float) change);
        // Some ten roundings of 2^-24 of terms that are at most about the change itself.
        double tolerance = 10 * 0x1p-24 * Math.abs(change);
        assertEquals(exact, change(input, change), tolerance, input + " by " + change);
      }
    }
  }

  @Test
  void changesThatAreTooLargeShowInTheSum() {
    float just = AnnealingKernels.LARGEST_CHANGE;
    assertTrue(AnnealingKernels.isWithinRange(1000 * change(3, just)));
    assertFalse(AnnealingKernels.isWithinRange(change(-3, Math.nextUp(just)) - 1000));
    assertFalse(AnnealingKernels.isWithinRange(change(-3, -2)));
    assertFalse(AnnealingKernels.isWithinRange(change(3, 1e30)));
    assertFalse(AnnealingKernels.isWithinRange(change(3, Double.NaN)));
  }

  @Test
  void theDotProductTakesEveryElement() {
    for (int n = 0; n < 11; n++) {
      float[] x = new float[n + 2];
      float[] y = new float[n];
      double sum = 0;
      for (int i = 0; i < n; i++) {
        x[i + 2] = i + 1;
        y[i] = 3 * i - 5;
        sum += x[i + 2] * y[i];
      }
      assertEquals(
          sum, AnnealingKernels.dot(x, 2, y, new float[n], n), "whole numbers have no rounding");
    }
  }
}
