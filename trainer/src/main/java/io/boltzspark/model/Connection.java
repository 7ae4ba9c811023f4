package io.boltzspark.model;

import io.boltzspark.math.Blas;
import io.boltzspark.math.Matrix;

/**
 * The weights between two layers, with energy {@code -sᵀ W t} for states s of the lower and t of
 * the upper one. Both ends are explicit, so that no code infers one from the other. Or, with equal
 * ends, the couplings within a layer ({@link BoltzmannMachine#couplings}), with energy {@code -1/2
 * sᵀ J s}.
 *
 * @param index its place among the machine's connections, the index into arrays with one element
 *     per connection
 * @param from index of the lower layer, whose units are the rows
 * @param to index of the upper layer, whose units are the columns; greater than {@code from}, or
 *     equal to it for couplings
 * @param offset index of the first weight in the machine's parameters
 * @param rows number of units of the lower layer
 * @param columns number of units of the upper layer
 */
public record Connection(int index, int from, int to, int offset, int rows, int columns) {

  /**
   * @throws IllegalArgumentException if the ends are not in ascending order, or equal and not of
   *     one size
   */
  public Connection {
    if (from < 0 || from > to || (from == to && rows != columns)) {
      throw new IllegalArgumentException(
          "a connection from layer "
              + from
              + " to layer "
              + to
              + " is invalid: it must lead from a lower layer to a higher one");
    }
  }

  /** Whether these are couplings within a layer. */
  public boolean isWithinLayer() {
    return from == to;
  }

  /** Number of weights. */
  public int size() {
    return rows * columns;
  }

  /** The weights as a window on the machine's parameters, {@code [lower units, upper units]}. */
  public Matrix weights(float[] parameters) {
    return new Matrix(parameters, offset, rows, columns);
  }

  /** {@code input := states W + beta input}: the upper layer's input from below. */
  public void up(Matrix states, float[] parameters, float beta, Matrix input) {
    Blas.multiply(states, weights(parameters), beta, input);
  }

  /** {@code input := states Wᵀ + beta input}: the lower layer's input from above. */
  public void down(Matrix states, float[] parameters, float beta, Matrix input) {
    Blas.multiplyTransposed(states, weights(parameters), beta, input);
  }

  /**
   * {@code gradient := lowerᵀ upper} at the weights' place: the sum over rows of minus the energy's
   * derivative by the weights. Rows that count negatively have negated values in {@code lower}.
   */
  public void setStatistics(Matrix lower, Matrix upper, float[] gradient) {
    Blas.transposedMultiply(lower, upper, 0f, weights(gradient));
  }
}
