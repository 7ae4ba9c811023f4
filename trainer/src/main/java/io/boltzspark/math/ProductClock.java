package io.boltzspark.math;

/**
 * Time that a thread has spent in matrix products, to report their share of a step. Two clock
 * readings cost 50 ns, a product of a step about a hundred thousand. No result depends on it.
 */
public final class ProductClock {
  private static final ThreadLocal<long[]> NANOS = ThreadLocal.withInitial(() -> new long[1]);

  private ProductClock() {}

  /** Nanoseconds that the calling thread has spent in products; only differences are meaningful. */
  public static long nanos() {
    return NANOS.get()[0];
  }

  /** Starts a measurement; pass the result to {@link #end} after the product. */
  static long begin() {
    return System.nanoTime();
  }

  static void end(long begin) {
    NANOS.get()[0] += System.nanoTime() - begin;
  }
}
