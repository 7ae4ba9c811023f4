package io.boltzspark.math;

/**
 * What products with states of two values need: the states as bits, and sums of chosen rows of a
 * table, which is what a product with a matrix of zeros and ones amounts to, or the change of such
 * a product. For each output row r
 *
 * <pre>out[r] := (out[r] or 0) + sum over i in on[r] of table[i] - sum over i in off[r] of table[i]
 * </pre>
 *
 * one after another, in the order of the lists. So every element is added in the same order
 * whatever the width of the processor's vectors, and all implementations give the same bits: the
 * one with vectors, where the JVM has opened the module {@code jdk.incubator.vector}, and a scalar
 * one, which takes about as long as a dense product.
 */
public abstract class SparseKernels {
  private static final String MODULE = "jdk.incubator.vector";
  private static final SparseKernels FASTEST = fastest();

  SparseKernels() {}

  /** The fastest implementation that this JVM can run. */
  public static SparseKernels get() {
    return FASTEST;
  }

  private static SparseKernels fastest() {
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      try {
        return (SparseKernels)
            Class.forName("io.boltzspark.math.VectorSparseKernels")
                .getDeclaredConstructor()
                .newInstance();
      } catch (ReflectiveOperationException | LinkageError e) {
        return new ScalarSparseKernels(); // an incubating module may change
      }
    }
    return new ScalarSparseKernels();
  }

  /** Number of elements that are added at once; 1: without vectors. */
  public abstract int width();

  /**
   * The sums.
   *
   * @param on one list of table rows for each output row
   * @param off as many lists of rows to be subtracted
   * @param keep whether the sums are added to what {@code out} contains
   */
  public final void sum(Matrix table, IndexLists on, IndexLists off, boolean keep, Matrix out) {
    if (on.rows() != out.rows() || off.rows() != out.rows() || table.columns() != out.columns()) {
      throw new IllegalArgumentException(
          table + ", lists " + on.rows() + " and " + off.rows() + ", " + out);
    }
    long begin = ProductClock.begin();
    compute(table, on, off, keep, out);
    ProductClock.end(begin);
  }

  abstract void compute(Matrix table, IndexLists on, IndexLists off, boolean keep, Matrix out);

  /**
   * Packs a row of zeros and ones, as {@link PackedStates} describes.
   *
   * @param row values 0 and 1; any others give any bits
   * @param count number of values
   * @param words receives the words of the row's blocks, from {@code at} on
   * @param scratch {@value PackedStates#VECTOR} numbers
   */
  abstract void pack(float[] row, int count, long[] words, int at, float[] scratch);
}
