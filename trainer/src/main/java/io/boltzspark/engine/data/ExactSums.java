package io.boltzspark.engine.data;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * Sums of products of up to three single-precision numbers, without any rounding, so that they do
 * not depend on the order of the terms: fixed-point numbers long enough for every such term.
 * Kulisch proposed accumulators of this kind for dot products.
 */
final class ExactSums implements Serializable {
  private static final long serialVersionUID = 1;

  /** The sums are multiples of two to this power. */
  static final int LOWEST_EXPONENT = -512;

  // A product of three floats is below 2^384 and a double's significand ends 52 places below its
  // first bit, so the smallest, 2^-447, ends at 2^-499. The last limb takes carries and the sign.
  private static final int LIMB_BITS = 32;
  private static final int LIMBS = (384 - LOWEST_EXPONENT) / LIMB_BITS + 1;
  private static final long LOW = 0xffffffffL;

  private final long[] limbs;

  /** {@code count} sums, all 0. */
  ExactSums(int count) {
    limbs = new long[Math.multiplyExact(count, LIMBS)];
  }

  /**
   * Adds to one sum; {@link #carry} must be called after at most 2^30 terms.
   *
   * @param term a finite multiple of 2^-447, the smallest product of three floats, and smaller than
   *     the largest one: such as a float, the product of two, which a double holds exactly, or a
   *     part of the product of three
   */
  void add(int sum, double term) {
    if (term == 0) {
      return;
    }
    long bits = Double.doubleToRawLongBits(term);
    long significand = bits & 0xfffffffffffffL | 0x10000000000000L;
    int place = Math.getExponent(term) - 52 - LOWEST_EXPONENT;
    int shift = place % LIMB_BITS;
    long upper = significand >>> LIMB_BITS;
    long sign = bits >> 63 | 1;
    int limb = sum * LIMBS + place / LIMB_BITS;
    limbs[limb] += sign * (significand << shift & LOW);
    limbs[limb + 1] += sign * ((significand >>> (LIMB_BITS - shift)) & LOW);
    limbs[limb + 2] += sign * (upper >>> (LIMB_BITS - shift));
  }

  /** Makes room for more terms, without changing the sums. */
  void carry() {
    for (int i = 0; i < limbs.length; i++) {
      if ((i + 1) % LIMBS != 0) {
        long carry = limbs[i] >> LIMB_BITS;
        limbs[i] -= carry << LIMB_BITS;
        limbs[i + 1] += carry;
      }
    }
  }

  /** Adds the sums of other terms. */
  void merge(ExactSums other) {
    for (int i = 0; i < limbs.length; i++) {
      limbs[i] += other.limbs[i];
    }
    carry();
  }

  /** A sum as a multiple of 2^{@link #LOWEST_EXPONENT}. */
  BigInteger get(int sum) {
    BigInteger value = BigInteger.ZERO;
    for (int limb = LIMBS - 1; limb >= 0; limb--) {
      value = value.shiftLeft(LIMB_BITS).add(BigInteger.valueOf(limbs[sum * LIMBS + limb]));
    }
    return value;
  }
}
