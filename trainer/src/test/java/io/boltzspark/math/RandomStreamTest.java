package io.boltzspark.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.boltzspark.math.RandomStream.Purpose;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Rows of uniforms: their grid, their distribution, and that rows know nothing of each other. */
class RandomStreamTest {
  private static final int WIDTH = 784;

  private static float[] row(RandomStream random, int count) {
    float[] row = new float[count];
    random.nextUniforms(row, count);
    return row;
  }

  /** Product of two uniforms' distances from the mean: mean 0 and deviation 1 if independent. */
  private static double product(float u, float v) {
    return 12 * (u - 0.5) * (v - 0.5);
  }

  private static void assertUncorrelated(double sumOfProducts, long n, String what) {
    assertEquals(0, sumOfProducts / n, 5 / Math.sqrt(n), "correlation: " + what);
  }

  /** Correlation between equal elements of two families of rows. */
  private static void assertUncorrelated(
      int pairs, LongFunction<RandomStream> left, LongFunction<RandomStream> right, String what) {
    double sum = 0;
    for (int p = 0; p < pairs; p++) {
      float[] a = row(left.apply(p), WIDTH);
      float[] b = row(right.apply(p), WIDTH);
      for (int i = 0; i < WIDTH; i++) {
        sum += product(a[i], b[i]);
      }
    }
    assertUncorrelated(sum, (long) pairs * WIDTH, what);
  }

  @Test
  void uniformsAreOddMultiplesOfTheGridInsideTheOpenInterval() {
    RandomStream random = new RandomStream(1, Purpose.CHAINS, 0, 0);
    for (int r = 0; r < 1 << 9; r++) {
      // 2^25 draws over 2^23 values: the outermost ones are missed with probability e^-4 each.
      for (float u : row(random, 1 << 16)) {
        int numerator = (int) (u * 0x1p24);
        if (u <= 0 || u >= 1 || numerator % 2 != 1 || numerator * 0x1p-24 != u) {
          fail("drew " + u + ", in row " + r);
        }
      }
    }
  }

  @Test
  void uniformsAreUniformOverRowsAndKeys() {
    long[] bins = new long[1000];
    long[] inOneKey = new long[1000];
    RandomStream one = new RandomStream(99, Purpose.CHAINS, 5, 1);
    for (int r = 0; r < 4000; r++) {
      for (float u : row(new RandomStream(r % 10, Purpose.CHAINS, r / 40, r / 10 % 4), WIDTH)) {
        bins[(int) (u * 1000.0)]++;
      }
      for (float u : row(one, WIDTH)) {
        inOneKey[(int) (u * 1000.0)]++;
      }
    }
    ChiSquare.assertUniform(bins, "over keys");
    ChiSquare.assertUniform(inOneKey, "over the rows of one key");
  }

  @Test
  void everyPlaceOfARowIsUniform() {
    int rows = 4000;
    long[][] bins = new long[WIDTH][16];
    RandomStream random = new RandomStream(12, Purpose.CHAINS, 0, 0);
    for (int r = 0; r < rows; r++) {
      float[] row = row(random, WIDTH);
      for (int i = 0; i < WIDTH; i++) {
        bins[i][(int) (row[i] * 16)]++;
      }
    }
    for (int i = 0; i < WIDTH; i++) {
      ChiSquare.assertUniform(bins[i], "element " + i + " of the rows");
    }
  }

  @Test
  void everyBitIsBalancedAndFlipsHalfTheTime() {
    int rows = 4000;
    long[] ones = new long[23];
    long[] flips = new long[23];
    RandomStream random = new RandomStream(13, Purpose.CHAINS, 0, 0);
    for (int r = 0; r < rows; r++) {
      int last = 0;
      for (float u : row(random, WIDTH)) {
        int bits = (int) (u * 0x1p23);
        for (int b = 0; b < 23; b++) {
          ones[b] += bits >> b & 1;
          flips[b] += (bits ^ last) >> b & 1;
        }
        last = bits;
      }
    }
    double n = (double) rows * WIDTH;
    for (int b = 0; b < 23; b++) { // a share of n fair coins deviates by 1 / (2 sqrt n)
      assertEquals(0.5, ones[b] / n, 2.5 / Math.sqrt(n), "ones of bit " + b);
      // The first element of a row is compared with 0, which is fair too.
      assertEquals(0.5, flips[b] / n, 2.5 / Math.sqrt(n), "flips of bit " + b);
    }
  }

