package io.boltzspark.testing;

/** Seeds of random tests: another one each time, or the one that a failure printed. */
public final class TestSeed {
  private TestSeed() {}

  /** {@code -Dboltz.test.seed=N} if it is given; belongs into every message of the test. */
  public static long next() {
    return Long.getLong("boltz.test.seed", System.nanoTime());
  }
}
