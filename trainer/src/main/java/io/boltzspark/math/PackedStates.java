package io.boltzspark.math;

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
    boolean two = true;
    for (int r = 0; r < rows; r++) {
      two &=
          kernels.pack(
              states.values(), states.offset(r), units, spins, words, r * rowWords, scratch);
    }
    count = 0;
    for (int i = 0; i < rows * rowWords; i++) {
      count += Long.bitCount(words[i]);
    }
    return two;
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
