package io.boltzspark.monitoring;

import io.boltzspark.math.Matrix;

/**
 * How different chains are from one another, beside rows: the variance of the visible units' means
 * given the hidden ones, summed over the visible units, for chains and for rows, whose hidden units
 * are drawn. The ratio is near 1 where chains are as varied as the data, and near 0 where all are
 * in one mode. Means are compared, since draws vary in any mode. Without hidden units the states
 * themselves are: given the other visible units, means vary less for chains of a machine that has
 * learnt little, which are as varied as they can be.
 */
final class ChainSpread {
  private ChainSpread() {}

  /**
   * @param chains means or states of visible units, chains x units
   * @param rows the same of rows, samples x units
   * @return the ratio; NaN if there are fewer than two chains or rows, or all means of rows are
   *     equal
   */
  static double of(Matrix chains, Matrix rows) {
    double ofRows = variance(rows);
    return ofRows > 0 ? variance(chains) / ofRows : Double.NaN;
  }

  /** Summed over columns; NaN for fewer than two rows. */
  private static double variance(Matrix m) {
    if (m.rows() < 2) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = 0; i < m.columns(); i++) {
      double mean = 0;
      for (int r = 0; r < m.rows(); r++) {
        mean += m.get(r, i) / (double) m.rows();
      }
      for (int r = 0; r < m.rows(); r++) {
        double deviation = m.get(r, i) - mean;
        sum += deviation * deviation / (m.rows() - 1);
      }
    }
    return sum;
  }
}
