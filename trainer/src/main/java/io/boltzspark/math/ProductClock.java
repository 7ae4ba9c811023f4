package io.boltzspark.math;

/**
 * Time that a thread has spent in matrix products, so that a step can say what of it they were. Two
 * readings of the clock cost 50 ns, a product of a step some hundred thousand. Nothing that is
 * computed depends on it.
 */
public final class ProductClock {
  private static final ThreadLocal<long[]> NANOS = ThreadLocal.withInitial(() -> new long[1]);

  private ProductClock() {}

  /** Nanoseconds in products of the calling thread since it began; differences mean something. */
  public static long nanos() {
    return NANOS.get()[0];
  }

  /** To give to {@link #end} after the product. */
  static long begin() {
    return System.nanoTime();
  }

  static void end(long begin) {
    NANOS.get()[0] += System.nanoTime() - begin;
  }
}
