package io.boltzspark.math;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger LOG = LoggerFactory.getLogger(SparseKernels.class);
  private static final String MODULE = "jdk.incubator.vector";

  /** Opens the module that has vectors. */
  public static final String OPTION = "--add-modules=" + MODULE;

  private static final SparseKernels FASTEST = fastest();

  SparseKernels() {}

  /** The fastest implementation that this JVM can run, now or soon: see {@link WarmingKernels}. */
  public static SparseKernels get() {
    return FASTEST;
  }

  private static SparseKernels fastest() {
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      try {
        Class<?> vector = Class.forName("io.boltzspark.math.VectorSparseKernels");
        return new WarmingKernels((SparseKernels) vector.getDeclaredConstructor().newInstance());
      } catch (ReflectiveOperationException | LinkageError e) {
        LOG.warn("no vectors for binary states: this Java's module {} is different", MODULE, e);
        return scalar();
      }
    }
    LOG.warn(
        "no vectors for binary states, so training takes up to several times as long, with the same"
            + " result: start Java with {}",
        OPTION);
    return scalar();
  }

  /** Number of elements that are added at once; 1: without vectors. */
  public abstract int width();

  /** What this process uses. */
  public final String summary() {
    return width() > 1 ? "vectors of " + width() + " floats" : "no vectors";
  }

  /** An implementation without vectors. */
  public static SparseKernels scalar() {
    return new ScalarSparseKernels();
  }

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
   * Adds one or two rows of a table to a row of numbers: {@code out := (out + factor table[plus]) -
   * factor table[minus]}, with the product rounded, in all implementations alike.
   *
   * @param minus -1: nothing is subtracted
   * @param out receives the sum, from {@code at} on, as many numbers as the table has columns
   */
  public abstract void addRows(
      Matrix table, int plus, int minus, float factor, float[] out, int at);

  /**
   * Does so for several changes, one after another.
   *
   * @param plus of each change
   * @param minus of each change
   * @param factors of each change
   * @param first the first change
   * @param end the one behind the last
   */
  public abstract void addRows(
      Matrix table,
      int[] plus,
      int[] minus,
      float[] factors,
      int first,
      int end,
      float[] out,
      int at);

  /**
   * Packs a row of states, as {@link PackedStates} describes.
   *
   * @param x the states, 0 and 1 or, with {@code spins}, -1 and 1; any others give any bits
   * @param from the first state
   * @param count number of states
   * @param words receives the words of the row's blocks, from {@code at} on
   * @param scratch as many numbers as a vector of {@link PackedStates} has
   * @return whether there are no others
   */
  abstract boolean pack(
      float[] x, int from, int count, boolean spins, long[] words, int at, float[] scratch);

  /**
   * Draws a row of units of two values in one pass, with vectors: each is on with the probability
   * {@code sigmoid(x + bias)} or, for spins, {@code sigmoid(2 (x + bias))}. Draws the numbers, and
   * gives the bits, of {@link RowKernels#sigmoidInPlace}, {@link RandomStream#nextUniforms} and
   * {@link RowKernels#bernoulliInto}, which are to be called where this returns false.
   *
   * @param x inputs, from {@code at} on; replaced by means if these are wanted
   * @param bias of each unit
   * @param count number of units
   * @param spins whether states are -1 and 1 instead of 0 and 1
   * @param sample receives the states, from {@code to} on; it may be {@code x} without means
   * @param means whether the units' means are wanted
   * @return whether it did; if not, nothing has changed
   */
  public abstract boolean draw(
      float[] x,
      int at,
      float[] bias,
      int count,
      boolean spins,
      RandomStream random,
      float[] sample,
      int to,
      boolean means);

  /**
   * The same where the probabilities are known, as {@link RandomStream#nextUniforms} and {@link
   * RowKernels#bernoulliInto} would draw.
   *
   * @param mean finite or NaN, which stays
   * @param sample receives 0 and 1, from {@code to} on
   * @return whether it did; if not, nothing has changed
   */
  public abstract boolean drawGiven(
      float[] mean, int count, RandomStream random, float[] sample, int to);
}
