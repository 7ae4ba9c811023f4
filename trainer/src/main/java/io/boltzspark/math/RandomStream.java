package io.boltzspark.math;

/**
 * Random numbers that depend only on a key, not on threads, tasks, attempts or the clock. A key is
 * (seed, purpose, step, lane); drawing twice from equal keys gives equal numbers on every machine.
 *
 * <p>Each row of uniforms is a separate counter hash: the 64-bit key advances by one row and is
 * mixed into two words (a, b), and element i of the row is a 32-bit mix of (i, a, b). The mixing
 * steps are published ones: the 64-bit finaliser of SplitMix64 (Steele, Lea and Flood 2014, variant
 * 13 of Stafford) and the 32-bit multiply-xorshift constants of Wellons ("lowbias32"). Unlike a
 * generator with a state, a counter hash vectorises over i.
 *
 * <p>Not thread-safe; not for cryptography.
 */
public final class RandomStream {

  /**
   * The purpose of a stream, so that no two uses share numbers. The constants' numbers affect the
   * bytes of models.
   */
  public enum Purpose {
    WEIGHTS(1),
    CHAIN_START(2),
    CHAINS(3),
    ROW_ORDER(4),
    RESAMPLING(5),
    MONITOR(6),
    SAMPLING(7),
    ASCENT(8),
    ANNEALING(9),
    EVALUATION(10),
    NOISE(11),
    DROPOUT(12),
    CHAIN_TEMPERATURES(13);

    private final int number;

    Purpose(int number) {
      this.number = number;
    }
  }

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** From one element of a row of uniforms to the next. */
  static final int COUNTER = 0x9E3779B9;

  // The multipliers of the mix of an element.
  static final int MIX_A = 0x21f0aaad;
  static final int MIX_B = 0x735a2d97;

  private long key;
  private long row;
  private int[] counters = new int[0];
  private int[] bits = new int[0];
  private float[] roots = new float[0];

  /** A stream; call {@link #key} before use. */
  public RandomStream() {}

  public RandomStream(long seed, Purpose purpose, long step, long lane) {
    key(seed, purpose, step, lane);
  }

  /** Starts the stream of this key from its beginning. */
  public RandomStream key(long seed, Purpose purpose, long step, long lane) {
    long mixed = mix64(seed + GOLDEN);
    mixed = mix64(mixed ^ (purpose.number * GOLDEN));
    mixed = mix64(mixed + (step + 1) * GOLDEN);
    key = mix64(mixed ^ ((lane + 1) * GOLDEN));
    row = 0;
    return this;
  }

  /**
   * Fills {@code uniform[0 .. count)} with odd multiples of 2^-24 in (0, 1): never 0, never 1, and
   * symmetric about 1/2. A float has no finer grid just below 1, so 23 random bits suffice.
   */
  public void nextUniforms(float[] uniform, int count) {
    reserve(count);
    long mixed = nextLong();
    hashInto(bits, counters, count, (int) mixed, (int) (mixed >>> 32));
    uniformsInto(uniform, bits, count);
  }

  private void reserve(int count) {
    if (counters.length < count) {
      counters = new int[count];
      bits = new int[count];
      for (int i = 0; i < count; i++) {
        counters[i] = i * COUNTER;
      }
    }
  }

  /** Element {@code i} of the row of uniforms that the words {@code a} and {@code b} begin. */
  static float uniform(int i, int a, int b) {
    return uniform(mix(i * COUNTER + a, b));
  }

  // Counters are read from an array because HotSpot does not vectorise an expression in the index.
  private static void hashInto(int[] bits, int[] counters, int count, int a, int b) {
    for (int i = 0; i < count; i++) {
      bits[i] = mix(counters[i] + a, b);
    }
  }

  private static int mix(int counter, int b) {
    int h = counter;
    h ^= h >>> 16;
    h *= MIX_A;
    h ^= h >>> 15;
    h += b;
    h *= MIX_B;
    h ^= h >>> 15;
    h *= MIX_A;
    h ^= h >>> 16;
    return h;
  }

  private static void uniformsInto(float[] uniform, int[] bits, int count) {
    for (int i = 0; i < count; i++) {
      uniform[i] = uniform(bits[i]);
    }
  }

  private static float uniform(int bits) {
    return (bits >>> 9) * 0x1p-23f + 0x1p-24f;
  }

  /**
   * Fills {@code normal[0 .. count)} with standard normal numbers: the inverse of the distribution
   * function, applied to 32 bits each, with an error of at most 4e-6 (see {@link NormalKernels}).
   * Far faster than {@link #nextNormal}, which has no such error.
   */
  public void nextNormals(float[] normal, int count) {
    reserve(count);
    if (roots.length < count) {
      roots = new float[count];
    }
    long mixed = nextLong();
    hashInto(bits, counters, count, (int) mixed, (int) (mixed >>> 32));
    NormalKernels.normalsInto(bits, normal, roots, count);
  }

  /** A uniform number in (0, 1], a multiple of 2^-53. */
  public double nextUniform() {
    return ((nextLong() >>> 11) + 1) * 0x1p-53;
  }

  /** 64 random bits. */
  public long nextLong() {
    return mix64(key + ++row * GOLDEN);
  }

  /** An integer in [0, bound), with a bias below bound / 2^53. */
  public int nextInt(int bound) {
    return (int) ((nextLong() >>> 11) * 0x1p-53 * bound);
  }

  /**
   * A standard normal number by the Box-Muller transform, from {@code StrictMath}, whose results do
   * not change between releases of the JDK.
   */
  public double nextNormal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(nextUniform()));
    return radius * StrictMath.cos(2 * Math.PI * ((nextLong() >>> 11) * 0x1p-53));
  }

  /** Fisher-Yates: a uniformly drawn order of 0 .. order.length - 1. */
  public void nextPermutation(int[] order) {
    for (int i = 0; i < order.length; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }

  private static long mix64(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
