package io.boltzspark.evaluation.sites;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics of sites against plain loops. */
class SiteStatisticsTest {
  /** More than a band of columns. */
  private static final int SITES = 60;

  private static final int STATES = 3;

  /** More than a block of rows. */
  private static final int ROWS = 700;

  private static final Sites POTTS = SiteRows.potts(SITES, STATES);
  private static final Matrix DATA = SiteRows.potts(ROWS, SITES, STATES, 1);
  private static final Matrix SAMPLES = SiteRows.potts(400, SITES, STATES, 2);

  private static RandomStream stream(long seed) {
    return new RandomStream(seed, Purpose.EVALUATION, 0, 0);
  }

  private static float[] weights(int rows) {
    SplittableRandom random = new SplittableRandom(9);
    float[] weights = new float[rows];
    for (int r = 0; r < rows; r++) {
      weights[r] = r % 5 == 0 ? 0 : random.nextInt(1, 9) / 4f;
    }
    return weights;
  }

  /** All pairs of columns of different sites. */
  private static List<int[]> pairs(int sites, int states) {
    List<int[]> pairs = new ArrayList<>();
    for (int i = 0; i < sites * states; i++) {
      for (int j = (i / states + 1) * states; j < sites * states; j++) {
        pairs.add(new int[] {i, j});
      }
    }
    return pairs;
  }

  private static double[] moments(List<int[]> columns, Matrix rows, float[] weights) {
    return columns.stream().mapToDouble(c -> SiteRows.moment(rows, weights, c)).toArray();
  }

  private static void assertFits(
      double[] data, double[] samples, double tolerance, StatisticFit fit) {
    assertEquals(SiteRows.pearson(data, samples), fit.correlation(), tolerance);
    assertEquals(SiteRows.slope(data, samples), fit.slope(), tolerance);
    assertEquals(data.length, fit.count());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void frequenciesAreThoseOfAPlainLoop(boolean weighted) {
    float[] weights = weighted ? weights(ROWS) : null;
    double[] data = new double[SITES * STATES];
    double[] samples = new double[SITES * STATES];
    double total = 0;
    for (int r = 0; r < ROWS; r++) {
      total += weighted ? weights[r] : 1;
    }
    for (int i = 0; i < data.length; i++) {
      for (int r = 0; r < ROWS; r++) {
        data[i] += (weighted ? weights[r] : 1) * DATA.get(r, i) / total;
      }
      for (int r = 0; r < SAMPLES.rows(); r++) {
        samples[i] += SAMPLES.get(r, i) / (double) SAMPLES.rows();
      }
    }
    assertFits(data, samples, 1e-12, SiteMeans.of(POTTS, DATA, weights).fit(SAMPLES));
  }

  /** With weights the products are rounded to single precision. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pairsAreThoseOfAPlainLoop(boolean weighted) {
    float[] weights = weighted ? weights(ROWS) : null;
    List<int[]> columns = pairs(SITES, STATES);
    double[] expected = moments(columns, DATA, weights);
    SitePairs pairs = SitePairs.of(POTTS, DATA, weights);
    int k = 0;
    for (int i = 0; i < SITES * STATES; i++) {
      for (float value : pairs.of(i)) {
        assertEquals(expected[k++], value, 1e-6, "column " + i);
      }
    }
    assertEquals(expected.length, k);
    assertFits(expected, moments(columns, SAMPLES, null), 1e-6, pairs.fit(SAMPLES));
  }

  /** Of values far from 0 only the deviations are rounded. */
  @Test
  void pairsOfRealValuesAreCovariances() {
    Sites sites = SiteRows.sites(UnitSpec.of(UnitType.GAUSSIAN, 140));
    Matrix data = SiteRows.real(600, 140, 3);
    Matrix samples = SiteRows.real(300, 140, 4);
    List<int[]> columns = pairs(140, 1);
    double[] expected = moments(columns, data, null);
    SitePairs pairs = SitePairs.of(sites, data, null);
    int k = 0;
    for (int i = 0; i < 140; i++) {
      for (float value : pairs.of(i)) {
        assertEquals(expected[k++], value, 2e-5, "of variances near 10");
      }
    }
    assertFits(expected, moments(columns, samples, null), 1e-5, pairs.fit(samples));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void triplesAreThoseOfAPlainLoop(boolean weighted) {
    float[] weights = weighted ? weights(ROWS) : null;
    SiteTriples triples = SiteTriples.largest(POTTS, DATA, weights, 50, stream(1));
    assertEquals(50, triples.count());
    List<int[]> columns = IntStream.range(0, 50).mapToObj(triples::columns).toList();
    Set<List<Integer>> different = new HashSet<>();
    for (int t = 0; t < 50; t++) {
      int[] c = columns.get(t);
      assertTrue(c[0] / STATES < c[1] / STATES && c[1] / STATES < c[2] / STATES);
      assertTrue(different.add(Arrays.stream(c).boxed().toList()));
      assertEquals(SiteRows.moment(DATA, weights, c), triples.correlation(t), 1e-12);
    }
    assertFits(
        moments(columns, DATA, weights),
        moments(columns, SAMPLES, null),
        1e-10,
        triples.fit(SAMPLES));
  }

  /** Five units have ten triples, of which 600 draws miss none. */
  @Test
  void theLargestTriplesAreKept() {
    Sites sites = SiteRows.sites(UnitSpec.of(UnitType.BERNOULLI, 5));
    Matrix rows = Matrix.zeros(50, 5);
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < rows.values().length; i++) {
      rows.values()[i] = random.nextInt(3) == 0 ? 1 : 0;
    }
    List<int[]> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      for (int j = i + 1; j < 5; j++) {
        for (int k = j + 1; k < 5; k++) {
          all.add(new int[] {i, j, k});
        }
      }
    }
    all.sort(Comparator.comparingDouble(c -> -Math.abs(SiteRows.moment(rows, null, c))));
    assertEquals(10, SiteTriples.largest(sites, rows, null, 60, stream(1)).count(), "all");
    SiteTriples few = SiteTriples.largest(sites, rows, null, 6, stream(2));
    for (int t = 0; t < 6; t++) {
      assertArrayEquals(all.get(t), few.columns(t));
    }
  }

