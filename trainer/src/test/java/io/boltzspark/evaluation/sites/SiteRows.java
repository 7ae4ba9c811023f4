package io.boltzspark.evaluation.sites;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.SplittableRandom;

/** Rows with correlated sites, and statistics of them by plain loops. */
final class SiteRows {
  private SiteRows() {}

  /** The sites of a machine with these visible units. */
  static Sites sites(UnitSpec visible) {
    return Sites.of(
        BoltzmannMachine.of(MachineSpec.of(visible, UnitSpec.of(UnitType.BERNOULLI, 2))).visible());
  }

  static Sites potts(int sites, int states) {
    return sites(UnitSpec.of(UnitType.POTTS, sites * states, states));
  }

  /** One-hot rows: each of a random type, whose state a site takes more often than others. */
  static Matrix potts(int rows, int sites, int states, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix m = Matrix.zeros(rows, sites * states);
    for (int r = 0; r < rows; r++) {
      int type = random.nextInt(states);
      for (int s = 0; s < sites; s++) {
        int state = random.nextInt(3) > 0 ? (type * (s + 1)) % states : random.nextInt(states);
        m.set(r, s * states + state, 1);
      }
    }
    return m;
  }

  /** Real values, far from 0, with a common part. */
  static Matrix real(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix m = Matrix.zeros(rows, columns);
    for (int r = 0; r < rows; r++) {
      double common = random.nextGaussian();
      for (int i = 0; i < columns; i++) {
        m.set(r, i, (float) (100 + i + common * (1 + i % 3) + random.nextGaussian()));
      }
    }
    return m;
  }

  /** E[x_i x_j ...] of given columns, each less its mean. */
  static double moment(Matrix rows, float[] weights, int... columns) {
    double[] means = new double[columns.length];
    double total = 0;
    for (int r = 0; r < rows.rows(); r++) {
      double weight = weights == null ? 1 : weights[r];
      total += weight;
      for (int c = 0; c < columns.length; c++) {
        means[c] += weight * rows.get(r, columns[c]);
      }
    }
    double sum = 0;
    for (int r = 0; r < rows.rows(); r++) {
      double product = weights == null ? 1 : weights[r];
      for (int c = 0; c < columns.length; c++) {
        product *= rows.get(r, columns[c]) - means[c] / total;
      }
      sum += product;
    }
    return sum / total;
  }

  /** Pearson's correlation by its definition. */
  static double pearson(double[] x, double[] y) {
    return covariance(x, y) / Math.sqrt(covariance(x, x) * covariance(y, y));
  }

  /** The slope of the regression line of y on x by its definition. */
  static double slope(double[] x, double[] y) {
    return covariance(x, y) / covariance(x, x);
  }

  private static double covariance(double[] x, double[] y) {
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < x.length; i++) {
      meanX += x[i] / x.length;
      meanY += y[i] / x.length;
    }
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - meanX) * (y[i] - meanY);
    }
    return sum / x.length;
  }
}
