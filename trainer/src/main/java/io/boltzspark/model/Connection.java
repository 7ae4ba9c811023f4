package io.boltzspark.model;

import io.boltzspark.math.Blas;
import io.boltzspark.math.Matrix;

/**
 * The weights between a layer and the next one above, with energy {@code -sᵀ W t} for states s
 * below and t above.
 *
 * @param lower index of the layer below
 * @param offset where the weights begin in the machine's parameters
 * @param rows units of the lower layer
 * @param columns units of the upper layer
 */
public record Connection(int lower, int offset, int rows, int columns) {

  /** The weights as a window on the machine's parameters, {@code [lower units, upper units]}. */
  public Matrix weights(float[] parameters) {
    return new Matrix(parameters, offset, rows, columns);
  }

  /** {@code input := states W + beta input}: what the upper layer receives from below. */
  public void up(Matrix states, float[] parameters, float beta, Matrix input) {
    Blas.multiply(states, weights(parameters), beta, input);
  }

  /** {@code input := states Wᵀ + beta input}: what the lower layer receives from above. */
  public void down(Matrix states, float[] parameters, float beta, Matrix input) {
    Blas.multiplyTransposed(states, weights(parameters), beta, input);
  }

  /**
   * {@code gradient := lowerᵀ upper} at the weights' place: the sum over rows of minus the energy's
   * derivative by the weights. Rows that count negatively carry their sign in {@code lower}.
   */
  public void setStatistics(Matrix lower, Matrix upper, float[] gradient) {
    Blas.transposedMultiply(lower, upper, 0f, weights(gradient));
  }
}
