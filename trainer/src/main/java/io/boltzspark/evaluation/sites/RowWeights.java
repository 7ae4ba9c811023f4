package io.boltzspark.evaluation.sites;

import io.boltzspark.math.Matrix;

/** The weights of rows, which are all 1 unless given. */
final class RowWeights {
  private final float[] weights;
  private final double total;

  /**
   * @param weights one for each row, finite, not negative and not all 0; null: all 1
   * @throws IllegalArgumentException if they are not
   */
  RowWeights(float[] weights, Matrix rows) {
    this.weights = weights;
    if (weights == null) {
      total = rows.rows();
      return;
    }
    if (weights.length != rows.rows()) {
      throw new IllegalArgumentException(weights.length + " weights for " + rows);
    }
    double sum = 0;
    for (int r = 0; r < weights.length; r++) {
      if (!(weights[r] >= 0) || Float.isInfinite(weights[r])) {
        throw new IllegalArgumentException("weight " + weights[r] + " of row " + r);
      }
      sum += weights[r];
    }
    if (sum == 0) {
      throw new IllegalArgumentException("all weights are 0");
    }
    total = sum;
  }

  float of(int row) {
    return weights == null ? 1f : weights[row];
  }

  double total() {
    return total;
  }
}
