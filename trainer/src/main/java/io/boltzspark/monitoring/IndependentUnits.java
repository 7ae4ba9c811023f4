package io.boltzspark.monitoring;

import io.boltzspark.evaluation.PseudoLikelihood;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.NormalDistribution;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.Layer;
import io.boltzspark.model.UnitSpec;
import java.util.HashMap;
import java.util.Map;

/**
 * What a machine knows of rows beyond the distribution of each unit: the exact
 * pseudo-log-likelihood of {@link PseudoLikelihood}, minus that of independent units with the rows'
 * own frequencies of states (of real units, with their means and variances), in nats a row. A
 * machine below 0 predicts worse than one without any weights.
 *
 * @param gain mean over rows
 * @param error its standard error; infinite for a single row
 */
record IndependentUnits(double gain, double error) {
  /** Rows times products of a row, so that it takes about a second at most. */
  private static final double MOST_TERMS = 1e8;

  private static final int LEAST_ROWS = 10;

  /** Of a machine and rows that {@link PseudoLikelihood#reasonNot} accepts. */
  static IndependentUnits of(Moment moment, Matrix rows) {
    BoltzmannMachine machine = moment.watched().machine();
    double others = machine.couplings(0) == null ? 0 : rows.columns();
    for (Connection c : machine.connections()) {
      others += c.columns();
    }
    double terms = rows.columns() * others;
    int count = Math.min(rows.rows(), Math.max(LEAST_ROWS, (int) (MOST_TERMS / terms)));
    double[] values = PseudoLikelihood.exact(machine, moment.parameters(), rows.rows(0, count));
    double[] independent = independent(machine.visible(), rows);
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

  /** The log-likelihood of each row under units with the rows' own distributions. */
  private static double[] independent(Layer visible, Matrix rows) {
    double[] logs = new double[rows.rows()];
    for (int g = 0; g < visible.groups().size(); g++) {
      UnitSpec units = visible.groups().get(g).spec();
      int first = visible.firstColumn(g);
      for (int i = first; i < first + units.size(); i++) {
        if (units.type().isReal()) {
          addNormal(rows, i, logs);
        } else {
          addFrequencies(rows, i, units.type().countsColumns(), logs);
        }
      }
    }
    return logs;
  }

  private static void addNormal(Matrix rows, int column, double[] logs) {
    double mean = 0;
    double square = 0;
    for (int r = 0; r < logs.length; r++) {
      mean += rows.get(r, column) / (double) logs.length;
    }
    for (int r = 0; r < logs.length; r++) {
      square += Math.pow(rows.get(r, column) - mean, 2) / logs.length;
    }
    double sigma = square == 0 ? 1 : Math.sqrt(square); // as machines start with
    for (int r = 0; r < logs.length; r++) {
      double distance = (rows.get(r, column) - mean) / sigma;
      logs[r] -= distance * distance / 2 + Math.log(sigma) + NormalDistribution.LOG_ROOT_TWO_PI;
    }
  }

  /**
   * @param onlyOn whether the column is one of a unit's, which counts where it is 1
   */
  private static void addFrequencies(Matrix rows, int column, boolean onlyOn, double[] logs) {
    Map<Float, Integer> counts = new HashMap<>();
    for (int r = 0; r < logs.length; r++) {
      counts.merge(rows.get(r, column), 1, Integer::sum);
    }
    for (int r = 0; r < logs.length; r++) {
      float state = rows.get(r, column);
      logs[r] += onlyOn && state == 0 ? 0 : Math.log(counts.get(state) / (double) logs.length);
    }
  }
}
