package io.boltzspark.evaluation.neighbours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.evaluation.partition.SampledMean;
import io.boltzspark.math.Matrix;
import io.boltzspark.testing.TestSeed;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NeighbourDivergenceTest {
  private static final int K = NeighbourDivergence.NEIGHBOURS;
  private final long seed = TestSeed.next();

  private static double byDefinition(Matrix x, Matrix y, int k) {
    double[] rho = NaiveDistances.kth(x, x, k, true);
    double[] nu = NaiveDistances.kth(x, y, k, false);
    double sum = 0;
    for (int i = 0; i < rho.length; i++) {
      sum += Math.log(nu[i]) - Math.log(rho[i]);
    }
    return sum / x.rows() + Math.log(y.rows() / (x.rows() - 1.0));
  }

  @Test
  void batchesOfAHundredAreTheDefinitionAndAveraged() {
    Matrix data = NaiveDistances.binary(200, 60, seed);
    Matrix samples = NaiveDistances.binary(200, 60, seed + 1);
    double expected =
        (byDefinition(data.rows(0, 100), samples.rows(0, 100), K)
                + byDefinition(data.rows(100, 200), samples.rows(100, 200), K))
            / 2;
    // Exact distances; only logarithms and sums of a hundred of them are rounded.
    assertEquals(expected, NeighbourDivergence.of(data, samples, K), 1e-12, "seed " + seed);
    double few = byDefinition(data.rows(0, 20), samples.rows(0, 9), 1);
    assertEquals(
        few,
        NeighbourDivergence.of(data.rows(0, 20), samples.rows(0, 9), 1),
        1e-12,
        "seed " + seed);
  }

  /**
   * Where all rows have one distribution, a row's 99 others and 99 samples are interchangeable, so
   * the expectation of the estimate is exactly 0, in any number of dimensions.
   */
  @Test
  void oneDistributionHasNoDivergence() {
    for (int columns : new int[] {1, 20}) {
      SampledMean.of(
              300,
              seed,
              s ->
                  NeighbourDivergence.of(
                      NaiveDistances.normal(100, columns, 0, 1, s),
                      NaiveDistances.normal(99, columns, 0, 1, s + 1),
                      K))
          .assertIs(0, 0, columns + " columns, seed " + seed);
    }
  }

  private static Matrix circle(int rows, int onIt, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix points = Matrix.zeros(rows, 2);
    for (int r = 0; r < rows; r++) {
      double angle = random.nextDouble(2 * Math.PI);
      points.set(r, 0, r < onIt ? (float) Math.cos(angle) : 100 + r);
      points.set(r, 1, r < onIt ? (float) Math.sin(angle) : 100);
    }
    return points;
  }

  private static double harmonic(int n) {
    double sum = 0;
    for (int i = 1; i <= n; i++) {
      sum += 1.0 / i;
    }
    return sum;
  }

  /**
   * Rows are on a circle, a line without ends; half of the samples are, too, the others are far
   * away, so that the divergence is log 2. As shares of half the circle, the distances along it of
   * N points to a given one are uniform, so that the logarithm of the k-th has the mean psi(k) -
   * psi(N + 1), and its square k (k + 1) / ((N + 1) (N + 2)). The chord is shorter than the arc t
   * by {@code log(t / (2 sin(t / 2))) = t^2 / 24 + t^4 / 2880 + ...}.
   */
  @Test
  void samplesOfWhichHalfAreElsewhereAreLogTwoAway() {
    int near = 50;
    double expected = harmonic(100) - harmonic(near);
    double square = Math.PI * Math.PI * K * (K + 1);
    expected -= square / 24 * (1.0 / ((near + 1) * (near + 2)) - 1.0 / (101 * 102));
    SampledMean found =
        SampledMean.of(
            300,
            seed,
            s -> NeighbourDivergence.of(circle(101, 101, s), circle(100, near, s + 1), K));
    // m / (n - 1) is 1. The next term of the chord is below 1e-4: t^4 has a mean below 0.05.
    found.assertIs(expected, 1e-4, "seed " + seed);
    assertEquals(Math.log(2), expected, 0.01, "the limit of many samples");
  }

  @Test
  void pointsThatCoincideLeaveItFinite() {
    Matrix point = Matrix.zeros(10, 3);
    assertEquals(Math.log(10 / 9.0), NeighbourDivergence.of(point, point, K), 1e-12);
    Matrix elsewhere = Matrix.zeros(10, 3);
    Arrays.fill(elsewhere.values(), 1f);
    double apart = Math.log(Math.sqrt(3) / 0x1p-23) + Math.log(10 / 9.0);
    assertEquals(apart, NeighbourDivergence.of(point, elsewhere, K), 1e-12);
    Matrix rows = NaiveDistances.normal(10, 3, 0, 1, seed);
    double copied = 0;
    for (double rho : NaiveDistances.kth(rows, rows, 1, true)) {
      copied += Math.log(0x1p-23 / rho) / 10;
    }
    // Real-valued distances here are off by 8 x 3 x 2^-24 of themselves at most.
    assertEquals(
        copied + Math.log(10 / 9.0), NeighbourDivergence.of(rows, rows, 1), 2e-6, "seed " + seed);
  }

  @Test
  void samplesThatAreNotFiniteGiveNoNumber() {
    Matrix rows = NaiveDistances.normal(10, 3, 0, 1, seed);
    Matrix broken = Matrix.zeros(10, 3);
    Arrays.fill(broken.values(), Float.NaN);
    assertTrue(!Double.isFinite(NeighbourDivergence.of(rows, broken, K)));
    assertTrue(!Double.isFinite(NeighbourDivergence.of(broken, rows, K)));
  }

  @Test
  void tooFewRowsAreRefused() {
    Matrix six = NaiveDistances.normal(6, 2, 0, 1, seed);
    Matrix five = six.rows(0, 5);
    NeighbourDivergence.of(six, five, K);
    assertThrows(IllegalArgumentException.class, () -> NeighbourDivergence.of(five, six, K));
    assertThrows(
        IllegalArgumentException.class, () -> NeighbourDivergence.of(six, six.rows(0, 4), K));
  }
}
