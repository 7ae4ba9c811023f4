package io.boltzspark.evaluation.neighbours;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.boltzspark.math.Matrix;
import io.boltzspark.testing.TestSeed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against double loops in double precision. */
class NearestNeighboursTest {
  private final long seed = TestSeed.next();

  @ParameterizedTest
  @CsvSource({"1,1,1", "128,7,2", "129,130,1", "300,40,40", "257,90,5"})
  void distancesOfZerosAndOnesAreExact(int rows, int others, int k) {
    Matrix a = NaiveDistances.binary(rows, 61, seed);
    Matrix b = NaiveDistances.binary(others, 61, seed + 1);
    assertArrayEquals(
        NaiveDistances.kth(a, b, k, false), NearestNeighbours.distances(a, b, k), "seed " + seed);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 149})
  void aRowIsNoNeighbourOfItsOwn(int k) {
    Matrix rows = NaiveDistances.binary(150, 40, seed);
    double[] expected = NaiveDistances.kth(rows, rows, k, true);
    assertArrayEquals(expected, NearestNeighbours.distancesWithin(rows, k), "seed " + seed);
    double[] some = NearestNeighbours.distancesWithin(rows, 131, 140, k);
    for (int i = 0; i < some.length; i++) {
      assertEquals(expected[131 + i], some[i], "row " + (131 + i) + ", seed " + seed);
    }
  }

  /** Far from the origin the terms of the product cancel to nothing; distances must not. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1, 10, 1000})
  void realValuedDistancesKeepTheirAccuracyFarFromTheOrigin(double mean) {
    int columns = 100;
    Matrix a = NaiveDistances.normal(140, columns, mean, 1, seed);
    Matrix b = NaiveDistances.normal(90, columns, mean, 1, seed + 1);
    double[] expected = NaiveDistances.kth(a, b, 3, false);
    double[] found = NearestNeighbours.distances(a, b, 3);
    // 16 n 2^-24 of the square, see PairDistances, is half as much of the distance.
    double tolerance = 8.0 * columns * 0x1p-24;
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], tolerance * expected[i], "row " + i + ", seed " + seed);
    }
  }

  /** The roundings of products must not turn the distance of near rows into another. */
  @Test
  void nearlyEqualRowsHaveTheirSmallDistance() {
    Matrix a = NaiveDistances.normal(3, 50, 2, 1, seed);
    Matrix b = Matrix.zeros(3, 50);
    b.setFrom(a);
    b.set(1, 7, Math.nextUp(b.get(1, 7)));
    double step = (double) b.get(1, 7) - a.get(1, 7);
    assertArrayEquals(
        new double[] {0, step, 0}, NearestNeighbours.distances(a, b, 1), "seed " + seed);
  }

  @Test
  void rowsThatCoincideAreNeighboursEach() {
    Matrix rows = Matrix.zeros(4, 2);
    rows.set(3, 1, 2);
    assertArrayEquals(new double[] {0, 0, 0, 2}, NearestNeighbours.distancesWithin(rows, 1));
    assertArrayEquals(new double[] {0, 0, 0, 2}, NearestNeighbours.distancesWithin(rows, 2));
    assertArrayEquals(new double[] {2, 2, 2, 2}, NearestNeighbours.distancesWithin(rows, 3));
  }

  @Test
  void rowsThatAreNotFiniteAreNobodysNeighbours() {
    Matrix rows = Matrix.zeros(3, 1);
    rows.set(1, 0, Float.NaN);
    rows.set(2, 0, 3);
    double infinite = Double.POSITIVE_INFINITY;
    assertArrayEquals(new double[] {3, infinite, 3}, NearestNeighbours.distancesWithin(rows, 1));
  }

  @Test
  void tooFewRowsAreRefused() {
    Matrix rows = Matrix.zeros(5, 2);
    NearestNeighbours.distances(rows, rows, 5);
    assertThrows(IllegalArgumentException.class, () -> NearestNeighbours.distances(rows, rows, 6));
    NearestNeighbours.distancesWithin(rows, 4);
    assertThrows(IllegalArgumentException.class, () -> NearestNeighbours.distancesWithin(rows, 5));
    assertThrows(IllegalArgumentException.class, () -> NearestNeighbours.distances(rows, rows, 0));
  }
}
