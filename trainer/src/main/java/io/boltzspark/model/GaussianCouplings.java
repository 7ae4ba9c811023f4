package io.boltzspark.model;

import io.boltzspark.math.RowKernels;
import java.util.Arrays;

/**
 * Couplings J between Gaussian units make a distribution only if its precision, {@code 1 /
 * sigma_i^2} on the diagonal and {@code -J_ij / (sigma_i^2 sigma_j^2)} elsewhere, is positive
 * definite; scaled to a diagonal of ones, {@code 1 - A} with {@code A_ij = J_ij / (sigma_i
 * sigma_j)}.
 */
final class GaussianCouplings {
  /** The smallest eigenvalue of {@code 1 - A} that is left by shrinking, at least. */
  private static final double MARGIN = 0.01;

  private static final float SHRINKING = 0.95f;

  private GaussianCouplings() {}

  /**
   * Makes all couplings of a layer smaller, by the same factor, until its precision is positive
   * definite. Does nothing in layers without Gaussian units: other units have finitely many states.
   */
  static void shrinkInPlace(Layer layer, Connection couplings, float[] parameters) {
    if (layer.groups().stream().noneMatch(g -> g instanceof GaussianUnits)) {
      return;
    }
    double[][] a = scaled(layer, couplings, parameters);
    if (rowSumsAreSmall(a)) {
      return; // then the precision is diagonally dominant
    }
    double factor = 1;
    while (!isPositiveDefinite(a, factor)) {
      factor *= SHRINKING;
    }
    if (factor < 1) {
      int from = couplings.offset();
      RowKernels.scaleInPlace(parameters, (float) factor, from, from + couplings.size());
    }
  }

  private static double[][] scaled(Layer layer, Connection couplings, float[] parameters) {
    double[] sigma = new double[layer.size()]; // 0 for units that are not Gaussian
    for (int g = 0; g < layer.groups().size(); g++) {
      if (layer.groups().get(g) instanceof GaussianUnits units) {
        for (int i = 0; i < units.size(); i++) {
          sigma[layer.firstColumn(g) + i] = StrictMath.exp(units.logSigma(parameters, i));
        }
      }
    }
    double[][] a = new double[sigma.length][sigma.length];
    for (int i = 0; i < sigma.length; i++) {
      for (int j = 0; j < sigma.length; j++) {
        if (sigma[i] > 0 && sigma[j] > 0) {
          float coupling = parameters[couplings.offset() + i * sigma.length + j];
          a[i][j] = coupling / (sigma[i] * sigma[j]);
        }
      }
    }
    return a;
  }

  private static boolean rowSumsAreSmall(double[][] a) {
    return Arrays.stream(a).allMatch(row -> Arrays.stream(row).map(Math::abs).sum() <= 1 - MARGIN);
  }

  /** Whether {@code (1 - MARGIN) - factor a} has a Cholesky factor. */
  private static boolean isPositiveDefinite(double[][] a, double factor) {
    int n = a.length;
    double[][] lower = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = (i == j ? 1 - MARGIN : 0) - factor * a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }
        if (i == j && !(sum > 0)) {
          return false;
        }
        lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
      }
    }
    return true;
  }
}
