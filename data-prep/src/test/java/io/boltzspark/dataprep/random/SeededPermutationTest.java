package io.boltzspark.dataprep.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeededPermutationTest {

  @ParameterizedTest
  @ValueSource(
      ints = {
        1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 255, 256, 257, 1000, 4095, 4096,
        4097, 65_535, 65_536, 65_537, 70_000
      })
  void isBijective(int size) {
    for (long seed : new long[] {0, 1, -1, 123_456_789L}) {
      SeededPermutation permutation = new SeededPermutation(size, seed);
      BitSet seen = new BitSet(size);
      for (int i = 0; i < size; i++) {
        long image = permutation.apply(i);
        assertTrue(image >= 0 && image < size, "image " + image + " of " + i + ", seed " + seed);
        assertFalse(seen.get((int) image), "image " + image + " occurs twice, seed " + seed);
        seen.set((int) image);
      }
    }
  }

  @Test
  void sendsAnIndexAnywhereWithEqualProbabilityOverSeeds() {
    for (int size : new int[] {2, 3, 10, 37, 64}) {
      for (int index : new int[] {0, 1, size - 1}) {
        int draws = 2_000 * size;
        long[] counts = new long[size];
        for (int seed = 0; seed < draws; seed++) {
          counts[(int) new SeededPermutation(size, seed).apply(index)]++;
        }
        assertUniform(counts, draws, "size " + size + ", index " + index);
      }
    }
  }

  @Test
  void sendsPairsToPairsWithEqualProbability() {
    int size = 6;
    long[] counts = new long[size * (size - 1)];
    int draws = 2_000 * counts.length;
    for (int seed = 0; seed < draws; seed++) {
      SeededPermutation permutation = new SeededPermutation(size, seed);
      int first = (int) permutation.apply(0);
      int second = (int) permutation.apply(1);
      counts[first * (size - 1) + (second < first ? second : second - 1)]++;
    }
    assertUniform(counts, draws, "pairs");
  }

  @Test
  void spreadsAStretchOfTheSourceEvenly() {
    // The first tenth of a source must come to lie everywhere, or parts would differ in kind.
    int size = 60_000;
    SeededPermutation permutation = new SeededPermutation(size, 7);
    long[] counts = new long[20];
    for (int i = 0; i < size / 10; i++) {
      counts[(int) (permutation.apply(i) * counts.length / size)]++;
    }
    assertUniform(counts, size / 10, "twentieths");
  }

  @Test
  void dependsOnTheSeed() {
    int same = 0;
    for (int i = 0; i < 1_000; i++) {
      if (new SeededPermutation(1_000, 1).apply(i) == new SeededPermutation(1_000, 2).apply(i)) {
        same++;
      }
    }
    // Expected is 1 (a fixed point of a random permutation); 10 has probability 1e-7.
    assertTrue(same < 10, same + " of 1000 rows went to the same place with another seed");
  }

  @Test
  void handlesTheLargestSizes() {
    long size = 1L << 40;
    SeededPermutation permutation = new SeededPermutation(size - 1, 3);
    long image = permutation.apply(size - 2);
    assertTrue(image >= 0 && image < size - 1);
    assertThrows(IndexOutOfBoundsException.class, () -> permutation.apply(size - 1));
    assertThrows(IndexOutOfBoundsException.class, () -> permutation.apply(-1));
    assertThrows(IllegalArgumentException.class, () -> new SeededPermutation(0, 3));
    assertEquals(0, new SeededPermutation(1, 3).apply(0));
  }

  /**
   * Pearson's test. The statistic has mean k - 1 and variance 2 (k - 1); five standard deviations
   * and five more for the tail at few degrees of freedom are passed by chance less than once in
   * 10,000 runs, and the seeds are fixed.
   */
  private static void assertUniform(long[] counts, int draws, String what) {
    double expected = (double) draws / counts.length;
    double statistic = 0;
    for (long count : counts) {
      statistic += (count - expected) * (count - expected) / expected;
    }
    int freedom = counts.length - 1;
    double limit = freedom + 5 * Math.sqrt(2.0 * freedom) + 5;
    assertTrue(statistic < limit, what + ": chi-square " + statistic + ", limit " + limit);
  }
}
