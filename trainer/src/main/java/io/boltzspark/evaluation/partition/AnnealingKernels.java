package io.boltzspark.evaluation.partition;

import io.boltzspark.math.RowKernels;

/** Row kernels of annealing, in the manner of {@link RowKernels}: each loop is vectorised. */
final class AnnealingKernels {
  /** Largest change of a unit's input that {@link #softplusChangesInPlace} supports. */
  static final float LARGEST_CHANGE = 0.125f;

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

  /**
   * {@code change := softplus(u) - softplus(u - change)}, without the cancellation of a difference
   * of two large numbers: it is {@code -log(1 + sigmoid(u) (exp(-change) - 1))}. Changes are small
   * enough for a few terms of both series to be exact to single precision.
   *
   * @param sigmoid sigmoid(u), u the new input
   * @param change on entry the new input minus the old one; values beyond {@link #LARGEST_CHANGE}
   *     become so large that {@link #isWithinRange} rejects their sum
   */
  static void softplusChangesInPlace(float[] sigmoid, float[] change, int count) {
    for (int i = 0; i < count; i++) {
      float d = change[i];
      float series =
          1f
              - d
                  * (0.5f
                      - d
                          * (0.16666667f
                              - d * (0.041666668f - d * (0.008333334f - d * 0.0013888889f))));
      float p = sigmoid[i] * d * series; // sigmoid(u) (1 - exp(-change))
      float log =
          p
              + p
                  * p
                  * (0.5f
                      + p
                          * (0.33333334f
                              + p
                                  * (0.25f
                                      + p
                                          * (0.2f
                                              + p
                                                  * (0.16666667f
                                                      + p * (0.14285715f + p * 0.125f))))));
      change[i] = log + BEYOND * Math.max(0f, Math.abs(d) - LARGEST_CHANGE);
    }
  }

  /** Whether no change of a sum was beyond {@link #LARGEST_CHANGE}. */
  static boolean isWithinRange(double sum) {
    return sum < SHOWN;
  }

  /**
   * {@code sum over i of x[offset + i] y[i]}, with the error of {@link RowKernels#sum}.
   *
   * @param products overwritten
   */
  static double dot(float[] x, int offset, float[] y, float[] products, int count) {
    System.arraycopy(x, offset, products, 0, count);
    RowKernels.multiplyInPlace(products, y, count);
    return RowKernels.sum(products, count);
  }
}
