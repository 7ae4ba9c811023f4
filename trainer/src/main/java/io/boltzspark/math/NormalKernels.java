package io.boltzspark.math;

/**
 * Turns random bits into standard normal numbers by the inverse of the distribution function, in
 * single-precision loops that HotSpot vectorises (see the package page). Uses only additions,
 * products, quotients and square roots, which every JDK rounds alike.
 */
final class NormalKernels {

  // The quantile of p <= 1/2 is -t P(t) / Q(t), t = 2^(-1/16) - p^(1/16), for p >= 2^-32, minimax:
  // error 4e-7, in single precision 4e-6 (2e-6 for |z| < 2.3). The root, unlike p itself, is far
  // from the singularity at 0. Fitted by src/test/resources/math/fit_normal.py.
  private static final float CENTRE = 0.9576033f;
  private static final float P0 = 20.94046f;
  private static final float P1 = 398.56424f;
  private static final float P2 = 1169.287f;
  private static final float P3 = -1502.827f;
  private static final float P4 = -815.0338f;
  private static final float P5 = 746.92194f;
  private static final float Q1 = 26.860079f;
  private static final float Q2 = 155.40189f;
  private static final float Q3 = -19.278286f;
  private static final float Q4 = -402.75662f;
  private static final float Q5 = 238.21445f;

  private NormalKernels() {}

  /**
   * {@code normal := a standard normal number} for each 32 random bits. Made odd, these are an
   * integer that is symmetric about 0 and never 0: its sign is the result's, its magnitude over
   * 2^32 the probability of the tail beyond, so the far tails, up to 6.2, have the finest grid.
   *
   * @param roots scratch, overwritten
   */
  static void normalsInto(int[] bits, float[] normal, float[] roots, int count) {
    oddInto(bits, normal, count);
    tailInto(normal, roots, count);
    for (int i = 0; i < 4; i++) {
      RowKernels.squareRootInPlace(roots, count);
    }
    quantileInPlace(normal, roots, count);
  }

  private static void oddInto(int[] bits, float[] odd, int count) {
    for (int i = 0; i < count; i++) {
      odd[i] = bits[i] | 1;
    }
  }

  private static void tailInto(float[] odd, float[] tail, int count) {
    for (int i = 0; i < count; i++) {
      tail[i] = Math.abs(odd[i]) * 0x1p-32f;
    }
  }

  private static void quantileInPlace(float[] odd, float[] roots, int count) {
    for (int i = 0; i < count; i++) {
      float t = CENTRE - roots[i];
      float sign = Math.max(-1f, Math.min(1f, odd[i]));
      odd[i] =
          sign
              * t
              * (((((P5 * t + P4) * t + P3) * t + P2) * t + P1) * t + P0)
              / (((((Q5 * t + Q4) * t + Q3) * t + Q2) * t + Q1) * t + 1f);
    }
  }
}
