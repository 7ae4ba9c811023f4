package io.boltzspark.evaluation.partition;

import io.boltzspark.math.RowKernels;

/** Row kernels of annealing, in the manner of {@link RowKernels}: each loop is vectorised. */
final class AnnealingKernels {
  /** Largest change of a unit's input that {@link #softplusChangesInPlace} supports. */
  static final float LARGEST_CHANGE = 1f;

  /** Added for each unit beyond it, so that the sum reveals it. */
  private static final float BEYOND = 1e20f;

  private static final double SHOWN = 1e9;

  private AnnealingKernels() {}

  /** {@code y := factor x + offset}. */
  static void affineInto(float[] x, float factor, float[] offset, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      y[i] = factor * x[i] + offset[i];
    }
  }

  /** {@code y := factor x}. */
  static void scaleInto(float[] x, float factor, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      y[i] = factor * x[i];
    }
  }

  /**
   * {@code change := softplus(m + change / 2) - softplus(m - change / 2)}, without the cancellation
   * of a difference of two large numbers. With a = m / 2 and b = change / 4 it is {@code change / 2
   * + log(cosh(a + b) / cosh(a - b)) = change / 2 + 2 artanh(tanh a tanh b)}, and {@code tanh a = 2
   * sigmoid(m) - 1}; b is at most 1/4, where a few terms of the series of tanh and artanh are exact
   * to single precision.
   *
   * @param sigmoid sigmoid(m), m the mean of the old and the new input
   * @param change on entry the new input minus the old one; values beyond {@link #LARGEST_CHANGE}
   *     become so large that {@link #isWithinRange} rejects their sum
   */
  static void softplusChangesInPlace(float[] sigmoid, float[] change, int count) {
    for (int i = 0; i < count; i++) {
      float b = 0.25f * change[i];
      float q = b * b;
      float tanh = b + b * q * (-0.33333334f + q * (0.13333334f + q * -0.053968254f));
      float z = (2f * sigmoid[i] - 1f) * tanh;
      float y = z * z;
      float artanh = z + z * y * (0.33333334f + y * (0.2f + y * (0.14285715f + y * 0.11111111f)));
      change[i] = 2f * (b + artanh) + BEYOND * Math.max(0f, Math.abs(b) - 0.25f * LARGEST_CHANGE);
    }
  }

  /** Whether no change of a sum was beyond {@link #LARGEST_CHANGE}. */
  static boolean isWithinRange(double sum) {
    return sum < SHOWN;
  }

  /**
   * {@code sum over i of x[offset + i] y[i]}, in double precision; four partial sums, to hide the
   * latency of additions.
   */
  static double dot(float[] x, int offset, float[] y, int count) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < count; i += 4) {
      a += (double) x[offset + i] * y[i];
      b += (double) x[offset + i + 1] * y[i + 1];
      c += (double) x[offset + i + 2] * y[i + 2];
      d += (double) x[offset + i + 3] * y[i + 3];
    }
    for (; i < count; i++) {
      a += (double) x[offset + i] * y[i];
    }
    return a + b + (c + d);
  }
}
