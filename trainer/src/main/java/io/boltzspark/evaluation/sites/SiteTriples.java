package io.boltzspark.evaluation.sites;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Connected three-site correlations of rows,
 *
 * <pre>c_ijk(a, b, c) = f_ijk - f_ij f_k - f_ik f_j - f_jk f_i + 2 f_i f_j f_k
 *                = E[(x_i(a) - f_i(a)) (x_j(b) - f_j(b)) (x_k(c) - f_k(c))],</pre>
 *
 * for some triples of sites and states; a machine with couplings of pairs is fitted to none of
 * them.
 *
 * <p>There are too many triples to compute all, and most differ from 0 only by chance, so that a
 * correlation over all would say nothing of the model. Therefore ten times as many as asked for are
 * drawn, each the states of three random sites in a random row of the data, and the largest in the
 * data are kept. Chance has enlarged some of these, which is why even rows of the same distribution
 * as the data reach neither a correlation nor a slope of 1: their values are the yardstick.
 */
public final class SiteTriples {
  /** Triples drawn for each that is kept. */
  private static final int DRAWN = 10;

  /** Triples that are kept unless asked otherwise. */
  public static final int USUAL = 10_000;

  private final Sites sites;

  /** Three columns for each triple. */
  private final int[] columns;

  private final double[] correlations;

  private SiteTriples(Sites sites, int[] columns, double[] correlations) {
    this.sites = sites;
    this.columns = columns;
    this.correlations = correlations;
  }

  /** Why there are no such correlations; empty if there are. */
  public static String reasonNot(Sites sites) {
    return sites.count() < 3 ? "it requires three visible units" : "";
  }

  /**
   * The largest triples of rows.
   *
   * @param rows visible states, rows x columns of the sites; at least one row
   * @param weights one for each row, finite, not negative and not all 0; null: all equal
   * @param count most triples; fewer where there are not as many
   * @param random for the draws
   * @throws IllegalArgumentException if rows or weights do not fit, or there are not three sites
   */
  public static SiteTriples largest(
      Sites sites, Matrix rows, float[] weights, int count, RandomStream random) {
    sites.check(rows);
    if (!reasonNot(sites).isEmpty()) {
      throw new IllegalArgumentException(reasonNot(sites));
    }
    int[] drawn = drawn(sites, rows, (long) count * DRAWN, random);
    double[] values = correlations(drawn, rows, new RowWeights(weights, rows));
    int[] kept =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(t -> -Math.abs(values[t])))
            .limit(count)
            .mapToInt(t -> t)
            .toArray();
    return new SiteTriples(
        sites,
        Arrays.stream(kept)
            .flatMap(t -> IntStream.of(drawn[3 * t], drawn[3 * t + 1], drawn[3 * t + 2]))
            .toArray(),
        Arrays.stream(kept).mapToDouble(t -> values[t]).toArray());
  }

  /** Different triples of columns in ascending order, at most as many as draws. */
  private static int[] drawn(Sites sites, Matrix rows, long draws, RandomStream random) {
    Set<Triple> triples = new LinkedHashSet<>();
    int[] three = new int[3];
    for (long draw = 0; draw < draws; draw++) {
      int row = random.nextInt(rows.rows());
      do {
        for (int i = 0; i < 3; i++) {
          three[i] = random.nextInt(sites.count());
        }
      } while (three[0] == three[1] || three[0] == three[2] || three[1] == three[2]);
      Arrays.sort(three);
      triples.add(
          new Triple(
              sites.stateColumn(rows, row, three[0]),
              sites.stateColumn(rows, row, three[1]),
              sites.stateColumn(rows, row, three[2])));
    }
    return triples.stream().flatMapToInt(t -> IntStream.of(t.i(), t.j(), t.k())).toArray();
  }

  private record Triple(int i, int j, int k) {}

  private static double[] correlations(int[] columns, Matrix rows, RowWeights weights) {
    double[] means = SiteMeans.columns(rows, weights);
    double[] deviations = new double[means.length];
    double[] sums = new double[columns.length / 3];
    for (int r = 0; r < rows.rows(); r++) {
      for (int i = 0; i < means.length; i++) {
        deviations[i] = rows.get(r, i) - means[i];
      }
      double weight = weights.of(r);
      for (int t = 0; t < sums.length; t++) {
        sums[t] +=
            weight
                * deviations[columns[3 * t]]
                * deviations[columns[3 * t + 1]]
                * deviations[columns[3 * t + 2]];
      }
    }
    for (int t = 0; t < sums.length; t++) {
      sums[t] /= weights.total();
    }
    return sums;
  }

  /**
   * Compares the statistics of samples with these.
   *
   * @param samples visible states, samples x columns; at least one
   */
  public StatisticFit fit(Matrix samples) {
    sites.check(samples);
    double[] others = correlations(columns, samples, new RowWeights(null, samples));
    StatisticFit.Sum sum = new StatisticFit.Sum();
    for (int t = 0; t < others.length; t++) {
      sum.add(correlations[t], others[t]);
    }
    return sum.fit();
  }

  /** Number of triples. */
  public int count() {
    return correlations.length;
  }

  /** The three columns of a triple, in ascending order. */
  int[] columns(int triple) {
    return Arrays.copyOfRange(columns, 3 * triple, 3 * triple + 3);
  }

  /** The data's correlation of a triple. */
  double correlation(int triple) {
    return correlations[triple];
  }
}
