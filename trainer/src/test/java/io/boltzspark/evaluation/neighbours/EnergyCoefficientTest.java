package io.boltzspark.evaluation.neighbours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.boltzspark.evaluation.partition.SampledMean;
import io.boltzspark.math.Matrix;
import io.boltzspark.testing.TestSeed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnergyCoefficientTest {
  private final long seed = TestSeed.next();

  private static double byDefinition(Matrix x, Matrix y) {
    double across = mean(x, y);
    return Math.sqrt((2 * across - mean(x, x) - mean(y, y)) / (2 * across));
  }

  private static double mean(Matrix a, Matrix b) {
    double sum = 0;
    for (int r = 0; r < a.rows(); r++) {
      for (int j = 0; j < b.rows(); j++) {
        sum += NaiveDistances.distance(a, r, b, j);
      }
    }
    return sum / a.rows() / b.rows();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 99, 100, 199})
  void oneBatchIsTheDefinition(int count) {
    Matrix data = NaiveDistances.binary(count, 30, seed);
    Matrix samples = NaiveDistances.binary(count, 30, seed + 1);
    // Exact distances, 10^4 of them summed; the difference of the sums is a hundredth of them.
    assertEquals(
        byDefinition(data, samples), EnergyCoefficient.of(data, samples), 1e-9, "seed " + seed);
  }

  @Test
  void batchesOfAHundredAreAveraged() {
    Matrix data = NaiveDistances.binary(300, 30, seed);
    Matrix samples = NaiveDistances.binary(300, 30, seed + 1);
    double sum = 0;
    for (int from = 0; from < 300; from += 100) {
      sum += byDefinition(data.rows(from, from + 100), samples.rows(from, from + 100));
    }
    assertEquals(sum / 3, EnergyCoefficient.of(data, samples), 1e-9, "seed " + seed);
  }

  @Test
  void theSamePointsAreAtZeroAndTwoPointsAtOne() {
    Matrix data = NaiveDistances.binary(120, 30, seed);
    assertEquals(0, EnergyCoefficient.of(data, data), "seed " + seed);
    Matrix ones = Matrix.zeros(4, 3);
    Arrays.fill(ones.values(), 1f);
    assertEquals(1, EnergyCoefficient.of(Matrix.zeros(7, 3), ones));
    assertEquals(0, EnergyCoefficient.of(Matrix.zeros(7, 3), Matrix.zeros(4, 3)));
  }

  /**
   * For X of N(0, 1) and Y of N(3, 1), {@code X - Y} is N(-3, 2), whose mean magnitude is {@code 2
   * / sqrt(pi) exp(-9 / 4) + 3 (1 - 2 Phi(-3 / sqrt 2))}; {@code |X - X'|} has the mean {@code 2 /
   * sqrt(pi)}, and a hundredth of the pairs are rows with themselves.
   */
  @Test
  void twoGaussiansAreAsFarApartAsTheyShouldBe() {
    double tail = 0.016947427; // Phi(-3 / sqrt 2)
    double across = 2 / Math.sqrt(Math.PI) * Math.exp(-9.0 / 4) + 3 * (1 - 2 * tail);
    double within = 0.99 * 2 / Math.sqrt(Math.PI);
    double expected = Math.sqrt(1 - within / across);
    SampledMean found =
        SampledMean.of(
            400,
            seed,
            s ->
                EnergyCoefficient.of(
                    NaiveDistances.normal(100, 1, 0, 1, s),
                    NaiveDistances.normal(100, 1, 3, 1, s + 1)));
    // The function is not linear: with q = within / across = 0.37 known to 9 % in a batch (each of
    // the three means to 5 to 10 %), the ratio's mean is off by up to 0.37 x 0.05^2 and the root's
    // by (0.37 x 0.09)^2 / 8 / 0.79^3.
    found.assertIs(expected, 0.0006 + 0.0003, "seed " + seed);
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    Matrix none = Matrix.zeros(0, 3);
    Matrix some = Matrix.zeros(2, 3);
    assertThrows(IllegalArgumentException.class, () -> EnergyCoefficient.of(none, some));
    assertThrows(IllegalArgumentException.class, () -> EnergyCoefficient.of(some, none));
    assertThrows(
        IllegalArgumentException.class, () -> EnergyCoefficient.of(some, Matrix.zeros(2, 4)));
  }
}
