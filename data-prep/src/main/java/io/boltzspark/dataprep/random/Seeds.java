package io.boltzspark.dataprep.random;

/** Derives a seed from a seed and its purpose, so that no two purposes share random numbers. */
public final class Seeds {
  /** The odd integer nearest 2^64 over the golden ratio. */
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private Seeds() {}

  /** A seed for the {@code index}-th of the things that {@code seed} serves. */
  public static long derive(long seed, long index) {
    return mix(mix(seed) + (index + 1) * GOLDEN_GAMMA);
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014): a bijection of 64-bit words. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
