package io.boltzspark.monitoring;

import io.boltzspark.evaluation.PseudoLikelihood;
import io.boltzspark.math.Matrix;

/**
 * What a machine knows of rows beyond the mean of each unit: the exact pseudo-log-likelihood of
 * {@link PseudoLikelihood}, minus that of independent units with the rows' own means, in nats a
 * row. A machine below 0 predicts worse than one without any weights.
 *
 * @param gain mean over rows
 * @param error its standard error; infinite for a single row
 */
record IndependentUnits(double gain, double error) {
  /** Rows times visible times hidden units, so that it takes about a second at most. */
  private static final double MOST_TERMS = 1e8;

  private static final int LEAST_ROWS = 10;

  /** Of a machine and rows that {@link PseudoLikelihood#reasonNot} accepts. */
  static IndependentUnits of(Moment moment, Matrix rows) {
    double terms = (double) rows.columns() * moment.watched().machine().layer(1).size();
    int count = Math.min(rows.rows(), Math.max(LEAST_ROWS, (int) (MOST_TERMS / terms)));
    double[] values =
        PseudoLikelihood.exact(
            moment.watched().machine(), moment.parameters(), rows.rows(0, count));
    double[] independent = independent(rows, moment.watched().machine().visible().states()[1]);
    double mean = 0;
    double square = 0;
    for (int r = 0; r < count; r++) {
      double gain = values[r] - independent[r];
      mean += gain / count;
      square += gain * gain / count;
    }
    double variance = Math.max(0, square - mean * mean) / (count - 1);
    return new IndependentUnits(mean, count > 1 ? Math.sqrt(variance) : Double.POSITIVE_INFINITY);
  }

  /** The log-likelihood of each row under units with the rows' means. */
  private static double[] independent(Matrix rows, double high) {
    double[] logs = new double[rows.rows()];
    for (int i = 0; i < rows.columns(); i++) {
      double on = 0;
      for (int r = 0; r < rows.rows(); r++) {
        on += rows.get(r, i) == high ? 1 : 0;
      }
      for (int r = 0; r < rows.rows(); r++) {
        logs[r] += Math.log((rows.get(r, i) == high ? on : rows.rows() - on) / rows.rows());
      }
    }
    return logs;
  }
}
