package io.boltzspark.math;

/**
 * Functions of the standard normal distribution and of its part above 0, in double precision and
 * accurate in the far tails. Their exponentials and logarithms are those of {@code StrictMath}, so
 * they may affect bytes of a model.
 */
public final class NormalDistribution {

  /** log(sqrt(2 pi)). */
  public static final double LOG_ROOT_TWO_PI = 0.9189385332046727;

  // (1 + t) M(t) = P(y) / Q(y), y = (t - 3) / (t + 3), lowest first; relative error 3e-13.
  // Fitted by src/test/resources/math/fit_mills.py.
  private static final double[] P = {
    1.2183611948405701,
    -0.2755120731473031,
    0.612055415836175,
    0.10797454755419598,
    0.01880656376425645,
    0.06870110390617447,
    -0.011677681910677572,
    0.004941229951610743,
    -0.00029764411494431894
  };
  private static final double[] Q = {
    1.0,
    -0.027541399604374895,
    0.530697268648051,
    0.10016472260841082,
    0.10259169072778906,
    0.027160247576314318,
    0.00866192663229568,
    0.0014781495410813694,
    0.00014005055099889667
  };

  /** From here on the mean above a threshold is its asymptotic series to 2e-11. */
  private static final double FAR = 50;

  private NormalDistribution() {}

  /** The density {@code phi(x)}. */
  public static double density(double x) {
    return StrictMath.exp(-x * x / 2 - LOG_ROOT_TWO_PI);
  }

  /** Mills' ratio {@code (1 - Phi(t)) / phi(t)} for t >= 0, relative error 3e-13. */
  static double millsRatio(double t) {
    double y = 1 - 6 / (t + 3);
    double p = P[8];
    double q = Q[8];
    for (int i = 7; i >= 0; i--) {
      p = p * y + P[i];
      q = q * y + Q[i];
    }
    return p / (q * (1 + t));
  }

  /** {@code log Phi(x)}, the logarithm of the distribution function. */
  public static double logCdf(double x) {
    return x < 0
        ? StrictMath.log(millsRatio(-x)) - x * x / 2 - LOG_ROOT_TWO_PI
        : StrictMath.log1p(-density(x) * millsRatio(x));
  }

  /** {@code phi(x) / Phi(x)}: how the logarithm of the distribution function grows. */
  public static double hazard(double x) {
    if (x < 0) {
      return 1 / millsRatio(-x);
    }
    double density = density(x);
    return density / (1 - density * millsRatio(x));
  }

  /**
   * {@code E[z | z > 0]} for normal z with mean {@code x} and variance 1: {@code x + hazard(x)},
   * but without its cancellation where x is far below 0.
   */
  public static double meanAboveZero(double x) {
    if (x < -FAR) {
      double u = 1 / (x * x);
      return (1 - u * (2 - u * (10 - 74 * u))) / -x;
    }
    return x + hazard(x);
  }

  /** {@code E[max(z, 0)]} for normal z with mean {@code x} and variance 1. */
  public static double meanRectified(double x) {
    double density = density(x);
    return x < 0 ? density * (1 + x * millsRatio(-x)) : x + density * (1 - x * millsRatio(x));
  }
}
