package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.SparseKernels;
import java.util.Arrays;

/**
 * What changed in a block of sites, row by row, for the inputs of all other sites: these receive it
 * in tiles of columns, so that the part of the couplings that a tile needs stays in a cache for all
 * rows. Each input is added in the order in which the changes were.
 *
 * <p>Not thread-safe.
 */
final class SiteChanges {
  /** Columns told at once: with a block of 512, half a megabyte of couplings. */
  private static final int TILE = 256;

  private final SparseKernels kernels = SparseKernels.get();
  private int[] plus = new int[0];
  private int[] minus = new int[0];
  private float[] factors = new float[0];
  private int count;
  private int[] ends = new int[0]; // row
  private int rows;

  void clear() {
    count = 0;
    rows = 0;
  }

  /**
   * A change of the present row: see {@link SparseKernels#addRows}.
   *
   * @param up the row of couplings that is added
   * @param down that which is subtracted; -1: none
   */
  void add(int up, int down, float factor) {
    if (count == plus.length) {
      int size = Math.max(1024, 2 * count);
      plus = Arrays.copyOf(plus, size);
      minus = Arrays.copyOf(minus, size);
      factors = Arrays.copyOf(factors, size);
    }
    plus[count] = up;
    minus[count] = down;
    factors[count++] = factor;
  }

  /** The next change is of the next row. */
  void endRow() {
    if (rows == ends.length) {
      ends = Arrays.copyOf(ends, Math.max(64, 2 * rows));
    }
    ends[rows++] = count;
  }

  /**
   * Adds the changes to all inputs but those of the block.
   *
   * @param inputs rows x columns of {@code table}
   * @param first the row of the first change
   * @param table couplings, columns x columns
   * @param from the block's first column
   * @param to the column behind its last
   */
  void addTo(float[] inputs, int first, Matrix table, int from, int to) {
    for (int tile = 0; tile < from; tile += TILE) {
      addTile(inputs, first, table, tile, Math.min(from, tile + TILE));
    }
    for (int tile = to; tile < table.columns(); tile += TILE) {
      addTile(inputs, first, table, tile, Math.min(table.columns(), tile + TILE));
    }
  }

  private void addTile(float[] inputs, int first, Matrix table, int from, int to) {
    Matrix tile = table.columns(from, to);
    int change = 0;
    for (int r = 0; r < rows; r++) {
      int at = (first + r) * table.columns() + from;
      kernels.addRows(tile, plus, minus, factors, change, ends[r], inputs, at);
      change = ends[r];
    }
  }
}
