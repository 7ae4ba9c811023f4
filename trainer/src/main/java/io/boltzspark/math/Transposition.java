package io.boltzspark.math;

/** Transposed copies of matrices. */
public final class Transposition {
  /** Rows that are copied together: as many floats as a line of the cache holds, or half of it. */
  private static final int TOGETHER = 8;

  private Transposition() {}

  /**
   * {@code to := fromᵀ} for columns {@code begin} (inclusive) to {@code end} (exclusive) of {@code
   * to}, which are rows of {@code from}.
   */
  public static void copy(Matrix from, Matrix to, int begin, int end) {
    int i = begin;
    for (; i + TOGETHER <= end; i += TOGETHER) {
      copyEight(
          from.values(),
          from.offset(i),
          from.stride(),
          from.columns(),
          to.values(),
          to.offset() + i,
          to.stride());
    }
    for (; i < end; i++) {
      for (int j = 0; j < from.columns(); j++) {
        to.set(j, i, from.get(i, j));
      }
    }
  }

  private static void copyEight(
      float[] from, int row, int stride, int count, float[] to, int column, int toStride) {
    int r1 = row + stride;
    int r2 = r1 + stride;
    int r3 = r2 + stride;
    int r4 = r3 + stride;
    int r5 = r4 + stride;
    int r6 = r5 + stride;
    int r7 = r6 + stride;
    int at = column;
    for (int j = 0; j < count; j++) {
      to[at] = from[row + j];
      to[at + 1] = from[r1 + j];
      to[at + 2] = from[r2 + j];
      to[at + 3] = from[r3 + j];
      to[at + 4] = from[r4 + j];
      to[at + 5] = from[r5 + j];
      to[at + 6] = from[r6 + j];
      to[at + 7] = from[r7 + j];
      at += toStride;
    }
  }
}