  @Test
  void neighboursInARowAreIndependent() {
    int rows = 4000;
    int[] lags = {1, 2, 3, 4, 5, 7, 8, 16, 28, 32, 64, 128, 256, 512};
    double[] sums = new double[lags.length];
    long[][] pairs = new long[3][32 * 32];
    RandomStream random = new RandomStream(14, Purpose.CHAINS, 0, 0);
    for (int r = 0; r < rows; r++) {
      float[] row = row(random, WIDTH);
      for (int l = 0; l < lags.length; l++) {
        for (int i = lags[l]; i < WIDTH; i++) {
          sums[l] += product(row[i], row[i - lags[l]]);
        }
      }
      // Pairs that do not overlap, so that the counts are of independent draws.
      for (int p = 0; p < 3; p++) {
        int lag = 1 << p;
        for (int i = 0; i + lag < WIDTH; i += 2 * lag) {
          pairs[p][(int) (row[i] * 32) * 32 + (int) (row[i + lag] * 32)]++;
        }
      }
    }
    for (int l = 0; l < lags.length; l++) {
      assertUncorrelated(sums[l], (long) rows * (WIDTH - lags[l]), "lag " + lags[l]);
    }
    for (int p = 0; p < 3; p++) {
      ChiSquare.assertUniform(pairs[p], "pairs at distance " + (1 << p));
    }
  }

  @Test
  void keysThatDifferLittleGiveUnrelatedRows() {
    int n = 2000;
    assertUncorrelated(n, t -> stream(1, t, 0), t -> stream(1, t + 1, 0), "steps");
    assertUncorrelated(n, t -> stream(1, t, 0), t -> stream(1, t, 1), "lanes 0 and 1");
    assertUncorrelated(n, t -> stream(1, t, 2), t -> stream(1, t, 3), "lanes 2 and 3");
    assertUncorrelated(n, t -> stream(1, t, t + 1), t -> stream(1, t + 1, t), "step for lane");
    assertUncorrelated(n, t -> stream(t, 0, 0), t -> stream(t + 1, 0, 0), "seeds");
    assertUncorrelated(n, t -> stream(t, 1, 0), t -> stream(1, t, 0), "seed for step");
    for (Purpose p : Purpose.values()) {
      for (Purpose q : Purpose.values()) {
        if (p.compareTo(q) < 0) {
          assertUncorrelated(
              200,
              t -> new RandomStream(1, p, t, 0),
              t -> new RandomStream(1, q, t, 0),
              p + "," + q);
        }
      }
    }
    for (int b = 0; b < 64; b++) {
      long bit = 1L << b;
      assertUncorrelated(
          200, t -> stream(t * 977, 0, 0), t -> stream(t * 977 ^ bit, 0, 0), "seed bit " + b);
    }
  }

  private static RandomStream stream(long seed, long step, long lane) {
    return new RandomStream(seed, Purpose.CHAINS, step, lane);
  }

  @Test
  void successiveRowsAreUnrelatedAtAnyShift() {
    int rows = 3000;
    int[] shifts = {0, 1, 2, 3, 16, 100};
    double[] sums = new double[shifts.length];
    RandomStream random = new RandomStream(15, Purpose.CHAINS, 0, 0);
    float[] last = row(random, WIDTH);
    for (int r = 0; r < rows; r++) {
      float[] row = row(random, WIDTH);
      for (int s = 0; s < shifts.length; s++) {
        for (int i = shifts[s]; i < WIDTH; i++) {
          sums[s] += product(row[i], last[i - shifts[s]]);
        }
      }
      last = row;
    }
    for (int s = 0; s < shifts.length; s++) {
      assertUncorrelated(sums[s], (long) rows * (WIDTH - shifts[s]), "rows, shift " + shifts[s]);
    }
  }

  @Test
  void noThreeNumbersInARowComeTwice() {
    // 400,000 windows of 69 bits: two are equal by chance with probability 1e-10. Rows that shared
    // a stretch of their numbers, at whatever shift, would be found.
    Set<Long> seen = new HashSet<>();
    int windows = 0;
    for (int lane = 0; lane < 4; lane++) {
      for (int step = 0; step < 100; step++) {
        RandomStream random = stream(3, step, lane);
        for (int r = 0; r < 10; r++) {
          float[] row = row(random, 102);
          for (int i = 0; i + 2 < row.length; i++) {
            long hash = (long) (row[i] * 0x1p23);
            hash = hash * 0x9E3779B97F4A7C15L + (long) (row[i + 1] * 0x1p23);
            hash = hash * 0x9E3779B97F4A7C15L + (long) (row[i + 2] * 0x1p23);
            seen.add(hash);
            windows++;
          }
        }
      }
    }
    assertEquals(windows, seen.size());
  }

  @Test
  void equalKeysGiveEqualNumbersWhateverWasDrawnBefore() {
    RandomStream used = new RandomStream(8, Purpose.MONITOR, 1, 1);
    row(used, 1000);
    used.nextNormal();
    used.key(4, Purpose.CHAINS, 2, 3);
    RandomStream fresh = new RandomStream(4, Purpose.CHAINS, 2, 3);
    assertArrayEquals(row(fresh, 50), row(used, 50));
    // A row's length does not move the rest: a short row is the beginning of a long one.
    float[] longer = row(fresh, 70);
    assertArrayEquals(Arrays.copyOf(longer, 20), row(used, 20));
    assertEquals(fresh.nextLong(), used.nextLong());
  }
}
