package io.boltzspark.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsingObservablesTest {

  @Test
  void knownConfigurations() {
    assertBoth(-2, 1, (x, y) -> 1);
    assertBoth(-2, 1, (x, y) -> -1);
    assertBoth(2, 0, (x, y) -> (x + y) % 2 == 0 ? 1 : -1);
    // Stripes two wide: half of the pairs across, all along.
    assertBoth(-1, 0, (x, y) -> x % 4 < 2 ? 1 : -1);
    assertBoth(-1, 0, (x, y) -> y % 4 < 2 ? 1 : -1);
    // One spin of 16 turned over breaks four of 32 pairs, at a corner as elsewhere.
    assertBoth(-1.5, 14 / 16.0, (x, y) -> x == 0 && y == 0 ? -1 : 1);
    assertBoth(-1.5, 14 / 16.0, (x, y) -> x == 3 && y == 2 ? -1 : 1);
  }

  /** Against pairs found by their distance on the torus, and textbook formulas. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 7})
  void meansAndErrors(int size) {
    int rows = 50;
    int sites = size * size;
    RandomStream random = new RandomStream(5, Purpose.MONITOR, size, 0);
    Matrix spins = Matrix.zeros(rows, sites);
    double[][] values = new double[3][rows];
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      for (int i = 0; i < sites; i++) {
        spins.set(r, i, random.nextInt(3) == 0 ? -1 : 1);
        sum += spins.get(r, i);
      }
      for (int i = 0; i < sites; i++) {
        for (int j = 0; j < i; j++) {
          if (distance(i / size, j / size, size) + distance(i % size, j % size, size) == 1) {
            values[0][r] -= (double) spins.get(r, i) * spins.get(r, j) / sites;
          }
        }
      }
      values[1][r] = Math.abs(sum) / sites;
      values[2][r] = sum * sum / sites / sites;
    }
    IsingObservables observed = IsingObservables.of(spins, size);
    assertEstimate(values[0], observed.energy());
    assertEstimate(values[1], observed.magnetisation());
    assertEstimate(values[2], observed.squaredMagnetisation());
    assertFluctuation(sites, values[0], observed.energyFluctuation());
    assertFluctuation(sites, values[1], observed.magnetisationFluctuation());
  }

  @Test
  void aSideOfTwoJoinsEachPairTwice() {
    // One of four spins differs from its two neighbours: 4 of 8 joints are broken.
    Matrix spins = new Matrix(new float[] {1, 1, 1, -1, 1, 1, 1, -1}, 0, 2, 4);
    assertEquals(0, IsingObservables.of(spins, 2).energy().mean());
  }

  @Test
  void aWindowOfALargerLayerIsReadAsItIs() {
    Matrix layer = Matrix.zeros(3, 7);
    Matrix spins = layer.columns(2, 6);
    for (int r = 0; r < 3; r++) {
      for (int i = 0; i < 4; i++) {
        spins.set(r, i, -1);
      }
    }
    IsingObservables observed = IsingObservables.of(spins, 2);
    assertEquals(new IsingObservables.Estimate(-2, 0), observed.energy());
    assertEquals(new IsingObservables.Estimate(1, 0), observed.squaredMagnetisation());
  }

  @Test
  void whatAreNotSpinsIsRefused() {
    Matrix spins = new Matrix(new float[] {1, 1, 1, -1, 1, 0, 1, -1}, 0, 2, 4);
    BoltzException e = assertThrows(BoltzException.class, () -> IsingObservables.of(spins, 2));
    assertEquals(ExitCode.BAD_INPUT, e.exitCode());
    assertTrue(e.getMessage().startsWith("row 1 has the value 0.0 at unit 1"), e.getMessage());
    spins.set(1, 1, Float.NaN);
    assertThrows(BoltzException.class, () -> IsingObservables.of(spins, 2));
    assertThrows(IllegalArgumentException.class, () -> IsingObservables.of(spins, 3));
    assertThrows(IllegalArgumentException.class, () -> IsingObservables.of(spins.rows(0, 1), 2));
  }

  private interface Spins {
    float at(int x, int y);
  }

  private static void assertBoth(double energy, double magnetisation, Spins configuration) {
    Matrix spins = Matrix.zeros(2, 16);
    for (int r = 0; r < 2; r++) {
      for (int i = 0; i < 16; i++) {
        spins.set(r, i, configuration.at(i % 4, i / 4));
      }
    }
    IsingObservables observed = IsingObservables.of(spins, 4);
    // Quotients by 16, which floats hold exactly.
    assertEquals(new IsingObservables.Estimate(energy, 0), observed.energy());
    assertEquals(new IsingObservables.Estimate(magnetisation, 0), observed.magnetisation());
    assertEquals(magnetisation * magnetisation, observed.squaredMagnetisation().mean());
  }

  private static int distance(int a, int b, int size) {
    int d = Math.abs(a - b);
    return Math.min(d, size - d);
  }

  private static void assertEstimate(double[] values, IsingObservables.Estimate estimate) {
    double mean = 0;
    double square = 0;
    for (double value : values) {
      mean += value / values.length;
      square += value * value / values.length;
    }
    assertEquals(mean, estimate.mean(), 1e-13);
    double variance = (square - mean * mean) * values.length / (values.length - 1);
    assertEquals(variance / values.length, Math.pow(estimate.standardError(), 2), 1e-14);
  }

  /** N times the variance; its error from the fourth moment: var(s^2) = (m4 - s^4) / n. */
  private static void assertFluctuation(
      int sites, double[] values, IsingObservables.Estimate estimate) {
    int n = values.length;
    double mean = 0;
    for (double value : values) {
      mean += value / n;
    }
    double second = 0;
    double fourth = 0;
    for (double value : values) {
      second += Math.pow(value - mean, 2) / n;
      fourth += Math.pow(value - mean, 4) / n;
    }
    assertEquals(sites * second * n / (n - 1), estimate.mean(), 1e-12 * sites);
    double error = sites * Math.sqrt((fourth - second * second) / n);
    // Twice n - 1 in place of n, in the variance and in its error.
    double corrected = error * n / (n - 1) * Math.sqrt(n / (n - 1.0));
    assertEquals(corrected, estimate.standardError(), 1e-10 * sites);
    assertEquals(
        new IsingObservables.Estimate(2 * estimate.mean(), 2 * estimate.standardError()),
        estimate.times(-2).times(-1));
  }
}
