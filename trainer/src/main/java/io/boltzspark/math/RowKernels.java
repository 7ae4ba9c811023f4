package io.boltzspark.math;

/**
 * Element-wise work on one row while it is in the first-level cache. Each loop is one that HotSpot
 * vectorises; see the package page for why they are not fused. All act on {@code count} elements.
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
  public static void sigmoidInPlace(
      float[] x, int offset, float[] bias, int biasOffset, int count) {
    addAndClampInPlace(x, offset, bias, biasOffset, count);
    sigmoidOfClampedInPlace(x, offset, count);
  }

  private static void addAndClampInPlace(
      float[] x, int offset, float[] bias, int biasOffset, int count) {
    for (int i = 0; i < count; i++) {
      x[offset + i] =
          Math.max(-SIGMOID_RANGE, Math.min(SIGMOID_RANGE, x[offset + i] + bias[biasOffset + i]));
    }
  }

  private static void sigmoidOfClampedInPlace(float[] x, int offset, int count) {
    for (int i = 0; i < count; i++) {
      float v = x[offset + i];
      float z = v * v;
      x[offset + i] =
          0.5f
              + v
                  * ((((P4 * z + P3) * z + P2) * z + P1) * z + P0)
                  / ((((Q4 * z + Q3) * z + Q2) * z + Q1) * z + 1f);
    }
  }

  /**
   * {@code sample := 1 where uniform < mean, else 0}. Exact: uniforms are odd multiples of 2^-25,
   * so a difference that is not zero is at least 2^-49 and saturates when scaled by 1e30.
   */
  public static void bernoulliInto(
      float[] mean, int offset, float[] uniform, float[] sample, int sampleOffset, int count) {
    for (int i = 0; i < count; i++) {
      sample[sampleOffset + i] =
          Math.min(1f, Math.max(0f, (mean[offset + i] - uniform[i]) * 1e30f));
    }
  }

  /** {@code x := factor x}. */
  public static void scaleInPlace(float[] x, int offset, float factor, int count) {
    for (int i = 0; i < count; i++) {
      x[offset + i] *= factor;
    }
  }

  /** {@code x := x + factor y}. */
  public static void addScaledInPlace(
      float[] x, int offset, float[] y, int yOffset, float factor, int count) {
    for (int i = 0; i < count; i++) {
      x[offset + i] += factor * y[yOffset + i];
    }
  }

  /** {@code x := x + y}. */
  public static void addInPlace(float[] x, int offset, float[] y, int yOffset, int count) {
    for (int i = 0; i < count; i++) {
      x[offset + i] += y[yOffset + i];
    }
  }

  /** log(1 + exp(x)), accurate for all x; for free energies, in double precision. */
  public static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }
}
