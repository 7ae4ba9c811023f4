package io.boltzspark.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The functions against integrals that are positive throughout and so lose no digits: with z the
 * distance above 0 of a normal variable with mean x,
 *
 * <pre>Phi(x) / phi(x) = integral over z > 0 of exp(x z - z^2 / 2)</pre>
 */
class NormalDistributionTest {

  /** Mills' ratio's own error, and some roundings. */
  private static final double RELATIVE = 1e-12;

  /** {@code integral over z > 0 of f(z) exp(x z - z^2 / 2)}, by Simpson's rule. */
  private static double integral(double x, DoubleUnaryOperator f) {
    double end = x < 0 ? Math.min(10, 45 / -x) : x + 10;
    int intervals = 20_000;
    double h = end / intervals;
    double sum = 0;
    for (int i = 0; i <= intervals; i++) {
      double z = i * h;
      double weight = i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * f.applyAsDouble(z) * Math.exp(x * z - z * z / 2);
    }
    return sum * h / 3;
  }

  private static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-2000, -60, -50.1, -49.9, -20, -7, -3, -1, -0.1, 0, 0.1, 1, 3, 7, 12})
  void distributionFunctionHazardAndMeanAreTheIntegrals(double x) {
    double ratio = integral(x, z -> 1);
    double log =
        x < 0
            ? Math.log(ratio) - x * x / 2 - Math.log(2 * Math.PI) / 2
            : Math.log1p(-density(x) * integral(-x, z -> 1)); // the tail beyond x
    assertEquals(log, NormalDistribution.logCdf(x), RELATIVE * -log);
    assertEquals(1 / ratio, NormalDistribution.hazard(x), RELATIVE / ratio);
    double mean = integral(x, z -> z) / ratio;
    // Below 0 the mean is a difference of numbers that are x^2 times as large, down to -50.
    double cancelled = x < 0 && x > -50 ? x * x : 30;
    assertEquals(mean, NormalDistribution.meanAboveZero(x), RELATIVE * (1 + cancelled) * mean);
    assertEquals(density(x), NormalDistribution.density(x), 1e-14 * x * x * density(x) + 1e-15);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-30, -7, -3, -1, -0.1, 0, 0.1, 1, 3, 7, 12})
  void rectifiedMeansAreTheIntegral(double x) {
    double mean = density(x) * integral(x, z -> z);
    assertEquals(mean, NormalDistribution.meanRectified(x), RELATIVE * (1 + x * x) * mean);
  }

  @ParameterizedTest
  @ValueSource(doubles = {39, 1e3, 1e300, Double.POSITIVE_INFINITY})
  void farAboveZeroNothingIsCutOff(double x) {
    assertEquals(0, NormalDistribution.logCdf(x), Double.MIN_NORMAL);
    assertEquals(0, NormalDistribution.hazard(x), Double.MIN_NORMAL);
    assertEquals(x, NormalDistribution.meanAboveZero(x));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1e4, -1e6, -1e10})
  void farBelowZeroTheTailIsExponential(double x) {
    // To the first order in 1 / x^2.
    assertEquals(-1 / x, NormalDistribution.meanAboveZero(x), 3 / Math.abs(x * x * x));
    double leading = -x * x / 2 - Math.log(-x) - Math.log(2 * Math.PI) / 2;
    assertEquals(leading, NormalDistribution.logCdf(x), 1e-8 - 1e-15 * leading);
  }
}
