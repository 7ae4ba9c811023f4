package io.boltzspark.boltzmann;

import io.boltzspark.math.IndexLists;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.PackedStates;
import io.boltzspark.math.RowKernels;
import io.boltzspark.math.SparseKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.sampling.SparseRule;

/**
 * The statistics of a connection's weights, or of couplings within a layer, where the lower states
 * are zeros and ones, few of them ones: for each lower unit, the sum of the upper states of those
 * rows in which it is on.
 */
final class SparseStatistics {
  private final SparseKernels kernels = SparseKernels.get();
  private final PackedStates states = new PackedStates();
  private final IndexLists on = new IndexLists(); // row: lower units
  private final IndexLists data = new IndexLists(); // lower unit: rows of data
  private final IndexLists fantasy = new IndexLists(); // lower unit: rows of chains
  private final float[] weighted;

  /**
   * @param most number of rows, those of data and of chains
   */
  SparseStatistics(BoltzmannMachine machine, int most) {
    int widest =
        machine.connectionsAndCouplings().stream().mapToInt(Connection::columns).max().orElse(0);
    this.weighted = new float[Math.multiplyExact(most, widest)];
  }

  /**
   * Sets a connection's statistics, {@code lowerᵀ upper} over the rows of data plus {@code weight}
   * times the same over the chains, if that costs less than a dense product.
   *
   * @param rows number of rows of data, which come first
   * @param weight negative
   * @param factors in place of 1 and {@code weight}, one for each row of data and of chains; null:
   *     these
   * @return whether it did
   */
  boolean set(
      Connection connection,
      Matrix lower,
      Matrix upper,
      int rows,
      float weight,
      float[] factors,
      float[] gradient) {
    if (!states.pack(lower, false)
        || !SparseRule.isSparse(states.count(), lower.rows(), lower.columns(), 0)) {
      return false;
    }
    on.setOn(states);
    Matrix table = upper;
    if (factors != null) {
      table = weighted(upper, rows, factors);
    } else if (weight != -1f) {
      table = weighted(upper, rows, -weight);
    }
    data.setTransposed(on, 0, rows, lower.columns());
    fantasy.setTransposed(on, rows, lower.rows(), lower.columns());
    kernels.sum(table, data, fantasy, false, connection.weights(gradient));
    return true;
  }

  /**
   * The statistics of couplings by a dense product, {@code statesᵀ states} with the same weights.
   */
  void setDense(
      Connection couplings,
      Matrix states,
      int rows,
      float weight,
      float[] factors,
      float[] gradient) {
    Matrix copy = copy(states);
    for (int r = 0; factors != null && r < states.rows(); r++) {
      int from = copy.offset(r);
      RowKernels.scaleInPlace(weighted, factors[r], from, from + copy.columns());
    }
    if (factors == null) {
      RowKernels.scaleInPlace(weighted, weight, copy.offset(rows), copy.offset(copy.rows()));
    }
    couplings.setStatistics(states, copy, gradient);
  }

  /** The chains are subtracted, so the signs of their factors are reversed. */
  private Matrix weighted(Matrix upper, int rows, float[] factors) {
    Matrix copy = copy(upper);
    for (int r = 0; r < upper.rows(); r++) {
      float factor = r < rows ? factors[r] : -factors[r];
      RowKernels.scaleInPlace(weighted, factor, copy.offset(r), copy.offset(r) + copy.columns());
    }
    return copy;
  }

  private Matrix weighted(Matrix upper, int rows, float weight) {
    Matrix copy = copy(upper);
    RowKernels.scaleInPlace(weighted, weight, copy.offset(rows), copy.offset(copy.rows()));
    return copy;
  }

  private Matrix copy(Matrix upper) {
    Matrix copy = new Matrix(weighted, 0, upper.rows(), upper.columns());
    copy.setFrom(upper);
    return copy;
  }
}
