package io.boltzspark.math;

/**
 * Element-wise work on one row while it is in the first-level cache. Each loop is one that HotSpot
 * vectorises; see the package page for why they are not fused, and why all arrays of a loop share
 * one index.
 */
public final class RowKernels {

  /** Beyond this, sigmoid is 0 or 1 in single precision to within its error bound. */
  static final float SIGMOID_RANGE = 16f;

  // sigmoid(x) = 1/2 + x P(x^2) / Q(x^2) on [-16, 16], minimax: the error of the fraction is 3e-9,
  // of its single-precision evaluation 2e-7. Fitted by src/test/resources/math/fit_sigmoid.py.
  private static final float P0 = 0.24999999f;
  private static final float P1 = 0.008398869f;
  private static final float P2 = 5.5689932e-05f;
  private static final float P3 = 8.505172e-08f;
  private static final float P4 = 1.4708791e-11f;
  private static final float Q1 = 0.11692878f;
  private static final float Q2 = 0.0016335009f;
  private static final float Q3 = 5.3112167e-06f;
  private static final float Q4 = 3.3022103e-09f;

  private RowKernels() {}

  /** {@code x := sigmoid(x + bias)}, in [0, 1], error at most 2e-7. */
  public static void sigmoidInPlace(float[] x, float[] bias, int count) {
    addAndClampInPlace(x, bias, count);
    sigmoidOfClampedInPlace(x, count);
  }

  private static void addAndClampInPlace(float[] x, float[] bias, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = Math.max(-SIGMOID_RANGE, Math.min(SIGMOID_RANGE, x[i] + bias[i]));
    }
  }

  private static void sigmoidOfClampedInPlace(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      float v = x[i];
      float z = v * v;
      x[i] =
          0.5f
              + v
                  * ((((P4 * z + P3) * z + P2) * z + P1) * z + P0)
                  / ((((Q4 * z + Q3) * z + Q2) * z + Q1) * z + 1f);
    }
  }

  /**
   * {@code sample := 1 where uniform < mean, else 0}. Exact: uniforms are odd multiples of 2^-24,
   * so a difference that is not zero is at least 2^-48 and saturates when scaled by 1e30.
   */
  public static void bernoulliInto(float[] mean, float[] uniform, float[] sample, int count) {
    for (int i = 0; i < count; i++) {
      sample[i] = Math.min(1f, Math.max(0f, (mean[i] - uniform[i]) * 1e30f));
    }
  }

  /** {@code x := x + factor y}. */
  public static void addScaledInPlace(float[] x, float[] y, float factor, int count) {
    for (int i = 0; i < count; i++) {
      x[i] += factor * y[i];
    }
  }

  /** {@code x := x + y} for elements {@code from} (inclusive) to {@code to} (exclusive). */
  public static void addInPlace(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] += y[i];
    }
  }

  /** {@code x := factor x} for elements {@code from} (inclusive) to {@code to} (exclusive). */
  public static void scaleInPlace(float[] x, float factor, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] *= factor;
    }
  }

  /** log(1 + exp(x)), accurate for all x; for free energies, in double precision. */
  public static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
}
