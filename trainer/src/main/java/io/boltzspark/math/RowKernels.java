package io.boltzspark.math;

/**
 * Element-wise operations on one row while it is in the first-level cache. HotSpot vectorises each
 * loop; the package page explains why they are not fused, and why all arrays of a loop share one
 * index.
 */
public final class RowKernels {

  /** Beyond this, sigmoid is 0 or 1 in single precision to within its error bound. */
  static final float SIGMOID_RANGE = 16f;

  // sigmoid(x) = 1/2 + x P(x^2) / Q(x^2) on [-16, 16], minimax: the error of the fraction is 3e-9,
  // of its single-precision evaluation 2e-7. Fitted by src/test/resources/math/fit_sigmoid.py.
  static final float P0 = 0.24999999f;
  static final float P1 = 0.008398869f;
  static final float P2 = 5.5689932e-05f;
  static final float P3 = 8.505172e-08f;
  static final float P4 = 1.4708791e-11f;
  static final float Q1 = 0.11692878f;
  static final float Q2 = 0.0016335009f;
  static final float Q3 = 5.3112167e-06f;
  static final float Q4 = 3.3022103e-09f;

  // log(1 + exp(-t)) = P(t) / Q(t) on [0, 16], minimax: error 2e-8, in single precision 1.3e-7.
  // Fitted by src/test/resources/math/fit_softplus.py.
  private static final float SP0 = 0.6931472f;
  private static final float SP1 = -0.21490656f;
  private static final float SP2 = 0.02745603f;
  private static final float SP3 = -0.0018016257f;
  private static final float SP4 = 6.0533413e-05f;
  private static final float SP5 = -8.304798e-07f;
  private static final float SQ1 = 0.4113014f;
  private static final float SQ2 = 0.15598145f;
  private static final float SQ3 = 0.035676356f;
  private static final float SQ4 = 0.0053523276f;
  private static final float SQ5 = 0.00033840438f;
  private static final float SQ6 = 8.410459e-05f;

  /** A number of this size has no fraction, so that adding it rounds a smaller one. */
  private static final float ROUNDS = 0x1.8p23f;

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

  /** sigmoid(x) of one number, with the same bits as {@link #sigmoidInPlace}. */
  public static float sigmoid(float x) {
    float v = Math.max(-SIGMOID_RANGE, Math.min(SIGMOID_RANGE, x));
    float z = v * v;
    return 0.5f
        + v
            * ((((P4 * z + P3) * z + P2) * z + P1) * z + P0)
            / ((((Q4 * z + Q3) * z + Q2) * z + Q1) * z + 1f);
  }

  /**
   * exp(x) of one number, with a relative error of at most 2e-7 for x in [-87, 88]; beyond, the
   * value at the nearer end. By reduction to {@code |r| <= log(2) / 2} and the polynomial of the
   * Cephes library's expf (Moshier 1992).
   */
  public static float exp(float x) {
    float bounded = Math.max(-87f, Math.min(88f, x));
    float k = bounded * 1.44269504f + ROUNDS - ROUNDS;
    float r = bounded - k * 0.693359375f - k * -2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    return (p * (r * r) + r + 1f) * Float.intBitsToFloat(((int) k + 127) << 23);
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

  /** {@code x := factor x + offset}. */
  public static void affineInPlace(float[] x, float factor, float offset, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = factor * x[i] + offset;
    }
  }

  /** {@code x := x y}. */
  public static void multiplyInPlace(float[] x, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      x[i] *= y[i];
    }
  }

  /** {@code x := the square root of x}. */
  public static void squareRootInPlace(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = (float) Math.sqrt(x[i]);
    }
  }

  /** {@code x := max(x, 0)}. */
  public static void rectifyInPlace(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = Math.max(0f, x[i]);
    }
  }

  /** {@code sums := sums + x y}. */
  public static void addProductInPlace(float[] sums, float[] x, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += x[i] * y[i];
    }
  }

  /** {@code x := factor x} for elements {@code from} (inclusive) to {@code to} (exclusive). */
  public static void scaleInPlace(float[] x, float factor, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] *= factor;
    }
  }

  /**
   * The sum of log(1 + exp(x + bias)), each term with an error of at most 2e-7 plus the rounding of
   * its own value. Overwrites {@code x} and {@code scratch}.
   */
  public static double softplusSum(float[] x, float[] bias, float[] scratch, int count) {
    addInPlace(x, bias, 0, count);
    clampedMagnitudeInto(x, scratch, count);
    softplusInto(x, scratch, count);
    return sum(scratch, count);
  }

  private static void clampedMagnitudeInto(float[] x, float[] magnitude, int count) {
    for (int i = 0; i < count; i++) {
      magnitude[i] = Math.min(SIGMOID_RANGE, Math.abs(x[i]));
    }
  }

  // softplus(x) = max(x, 0) + log(1 + exp(-|x|)); overwrites the magnitudes.
  private static void softplusInto(float[] x, float[] magnitude, int count) {
    for (int i = 0; i < count; i++) {
      float t = magnitude[i];
      magnitude[i] =
          Math.max(0f, x[i])
              + (((((SP5 * t + SP4) * t + SP3) * t + SP2) * t + SP1) * t + SP0)
                  / ((((((SQ6 * t + SQ5) * t + SQ4) * t + SQ3) * t + SQ2) * t + SQ1) * t + 1f);
    }
  }

  /**
   * The sum of the first {@code count} elements: eight at a time as a tree of single-precision
   * additions, these in double precision; off by at most 3 x 2^-24 times the sum of magnitudes.
   */
  public static double sum(float[] x, int count) {
    double even = 0;
    double odd = 0;
    int i = 0;
    for (; i + 15 < count; i += 16) {
      even +=
          ((x[i] + x[i + 1]) + (x[i + 2] + x[i + 3]))
              + ((x[i + 4] + x[i + 5]) + (x[i + 6] + x[i + 7]));
      odd +=
          ((x[i + 8] + x[i + 9]) + (x[i + 10] + x[i + 11]))
              + ((x[i + 12] + x[i + 13]) + (x[i + 14] + x[i + 15]));
    }
    for (; i < count; i++) {
      even += x[i];
    }
    return even + odd;
  }

  /** log(1 + exp(x)), accurate for all x; for free energies, in double precision. */
  public static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }
}
