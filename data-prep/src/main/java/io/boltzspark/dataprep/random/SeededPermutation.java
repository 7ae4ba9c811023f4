package io.boltzspark.dataprep.random;

import java.io.Serializable;

/**
 * A seeded bijection of [0, size): a shuffle that needs no memory and that any task can evaluate at
 * any index, so that the order of the rows cannot depend on how the work is distributed.
 *
 * <p>A balanced Feistel network (Luby and Rackoff 1988) permutes the smallest even number of bits
 * that holds the size; values outside are permuted again until they fall inside (cycle walking,
 * Black and Rogaway 2002), fewer than four times on average.
 */
public final class SeededPermutation implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Four would suffice for large sizes; small ones have few bits per round and need more. */
  private static final int ROUNDS = 12;

  private final long size;
  private final int halfBits;
  private final long halfMask;
  private final long[] keys = new long[ROUNDS];

  /**
   * @param size at least 1 and at most 2^62
   */
  public SeededPermutation(long size, long seed) {
    if (size < 1 || size > 1L << 62) {
      throw new IllegalArgumentException("size " + size + " is outside 1..2^62");
    }
    this.size = size;
    int bits = 64 - Long.numberOfLeadingZeros(size - 1);
    this.halfBits = Math.max(1, (bits + 1) / 2);
    this.halfMask = (1L << halfBits) - 1;
    for (int round = 0; round < ROUNDS; round++) {
      keys[round] = Seeds.derive(seed, round);
    }
  }

  /** Where {@code index} goes; both lie in [0, size). */
  public long apply(long index) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException("index " + index + " is outside 0.." + (size - 1));
    }
    long value = index;
    do {
      long left = value >>> halfBits;
      long right = value & halfMask;
      for (long key : keys) {
        long mixed = left ^ (Seeds.derive(key, right) & halfMask);
        left = right;
        right = mixed;
      }
      value = left << halfBits | right;
    } while (value >= size);
    return value;
  }
}
