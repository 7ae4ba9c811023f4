package io.boltzspark.boltzmann;

import io.boltzspark.boltzmann.WeightBlocks.Block;
import io.boltzspark.learning.MergePlan;
import io.boltzspark.learning.PenaltyConfig;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.BoltzmannMachine;

/**
 * One thread's share of moving the weights: everything that happens to a row while it is in the
 * cache, row by row and block by block. With clipping the gradient's length must be known before
 * anything moves, so forming and moving are two passes; otherwise they are one.
 */
final class WeightStep {
  private final WeightParts parts;
  private final PenaltyConfig withoutL2;
  private final float[] row;
  private final float[] before;
  private final float[] zeros; // 0 times all weights that were moved: 0, or NaN

  /**
   * @param columns number of columns of the widest connection
   */
  WeightStep(WeightParts parts, int columns) {
    this.parts = parts;
    this.withoutL2 = parts.penalty().withoutL2();
    this.row = new float[columns];
    this.zeros = new float[columns];
    this.before = new float[parts.centring() == null ? 0 : WeightBlocks.ROWS * columns];
  }

  /** Leaves the block's gradient in the total of {@code merge}. */
  void form(Block block, MergePlan merge, float scale) {
    for (int r = 0; r < block.rows(); r++) {
      int from = block.offset(r);
      int to = from + block.connection().columns();
      merge.merge(scale, from, to);
      formRow(block, r, merge.total(), from, to);
    }
  }

  private void formRow(Block block, int r, float[] gradient, int from, int to) {
    if (parts.centring() != null || parts.sparsity() != null) {
      System.arraycopy(gradient, from, row, 0, to - from);
      if (parts.centring() != null) {
        parts.centring().centreInPlace(block, r, row);
      }
      if (parts.sparsity() != null) {
        float offset = parts.centring() == null ? 0f : parts.centring().lowerOffset(block, r);
        parts.sparsity().addInPlace(block, r, gradient, offset, row);
      }
      System.arraycopy(row, 0, gradient, from, to - from);
    }
    if (block.connection().isWithinLayer()) {
      parts.machine().clearWithinUnit(block.connection(), block.firstRow() + r, gradient);
    }
    if (parts.zeroSum() != null && block.connection().isWithinLayer()) {
      withoutL2.addTo(gradient, parts.parameters(), from, to);
      parts.zeroSum().addTo(block, r, gradient, parts.parameters());
    } else {
      parts.penalty().addTo(gradient, parts.parameters(), from, to);
    }
  }

  /** The sum of the squares of the block's gradient. */
  double squares(Block block, float[] gradient) {
    double sum = 0;
    int to = block.offset(block.rows());
    for (int i = block.offset(0); i < to; i++) {
      sum += (double) gradient[i] * gradient[i];
    }
    return sum;
  }

  /** Moves the block's weights along the gradient, shortened by {@code clip}. */
  void move(Block block, float[] gradient, float clip) {
    int from = block.offset(0);
    int to = block.offset(block.rows());
    if (clip != 1f) {
      RowKernels.scaleInPlace(gradient, clip, from, to);
    }
    float[] weights = parts.parameters();
    if (parts.centring() != null) {
      System.arraycopy(weights, from, before, 0, to - from);
    }
    parts.optimizer().update(weights, gradient, from, to);
    if (parts.centring() != null) {
      Matrix change = new Matrix(before, 0, block.rows(), block.connection().columns());
      differenceInto(change, weights, from);
      parts.centring().moved(block, change);
    }
    int columns = block.connection().columns();
    for (int r = 0; r < block.rows(); r++) {
      System.arraycopy(weights, block.offset(r), row, 0, columns);
      RowKernels.addScaledInPlace(zeros, row, 0f, columns);
    }
  }

  /** Makes the block of couplings symmetric again, once all have moved. */
  void mirror(Block block) {
    if (block.connection().isWithinLayer()) {
      for (int r = 0; r < block.rows(); r++) {
        BoltzmannMachine.mirror(block.connection(), block.firstRow() + r, parts.parameters());
      }
    }
  }

  /** Whether all weights that were moved so far are finite. */
  boolean isFinite() {
    for (float zero : zeros) {
      if (zero != 0f) {
        return false;
      }
    }
    return true;
  }

  /** {@code change := weights - change}. */
  private static void differenceInto(Matrix change, float[] weights, int from) {
    float[] values = change.values();
    int count = change.rows() * change.columns();
    for (int i = 0; i < count; i++) {
      values[i] = weights[from + i] - values[i];
    }
  }
}
