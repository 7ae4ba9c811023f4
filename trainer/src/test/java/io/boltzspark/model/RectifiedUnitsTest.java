package io.boltzspark.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.ChiSquare;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gaussians cut off at 0: well above it, near it and far below it. */
class RectifiedUnitsTest {
  private static final long SEED = 81;

  /** A unit and the density of its states, not normalised, with the length on which it falls. */
  private record Truncated(double location, double sigma) {

    double density(double s) {
      double exponent = (s * s - 2 * s * location) / (2 * sigma * sigma); // 0 at the cut
      return Math.exp(-exponent + shift());
    }

    /** Keeps densities far above the cut from overflowing. */
    private double shift() {
      return location > 0 ? -location * location / (2 * sigma * sigma) : 0;
    }

    /** Where the density has fallen by exp(-40). */
    double end() {
      double above = Math.max(0, location) + 9 * sigma;
      return location < 0 ? Math.min(above, 40 * sigma * sigma / -location) : above;
    }

    double integral(DoubleUnaryOperator function) {
      return Quadrature.interval(0, end(), 200)
          .integrate(s -> function.applyAsDouble(s) * density(s));
    }

    double mean() {
      return integral(s -> s) / integral(s -> 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "3, -1, 0.5",
    "-0.4, 0, 0",
    "-0.5, 0, 0",
    "-1, 0.3, -2",
    "0, -0.7, -8",
    "5, 0, -45"
  })
  void samplesFillTheRestOfTheBellCurve(double a, double logSigma, double input) {
    OneUnit unit = OneUnit.real(UnitType.RECTIFIED, a, logSigma);
    Truncated exact = truncated(unit, input);
    double[] edges = OneUnit.edges(exact.mean() / 40, exact.mean() * 2.5, 60);
    double[] probabilities = OneUnit.probabilities(exact::density, 0, edges, exact.end());
    float[] samples = unit.samples(input, 400_000, SEED);
    ChiSquare.assertFits(OneUnit.histogram(samples, edges), probabilities, "seed " + SEED);
    for (float sample : samples) {
      assertTrue(sample >= 0, () -> "drew " + sample);
    }
  }

  private static Truncated truncated(OneUnit unit, double input) {
    return new Truncated(unit.get("bias.0") + (float) input, Math.exp(unit.get("log_sigma.0")));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "3, -1, 0.5", "-0.4, 0, 0", "-1, 0.3, -2", "0, -0.7, -8", "5, 0, -1000"})
  void meansAndLogPartitionsAreTheIntegrals(double a, double logSigma, double input) {
    OneUnit unit = OneUnit.real(UnitType.RECTIFIED, a, logSigma);
    Truncated exact = truncated(unit, input);
    assertEquals(1, unit.mean(input) / exact.mean(), 1e-6);
    // E(s) - phi(s) x = (s^2 - 2 s (a + x) + a^2) / (2 sigma^2)
    double offset = Math.pow(unit.get("bias.0") / exact.sigma(), 2) / 2 + exact.shift();
    double integral = Math.log(exact.integral(s -> 1)) - offset;
    double size = Math.pow(exact.location() / exact.sigma(), 2);
    assertEquals(integral, unit.logPartition(input), 1e-9 + 1e-14 * size);
  }

  @ParameterizedTest
  @CsvSource({"2, 0.5", "0.8, 0.3", "0.1, 0.008", "5, 0.04"})
  void fitMatchesMeanAndVarianceWhereItCan(double mean, double variance) {
    OneUnit unit = OneUnit.of(UnitSpec.of(UnitType.RECTIFIED, 1));
    unit.units().fit(new double[] {mean}, new double[] {variance}, unit.parameters());
    Truncated fitted = truncated(unit, 0);
    double second = fitted.integral(s -> s * s) / fitted.integral(s -> 1);
    assertEquals(mean, fitted.mean(), 1e-5 * mean);
    assertEquals(variance, second - mean * mean, 1e-4 * variance);
  }

  @ParameterizedTest
  @CsvSource({"0.13, 0.095", "2, 0", "1, 1e-9"})
  void fitMatchesTheMeanWhereTheVarianceIsOutOfReach(double mean, double variance) {
    OneUnit unit = OneUnit.of(UnitSpec.of(UnitType.RECTIFIED, 1));
    unit.units().fit(new double[] {mean}, new double[] {variance}, unit.parameters());
    assertEquals(mean, truncated(unit, 0).mean(), 1e-5);
  }

  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void fitLeavesWhatIsFixed(boolean learnsMean, boolean learnsVariance) {
    UnitSpec spec = new UnitSpec(UnitType.RECTIFIED, 1, 1, learnsMean, learnsVariance);
    OneUnit unit = OneUnit.of(spec);
    unit.units().fit(new double[] {0.6}, new double[] {0.2}, unit.parameters());
    assertEquals(0.6, truncated(unit, 0).mean(), 1e-5);
    assertEquals(0, unit.get(learnsMean ? "log_sigma.0" : "bias.0"));
  }
}
