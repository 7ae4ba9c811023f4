package io.boltzspark.evaluation;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;

/**
 * Statistics of the weights between the first hidden layer and the visible units (Tubiana and
 * Monasson 2017). Deeper connections do not count.
 */
public final class WeightStatistics {
  private WeightStatistics() {}

  /** Why a machine has none; empty if it has. */
  public static String reasonNot(BoltzmannMachine machine) {
    return machine.connections().isEmpty()
        ? "it requires hidden units, whose weights it describes"
        : "";
  }

  /**
   * The share of visible units that a hidden unit sees, as a participation ratio: with n visible
   * and m hidden units
   *
   * <pre>(1 / (n m)) sum over j of (sum over i of w_ij^2)^2 / (sum over i of w_ij^4)</pre>
   *
   * <p>1 if all weights of a hidden unit are equal in size, 1/n if each unit has a single weight. A
   * hidden unit without weights counts as 0.
   */
  public static double sparsity(BoltzmannMachine machine, float[] parameters) {
    Matrix weights = machine.connections().get(0).weights(parameters);
    double[] squares = new double[weights.columns()];
    double[] fourthPowers = new double[weights.columns()];
    for (int i = 0; i < weights.rows(); i++) {
      for (int j = 0; j < squares.length; j++) {
        double square = (double) weights.get(i, j) * weights.get(i, j);
        squares[j] += square;
        fourthPowers[j] += square * square;
      }
    }
    double sum = 0;
    for (int j = 0; j < squares.length; j++) {
      sum += fourthPowers[j] == 0 ? 0 : squares[j] * squares[j] / fourthPowers[j];
    }
    return sum / weights.rows() / weights.columns();
  }

  /** The mean over hidden units of the squared length of their weights. */
  public static double square(BoltzmannMachine machine, float[] parameters) {
    Matrix weights = machine.connections().get(0).weights(parameters);
    double sum = 0;
    for (int i = 0; i < weights.rows(); i++) {
      for (int j = 0; j < weights.columns(); j++) {
        sum += (double) weights.get(i, j) * weights.get(i, j);
      }
    }
    return sum / weights.columns();
  }
}