  @Test
  void copiesAgreePerfectly() {
    for (StatisticFit fit :
        List.of(
            SiteMeans.of(POTTS, DATA, null).fit(DATA),
            SitePairs.of(POTTS, DATA, null).fit(DATA),
            SiteTriples.largest(POTTS, DATA, null, 100, stream(1)).fit(DATA))) {
      assertEquals(1, fit.correlation(), 1e-12);
      assertEquals(1, fit.slope(), 1e-7, "pairs of data are kept in single precision");
    }
  }

  /** A row with weight 2 counts as two rows. */
  @Test
  void weightsAreNumbersOfCopies() {
    Matrix twice = Matrix.zeros(2 * ROWS, SITES * STATES);
    twice.rows(0, ROWS).setFrom(DATA);
    twice.rows(ROWS, 2 * ROWS).setFrom(DATA);
    float[] weights = new float[ROWS];
    Arrays.fill(weights, 2);
    weights[3] = 1;
    Matrix copies = twice.rows(0, 2 * ROWS - 1); // without one copy of the last row
    copies.rows(ROWS + 3, ROWS + 4).setFrom(DATA.rows(ROWS - 1, ROWS));
    assertEquals(
        SiteMeans.of(POTTS, copies, null).fit(SAMPLES),
        SiteMeans.of(POTTS, DATA, weights).fit(SAMPLES));
    assertEquals(
        SitePairs.of(POTTS, copies, null).fit(SAMPLES).correlation(),
        SitePairs.of(POTTS, DATA, weights).fit(SAMPLES).correlation(),
        1e-12);
  }

  /** Sites that are shuffled, each on its own, keep their frequencies and nothing else. */
  @Test
  void shuffledSitesKeepOnlyTheirFrequencies() {
    Matrix shuffled = Matrix.zeros(ROWS, SITES * STATES);
    for (int s = 0; s < SITES; s++) {
      int[] order = new int[ROWS];
      stream(s).nextPermutation(order);
      for (int r = 0; r < ROWS; r++) {
        for (int a = s * STATES; a < (s + 1) * STATES; a++) {
          shuffled.set(r, a, DATA.get(order[r], a));
        }
      }
    }
    assertEquals(1, SiteMeans.of(POTTS, DATA, null).fit(shuffled).correlation(), 1e-12);
    // Correlations of 60 59 / 2 independent pairs of sites, so its deviation is 1 in sqrt(1770).
    double found = SitePairs.of(POTTS, DATA, null).fit(shuffled).correlation();
    assertEquals(0, found, 5 / Math.sqrt(1770));
    assertTrue(SitePairs.of(POTTS, DATA, null).fit(SAMPLES).correlation() > 0.9);
  }

  @Test
  void otherRowsAndWeightsAreRefused() {
    for (float[] wrong :
        List.of(new float[2], new float[ROWS], filled(-1), filled(Float.NaN), filled(1f / 0))) {
      assertThrows(IllegalArgumentException.class, () -> SiteMeans.of(POTTS, DATA, wrong));
      assertThrows(IllegalArgumentException.class, () -> SitePairs.of(POTTS, DATA, wrong));
    }
    Matrix narrow = DATA.columns(0, 6);
    assertThrows(IllegalArgumentException.class, () -> SiteMeans.of(POTTS, narrow, null));
    assertThrows(IllegalArgumentException.class, () -> SitePairs.of(POTTS, narrow, null));
    assertThrows(
        IllegalArgumentException.class,
        () -> SiteTriples.largest(Sites.ofColumns(2), DATA.columns(0, 2), null, 5, stream(1)));
  }

  private static float[] filled(float value) {
    float[] weights = new float[ROWS];
    Arrays.fill(weights, 1);
    weights[4] = value;
    return weights;
  }

  @Test
  void sitesThatAreTooManyOrTooFewAreSaid() {
    assertEquals("", SitePairs.reasonNot(Sites.ofColumns(3)));
    assertFalse(SitePairs.reasonNot(Sites.ofColumns(2)).isEmpty(), "one pair has no correlation");
    assertFalse(SitePairs.reasonNot(Sites.ofColumns(1)).isEmpty());
    assertTrue(SitePairs.reasonNot(Sites.ofColumns(9000)).contains("9,000"));
    assertEquals("", SiteTriples.reasonNot(Sites.ofColumns(3)));
    assertFalse(SiteTriples.reasonNot(Sites.ofColumns(2)).isEmpty());
  }

  @Test
  void aFitIsARegressionLine() {
    StatisticFit.Sum sum = new StatisticFit.Sum();
    double[] y = {2, 4, 5, 9};
    for (int x = 1; x <= 4; x++) {
      sum.add(x, y[x - 1]);
    }
    // Sums of deviations: of x 5, of y 26, of both 11.
    assertEquals(11 / Math.sqrt(130), sum.fit().correlation(), 1e-15);
    assertEquals(2.2, sum.fit().slope(), 1e-15);
    StatisticFit.Sum constant = new StatisticFit.Sum();
    constant.add(1, 2);
    constant.add(1, 3);
    assertTrue(Double.isNaN(constant.fit().correlation()));
    assertTrue(Double.isNaN(constant.fit().slope()));
  }
}
