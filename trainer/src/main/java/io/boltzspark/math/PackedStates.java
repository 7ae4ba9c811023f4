package io.boltzspark.math;

import java.util.Arrays;

/**
 * States with two values as bits, row by row. Each word holds {@value #BITS} units, every eighth of
 * a block of {@value #BLOCK}, because words are formed from vectors of neighbouring units, each
 * times a power of two: the order of units in lists is therefore not ascending, but always the
 * same.
 */
public final class PackedStates {
  /** Units of a vector of 16, of which 8 share a word with the other 8. */
  static final int VECTOR = 16;

  /** Vectors that are added up in single precision, which represents 24 bits. */
  static final int VECTORS = 24;

  /** Units of a word. */
  static final int BITS = 2 * VECTORS;

  /** Words of a block. */
  static final int WORDS = VECTOR / 2;

  /** Units of a block. */
  static final int BLOCK = VECTOR * VECTORS;

  private final SparseKernels kernels;
  private long[] words = new long[0];
  private final float[] scratch = new float[VECTOR];
  private float[] row = new float[0];
  private float[] worst = new float[0];
  private int rows;
  private int rowWords;
  private int count;

  public PackedStates() {
    this(SparseKernels.get());
  }

  PackedStates(SparseKernels kernels) {
    this.kernels = kernels;
  }

  /**
   * Packs the states of a matrix; a bit is set where a unit is 1.
   *
   * @param states values 0 and 1 or, with {@code spins}, -1 and 1
   * @return whether there are no other values; if there are, the bits are meaningless
   */
  public boolean pack(Matrix states, boolean spins) {
    int units = states.columns();
    rows = states.rows();
    rowWords = (units + BLOCK - 1) / BLOCK * WORDS;
    if (words.length < rows * rowWords) {
      words = new long[Math.multiplyExact(rows, rowWords)];
    }
    if (row.length < units) {
      row = new float[units];
      worst = new float[units];
    }
    Arrays.fill(worst, 0, units, 0f);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(states.values(), states.offset(r), row, 0, units);
      if (spins) {
        distanceFromSpins(row, worst, units);
        RowKernels.affineInPlace(row, 0.5f, 0.5f, units);
      } else {
        distanceFromBits(row, worst, units);
      }
      kernels.pack(row, units, words, r * rowWords, scratch);
    }
    count = 0;
    for (int i = 0; i < rows * rowWords; i++) {
      count += Long.bitCount(words[i]);
    }
    return isZero(worst, units);
  }

  private static void distanceFromBits(float[] x, float[] worst, int count) {
    for (int i = 0; i < count; i++) {
      worst[i] = Math.max(worst[i], Math.abs(x[i] * x[i] - x[i]));
    }
  }

  private static void distanceFromSpins(float[] x, float[] worst, int count) {
    for (int i = 0; i < count; i++) {
      worst[i] = Math.max(worst[i], Math.abs(x[i] * x[i] - 1f));
    }
  }

  /** Whether all are 0; NaN is not. */
  private static boolean isZero(float[] x, int count) {
    for (int i = 0; i < count; i++) {
      if (!(x[i] == 0f)) {
        return false;
      }
    }
    return true;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of units that are on, over all rows. */
  public int count() {
    return count;
  }

  /** Number of units that differ from other states of the same shape. */
  public int differences(PackedStates other) {
    int differences = 0;
    for (int i = 0; i < rows * rowWords; i++) {
      differences += Long.bitCount(words[i] ^ other.words[i]);
    }
    return differences;
  }

  /** Words of a row. */
  int rowWords() {
    return rowWords;
  }

  /** The bits, {@link #rowWords} for each row. */
  long[] words() {
    return words;
  }
}
