package io.boltzspark.monitoring;

import io.boltzspark.evaluation.HiddenMeans;
import io.boltzspark.math.Blas;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;

/**
 * How many units of the lowest hidden layer say something about rows that no other unit says. Units
 * are judged by their means over the rows, as in {@link HiddenMeans}.
 *
 * @param units number of units that were looked at, from the first on
 * @param constant those whose mean varies by less than {@link #LEAST_DEVIATION}, as dead and
 *     saturated units do
 * @param alike those, not constant, whose mean is a linear function of that of an earlier unit: a
 *     correlation beyond {@link #ALIKE} in size
 */
record HiddenUse(int units, int constant, int alike) {
  /** The least standard deviation over rows; states of binary units are 1 apart. */
  static final double LEAST_DEVIATION = 0.001;

  static final double ALIKE = 0.9999;

  /** Comparing all pairs of more would take longer than looking is worth. */
  private static final int MOST_UNITS = 1000;

  /**
   * @param rows visible states, samples x units; at least two rows
   */
  static HiddenUse of(BoltzmannMachine machine, float[] parameters, Matrix rows) {
    Matrix means = new HiddenMeans(1).of(machine, parameters, rows);
    int units = Math.min(MOST_UNITS, means.columns());
    Matrix standard = Matrix.zeros(means.rows(), units);
    boolean[] constant = new boolean[units];
    int constants = 0;
    for (int j = 0; j < units; j++) {
      constant[j] = !standardise(means, j, standard);
      constants += constant[j] ? 1 : 0;
    }
    Matrix correlations = Matrix.zeros(units, units);
    Blas.transposedMultiply(standard, standard, 0f, correlations);
    int alike = 0;
    for (int j = 0; j < units; j++) {
      alike += !constant[j] && hasTwin(correlations, j) ? 1 : 0;
    }
    return new HiddenUse(units, constants, alike);
  }

  /** The units that are neither constant nor like another one. */
  int used() {
    return units - constant - alike;
  }

  /** Sets a column to length 1 with mean 0; leaves it at 0 and returns false if it is constant. */
  private static boolean standardise(Matrix means, int j, Matrix standard) {
    int rows = means.rows();
    double mean = 0;
    for (int r = 0; r < rows; r++) {
      mean += means.get(r, j) / rows;
    }
    double squares = 0;
    for (int r = 0; r < rows; r++) {
      squares += (means.get(r, j) - mean) * (means.get(r, j) - mean);
    }
    if (Math.sqrt(squares / rows) < LEAST_DEVIATION) {
      return false;
    }
    for (int r = 0; r < rows; r++) {
      standard.set(r, j, (float) ((means.get(r, j) - mean) / Math.sqrt(squares)));
    }
    return true;
  }

  private static boolean hasTwin(Matrix correlations, int j) {
    for (int i = 0; i < j; i++) {
      if (Math.abs(correlations.get(j, i)) > ALIKE) {
        return true;
      }
    }
    return false;
  }
}
