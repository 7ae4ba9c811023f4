package io.boltzspark.evaluation.sites;

import io.boltzspark.math.Matrix;

/**
 * One-site statistics of rows: the frequency f_i(a) of each state of a Potts unit, the mean of any
 * other unit.
 */
public final class SiteMeans {
  private final Sites sites;
  private final double[] means;

  private SiteMeans(Sites sites, double[] means) {
    this.sites = sites;
    this.means = means;
  }

  /**
   * @param rows visible states, rows x columns of the sites; at least one row
   * @param weights one for each row, finite, not negative and not all 0; null: all equal
   * @throws IllegalArgumentException if rows or weights do not fit
   */
  public static SiteMeans of(Sites sites, Matrix rows, float[] weights) {
    sites.check(rows);
    return new SiteMeans(sites, columns(rows, new RowWeights(weights, rows)));
  }

  /** The weighted mean of each column. */
  static double[] columns(Matrix rows, RowWeights weights) {
    double[] means = new double[rows.columns()];
    for (int r = 0; r < rows.rows(); r++) {
      double weight = weights.of(r);
      for (int i = 0; i < means.length; i++) {
        means[i] += weight * rows.get(r, i);
      }
    }
    for (int i = 0; i < means.length; i++) {
      means[i] /= weights.total();
    }
    return means;
  }

  /**
   * Compares the statistics of samples with these.
   *
   * @param samples visible states, samples x columns; at least one
   */
  public StatisticFit fit(Matrix samples) {
    sites.check(samples);
    double[] others = columns(samples, new RowWeights(null, samples));
    StatisticFit.Sum sum = new StatisticFit.Sum();
    for (int i = 0; i < means.length; i++) {
      sum.add(means[i], others[i]);
    }
    return sum.fit();
  }
}
