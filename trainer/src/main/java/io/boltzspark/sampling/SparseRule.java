package io.boltzspark.sampling;

/**
 * When a product of states and weights is a dense one, and when a sum of the rows of weights that
 * belong to units that are on, or that have changed since the last product. Decided for each
 * product of a lane from numbers of units and rows alone, because the kinds have different
 * roundings: the same states give the same choice, and the same bytes, on every machine.
 *
 * <p>The unit of cost is one row of weights added with vectors. For a 784-500 machine and AVX-512 a
 * dense product of 50 rows of states costs as much as adding 43 % of the rows of weights for each
 * of them on Zen 4, 29 % on Zen 5; of 500 rows 43 % and 19 %; transposing the weights as much as
 * adding each of their rows 7 times. The constants lie between.
 */
public final class SparseRule {
  /** Of a dense product, for each row of states and each unit of the layer they belong to. */
  static final double DENSE = 0.22;

  /** Of a dense product, for each unit: the weights are packed once. */
  static final double PACKING = 5;

  /** Of a transposed copy of the weights, for each of its rows. */
  static final double TRANSPOSING = 7;

  /**
   * Updates of a kept product before it is made afresh. Each adds its rows one by one, so an
   * element's error grows by at most {@code 2^-24} times its magnitude for each row.
   */
  public static final int UPDATES = 64;

  private SparseRule() {}

  /**
   * Whether adding rows costs less than a dense product.
   *
   * @param added rows of weights to be added, over all rows of states
   * @param rows rows of states
   * @param units units of the layer that the states belong to
   * @param copies the share of a transposed copy of the weights that has to be made for this
   *     product
   */
  public static boolean isSparse(long added, int rows, int units, double copies) {
    double copy = TRANSPOSING * copies * units;
    return added + copy <= (DENSE * rows + PACKING) * units;
  }
}
