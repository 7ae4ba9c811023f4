package io.boltzspark.evaluation.sites;

import io.boltzspark.math.Matrix;
import java.util.Arrays;

/**
 * Connected two-site correlations {@code c_ij(a, b) = f_ij(a, b) - f_i(a) f_j(b)} of rows, for all
 * sites i < j and all their states. Of units other than Potts units these are covariances. Kept in
 * single precision: 36 MB for 202 sites of 21 states.
 */
public final class SitePairs {
  /** Most columns, so that the correlations of rows take at most 128 MiB. */
  public static final int MOST_COLUMNS = 8192;

  private final Sites sites;

  /** For each column its correlations with the columns of later sites. */
  private final float[][] correlations;

  private SitePairs(Sites sites) {
    this.sites = sites;
    this.correlations = new float[sites.columns()][];
  }

  /** Why there are no such correlations; empty if there are. */
  public static String reasonNot(Sites sites) {
    if (sites.count() < 2 || sites.columns() < 3) {
      return "it requires at least two pairs of states of two visible units";
    }
    return sites.columns() <= MOST_COLUMNS
        ? ""
        : "the correlations of %,d columns would take too much memory: at most %,d are allowed"
            .formatted(sites.columns(), MOST_COLUMNS);
  }

  /**
   * @param rows visible states, rows x columns of the sites; at least one row
   * @param weights one for each row, finite, not negative and not all 0; null: all equal
   * @throws IllegalArgumentException if rows or weights do not fit
   */
  public static SitePairs of(Sites sites, Matrix rows, float[] weights) {
    sites.check(rows);
    SitePairs pairs = new SitePairs(sites);
    PairProducts.forEachColumn(
        sites,
        rows,
        new RowWeights(weights, rows),
        (column, first, values) -> pairs.keep(column, sites.columns() - first, values));
    return pairs;
  }

  private void keep(int column, int count, double[] values) {
    float[] kept = new float[count];
    for (int j = 0; j < count; j++) {
      kept[j] = (float) values[j];
    }
    correlations[column] = kept;
  }

  /**
   * Compares the statistics of samples with these.
   *
   * @param samples visible states, samples x columns; at least one
   */
  public StatisticFit fit(Matrix samples) {
    sites.check(samples);
    StatisticFit.Sum sum = new StatisticFit.Sum();
    PairProducts.forEachColumn(
        sites,
        samples,
        new RowWeights(null, samples),
        (column, first, values) -> {
          float[] mine = correlations[column];
          for (int j = 0; j < mine.length; j++) {
            sum.add(mine[j], values[j]);
          }
        });
    return sum.fit();
  }

  /** The correlations of a column with the columns of later sites; a copy. */
  float[] of(int column) {
    return Arrays.copyOf(correlations[column], correlations[column].length);
  }
}
