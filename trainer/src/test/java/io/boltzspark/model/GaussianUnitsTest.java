package io.boltzspark.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.boltzspark.math.ChiSquare;
import io.boltzspark.math.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real units one at a time; in machines they are among {@link SmallMachine}. */
class GaussianUnitsTest {
  private static final long SEED = 71;

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "1.5, -2.5, 4", "-3, 1, -20", "0.2, -1, 0.7"})
  void samplesFillTheBellCurve(double location, double logSigma, double input) {
    OneUnit unit = OneUnit.real(UnitType.GAUSSIAN, location, logSigma);
    double mean = (float) location + (float) input;
    double sigma = Math.exp((float) logSigma);
    double[] edges = OneUnit.edges(mean - 3.5 * sigma, mean + 3.5 * sigma, 70);
    double[] probabilities =
        OneUnit.probabilities(
            s -> Math.exp(-(s - mean) * (s - mean) / (2 * sigma * sigma)),
            mean - 9 * sigma,
            edges,
            mean + 9 * sigma);
    float[] samples = unit.samples(input, 400_000, SEED);
    ChiSquare.assertFits(OneUnit.histogram(samples, edges), probabilities, "seed " + SEED);
    assertEquals(mean, unit.mean(input), Math.ulp((float) mean));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "1.5, -1, 0.5", "-2, 0.5, 3"})
  void theLogPartitionIsTheIntegral(double location, double logSigma, double input) {
    OneUnit unit = OneUnit.real(UnitType.GAUSSIAN, location, logSigma);
    double variance = Math.exp(2 * unit.get("log_sigma.0"));
    Matrix state = Matrix.zeros(1, 1);
    // Points are 1/32 apart, floats all of them; inputs are exact as well.
    double integral =
        Quadrature.line(-40, 40, 80 * 32 + 1)
            .integrate(
                s -> {
                  state.set(0, 0, (float) s);
                  double energy = unit.machine().visible().energy(state, 0, unit.parameters());
                  return Math.exp(-energy + state.get(0, 0) * input / variance);
                });
    assertEquals(Math.log(integral), unit.logPartition(input), 1e-12);
  }

  @Test
  void fitTakesMeanAndDeviation() {
    OneUnit unit = OneUnit.of(UnitSpec.of(UnitType.GAUSSIAN, 1));
    unit.units().fit(new double[] {-1.25}, new double[] {4}, unit.parameters());
    assertEquals(-1.25, unit.get("bias.0"));
    assertEquals(Math.log(2), unit.get("log_sigma.0"), 1e-7);
    unit.units().fit(new double[] {3}, new double[] {1e-6}, unit.parameters());
    assertEquals(Math.log(QuadraticUnits.SIGMA_FLOOR), unit.get("log_sigma.0"), 3e-7, "floor");
    unit.units().fit(new double[] {3}, new double[] {0}, unit.parameters());
    assertEquals(3, unit.get("bias.0"));
    assertEquals(0, unit.get("log_sigma.0"), "a constant unit is left unscaled");
  }

  @Test
  void whatIsNotLearntIsNotFitted() {
    OneUnit fixed = OneUnit.of(UnitSpec.standardNormal(1));
    fixed.units().fit(new double[] {5}, new double[] {9}, fixed.parameters());
    assertArrayEquals(new float[fixed.parameters().length], fixed.parameters());
  }

  @Test
  void sigmaStaysAboveItsFloor() {
    OneUnit unit = OneUnit.real(UnitType.GAUSSIAN, 0, -7);
    unit.machine().visible().constrainInPlace(unit.parameters());
    assertEquals(Math.log(QuadraticUnits.SIGMA_FLOOR), unit.get("log_sigma.0"), 3e-7);
    unit.set("log_sigma.0", 2);
    unit.machine().visible().constrainInPlace(unit.parameters());
    assertEquals(2, unit.get("log_sigma.0"));
  }

  @Test
  void unitsOfVarianceOneInteractAsTheyAre() {
    OneUnit unit = OneUnit.of(UnitSpec.standardNormal(1));
    Matrix states = new Matrix(new float[] {1, 2, 3}, 0, 3, 1);
    assertSame(states, unit.machine().visible().interaction(states, unit.parameters()));
  }
}
