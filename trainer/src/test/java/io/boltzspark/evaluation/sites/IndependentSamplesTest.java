package io.boltzspark.evaluation.sites;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

/**
 * Data and samples drawn from one distribution over the 64 states of six units. The statistics of N
 * rows are the true ones c plus errors e of covariance S / N, so to first order in 1 / N the
 * correlation of two such vectors is on average
 *
 * <pre>1 - tr(P S) / (N |c - mean(c)|^2),</pre>
 *
 * where P projects on what is orthogonal to c and to the vector of ones. S is that of {@code x_i}
 * for one site, and of {@code (x_i - f_i)(x_j - f_j)} for two, by enumeration.
 */
class IndependentSamplesTest {
  private static final int UNITS = 6;
  private static final int STATES = 1 << UNITS;
  private static final int ROWS = 3000;
  private static final int REPEATS = 300;
  private static final Sites SITES = Sites.ofColumns(UNITS);
  private static final double[] PROBABILITIES = probabilities();

  private static double[] probabilities() {
    SplittableRandom random = new SplittableRandom(11);
    double[] p = new double[STATES];
    double sum = 0;
    for (int s = 0; s < STATES; s++) {
      p[s] = Math.exp(1.5 * random.nextGaussian());
      sum += p[s];
    }
    for (int s = 0; s < STATES; s++) {
      p[s] /= sum;
    }
    return p;
  }

  private static int bit(int state, int unit) {
    return state >> unit & 1;
  }

  private static Matrix rows(SplittableRandom random) {
    Matrix rows = Matrix.zeros(ROWS, UNITS);
    for (int r = 0; r < ROWS; r++) {
      double u = random.nextDouble();
      int state = 0;
      while (state < STATES - 1 && u >= PROBABILITIES[state]) {
        u -= PROBABILITIES[state++];
      }
      for (int i = 0; i < UNITS; i++) {
        rows.set(r, i, bit(state, i));
      }
    }
    return rows;
  }

  private static double mean(double[] y) {
    double sum = 0;
    for (int s = 0; s < STATES; s++) {
      sum += PROBABILITIES[s] * y[s];
    }
    return sum;
  }

  /** The expected correlation, given what each statistic is the mean of, for every state. */
  private static double expected(List<double[]> y) {
    int m = y.size();
    double[] c = y.stream().mapToDouble(IndependentSamplesTest::mean).toArray();
    double mean = 0;
    for (double value : c) {
      mean += value / m;
    }
    double norm = 0;
    for (double value : c) {
      norm += (value - mean) * (value - mean);
    }
    double trace = 0;
    for (int a = 0; a < m; a++) {
      for (int b = 0; b < m; b++) {
        double[] product = new double[STATES];
        for (int s = 0; s < STATES; s++) {
          product[s] = (y.get(a)[s] - c[a]) * (y.get(b)[s] - c[b]);
        }
        double projection = (a == b ? 1 : 0) - 1.0 / m - (c[a] - mean) * (c[b] - mean) / norm;
        trace += projection * mean(product);
      }
    }
    return 1 - trace / (ROWS * norm);
  }

  private static void assertAsExpected(
      double expected, ToDoubleBiFunction<Matrix, Matrix> correlation) {
    SplittableRandom random = new SplittableRandom(12);
    double sum = 0;
    double squares = 0;
    for (int n = 0; n < REPEATS; n++) {
      double found = correlation.applyAsDouble(rows(random), rows(random));
      sum += found;
      squares += found * found;
    }
    double mean = sum / REPEATS;
    double error = Math.sqrt((squares / REPEATS - mean * mean) / REPEATS);
    // What is left out is of second order.
    double second = (1 - expected) * (1 - expected);
    assertEquals(expected, mean, 4 * error + 2 * second);
    assertTrue(4 * error + 2 * second < 0.3 * (1 - expected), "the test would miss too much");
  }

  private static List<double[]> oneSite() {
    List<double[]> all = new ArrayList<>();
    for (int i = 0; i < UNITS; i++) {
      double[] y = new double[STATES];
      for (int s = 0; s < STATES; s++) {
        y[s] = bit(s, i);
      }
      all.add(y);
    }
    return all;
  }

  @Test
  void frequenciesAgreeAsFarAsChanceAllows() {
    assertAsExpected(
        expected(oneSite()),
        (data, samples) -> SiteMeans.of(SITES, data, null).fit(samples).correlation());
  }

  @Test
  void pairsAgreeAsFarAsChanceAllows() {
    List<double[]> units = oneSite();
    List<double[]> pairs = new ArrayList<>();
    for (int i = 0; i < UNITS; i++) {
      for (int j = i + 1; j < UNITS; j++) {
        double[] y = new double[STATES];
        for (int s = 0; s < STATES; s++) {
          y[s] = (bit(s, i) - mean(units.get(i))) * (bit(s, j) - mean(units.get(j)));
        }
        pairs.add(y);
      }
    }
    assertAsExpected(
        expected(pairs),
        (data, samples) -> SitePairs.of(SITES, data, null).fit(samples).correlation());
  }
}
