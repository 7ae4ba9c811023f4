package io.boltzspark.math;

import java.util.Arrays;

/** {@link SparseKernels} in plain loops. */
final class ScalarSparseKernels extends SparseKernels {

  @Override
  public int width() {
    return 1;
  }

  @Override
  void compute(Matrix table, IndexLists on, IndexLists off, boolean keep, Matrix out) {
    int columns = table.columns();
    // HotSpot vectorises loops over arrays that share an index, see the package page.
    float[] sum = new float[columns];
    float[] row = new float[columns];
    for (int r = 0; r < out.rows(); r++) {
      if (keep) {
        System.arraycopy(out.values(), out.offset(r), sum, 0, columns);
      } else {
        Arrays.fill(sum, 0f);
      }
      for (int t = on.starts()[r]; t < on.starts()[r + 1]; t++) {
        System.arraycopy(table.values(), table.offset(on.indices()[t]), row, 0, columns);
        RowKernels.addInPlace(sum, row, 0, columns);
      }
      for (int t = off.starts()[r]; t < off.starts()[r + 1]; t++) {
        System.arraycopy(table.values(), table.offset(off.indices()[t]), row, 0, columns);
        subtractInPlace(sum, row, columns);
      }
      System.arraycopy(sum, 0, out.values(), out.offset(r), columns);
    }
  }

  private static void subtractInPlace(float[] x, float[] y, int count) {
    for (int i = 0; i < count; i++) {
      x[i] -= y[i];
    }
  }

  @Override
  void pack(float[] row, int count, long[] words, int at, float[] scratch) {
    int end = (count + PackedStates.BLOCK - 1) / PackedStates.BLOCK * PackedStates.WORDS;
    Arrays.fill(words, at, at + end, 0);
    packFrom(0, row, count, words, at);
  }

  /** Packs values {@code from} to {@code count} into words that hold 0 at their places. */
  static void packFrom(int from, float[] row, int count, long[] words, int at) {
    for (int i = from; i < count; i++) {
      int block = i / PackedStates.BLOCK;
      int vector = i % PackedStates.BLOCK / PackedStates.VECTOR;
      int place = i % PackedStates.VECTOR;
      int shift = vector + (place >= PackedStates.WORDS ? PackedStates.VECTORS : 0);
      long bit = Float.floatToRawIntBits(row[i]) >>> 29 & 1;
      words[at + block * PackedStates.WORDS + place % PackedStates.WORDS] |= bit << shift;
    }
  }
}
