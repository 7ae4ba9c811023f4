package io.boltzspark.math;

import java.util.Arrays;

/** {@link SparseKernels} in plain loops. */
final class ScalarSparseKernels extends SparseKernels {
  /** A sum and a row, by thread: the kernels are shared. */
  private static final ThreadLocal<float[][]> SCRATCH =
      ThreadLocal.withInitial(() -> new float[2][0]);

  @Override
  public int width() {
    return 1;
  }

  @Override
  void compute(Matrix table, IndexLists on, IndexLists off, boolean keep, Matrix out) {
    int columns = table.columns();
    float[][] scratch = scratch(columns);
    float[] sum = scratch[0];
    float[] row = scratch[1];
    for (int r = 0; r < out.rows(); r++) {
      if (keep) {
        System.arraycopy(out.values(), out.offset(r), sum, 0, columns);
      } else {
        Arrays.fill(sum, 0, columns, 0f);
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

  /** HotSpot vectorises loops over arrays that share an index, see the package page. */
  private static float[][] scratch(int columns) {
    float[][] scratch = SCRATCH.get();
    if (scratch[0].length < columns) {
      scratch[0] = new float[columns];
      scratch[1] = new float[columns];
    }
    return scratch;
  }

  @Override
  public void addRows(Matrix table, int plus, int minus, float factor, float[] out, int at) {
    int columns = table.columns();
    float[] sum = scratch(columns)[0];
    float[] row = scratch(columns)[1];
    System.arraycopy(out, at, sum, 0, columns);
    System.arraycopy(table.values(), table.offset(plus), row, 0, columns);
    RowKernels.addScaledInPlace(sum, row, factor, columns);
    if (minus >= 0) {
      System.arraycopy(table.values(), table.offset(minus), row, 0, columns);
      RowKernels.addScaledInPlace(sum, row, -factor, columns);
    }
    System.arraycopy(sum, 0, out, at, columns);
  }

  @Override
  public void addRows(
      Matrix table,
      int[] plus,
      int[] minus,
      float[] factors,
      int first,
      int end,
      float[] out,
      int at) {
    for (int change = first; change < end; change++) {
      addRows(table, plus[change], minus[change], factors[change], out, at);
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
