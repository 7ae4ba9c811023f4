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
  boolean pack(
      float[] x, int from, int count, boolean spins, long[] words, int at, float[] scratch) {
    int end = (count + PackedStates.BLOCK - 1) / PackedStates.BLOCK * PackedStates.WORDS;
    Arrays.fill(words, at, at + end, 0);
    return packFrom(0, x, from, count, spins, words, at);
  }

  /**
   * Packs states {@code first} to {@code count} into words that hold 0 at their places; returns
   * whether there are no other values.
   */
  static boolean packFrom(
      int first, float[] x, int from, int count, boolean spins, long[] words, int at) {
    boolean others = false;
    for (int i = first; i < count; i++) {
      float value = x[from + i];
      boolean on = value == 1f;
      others |= !on && value != (spins ? -1f : 0f);
      int block = i / PackedStates.BLOCK;
      int vector = i % PackedStates.BLOCK / PackedStates.VECTOR;
      int place = i % PackedStates.VECTOR;
      int shift = vector + (place >= PackedStates.WORDS ? PackedStates.VECTORS : 0);
      words[at + block * PackedStates.WORDS + place % PackedStates.WORDS] |=
          (on ? 1L : 0L) << shift;
    }
    return !others;
  }

  @Override
  public boolean draw(
      float[] x,
      int at,
      float[] bias,
      int count,
      boolean spins,
      RandomStream random,
      float[] sample,
      int to,
      boolean means) {
    return false;
  }

  @Override
  public boolean drawGiven(float[] mean, int count, RandomStream random, float[] sample, int to) {
    return false;
  }
}
