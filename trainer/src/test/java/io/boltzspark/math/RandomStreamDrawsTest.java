package io.boltzspark.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.RandomStream.Purpose;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole numbers, normal numbers and permutations. */
class RandomStreamDrawsTest {

  private static RandomStream stream(long seed) {
    return new RandomStream(seed, Purpose.WEIGHTS, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 10, 784})
  void wholeNumbersAreUniformBelowTheirBound(int bound) {
    long[] counts = new long[bound];
    RandomStream random = stream(bound);
    for (int i = 0; i < 200_000; i++) {
      counts[random.nextInt(bound)]++;
    }
    ChiSquare.assertUniform(counts, "bound " + bound);
  }

  @Test
  void wholeNumbersReachTheEndsOfTheLargestRange() {
    RandomStream random = stream(1);
    long[] counts = new long[64];
    for (int i = 0; i < 100_000; i++) {
      assertEquals(0, random.nextInt(1));
      int n = random.nextInt(Integer.MAX_VALUE);
      assertTrue(n >= 0 && n < Integer.MAX_VALUE, "drew " + n);
      counts[n >>> 25]++;
    }
    ChiSquare.assertUniform(counts, "sixty-fourths of the whole range");
  }

  @Test
  void longsHaveBalancedBits() {
    int n = 200_000;
    long[] ones = new long[64];
    RandomStream random = stream(2);
    for (int i = 0; i < n; i++) {
      long bits = random.nextLong();
      for (int b = 0; b < 64; b++) {
        ones[b] += bits >>> b & 1;
      }
    }
    for (int b = 0; b < 64; b++) {
      assertEquals(0.5, (double) ones[b] / n, 2.5 / Math.sqrt(n), "bit " + b);
    }
  }

  @Test
  void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
    int n = 1_000_000;
    RandomStream random = stream(3);
    double[] sums = new double[5];
    double products = 0;
    double last = random.nextNormal();
    for (int i = 0; i < n; i++) {
      double x = random.nextNormal();
      products += x * last;
      last = x;
      double power = 1;
      for (int m = 1; m <= 4; m++) {
        power *= x;
        sums[m] += power;
      }
    }
    // E x^m and Var x^m = E x^2m - (E x^m)^2, from E x^2, 4, 6, 8 = 1, 3, 15, 105
    double[] mean = {1, 0, 1, 0, 3};
    double[] variance = {0, 1, 2, 15, 96};
    for (int m = 1; m <= 4; m++) {
      assertEquals(mean[m], sums[m] / n, 5 * Math.sqrt(variance[m] / n), "moment " + m);
    }
    assertEquals(0, products / n, 5 / Math.sqrt(n), "successive numbers are correlated");
  }

  @Test
  void normalNumbersFillTheBellCurve() {
    int inner = 80;
    double width = 0.1;
    double[] probabilities = new double[inner + 2];
    double tail = 1;
    for (int i = 0; i < inner; i++) {
      double from = -4 + i * width;
      // Simpson's rule: error width^5 / 2880 times the fourth derivative, at most 1.2: 4e-9.
      probabilities[i + 1] =
          width / 6 * (density(from) + 4 * density(from + width / 2) + density(from + width));
      tail -= probabilities[i + 1];
    }
    probabilities[0] = tail / 2;
    probabilities[inner + 1] = tail / 2;
    long[] counts = new long[inner + 2];
    RandomStream random = stream(4);
    for (int i = 0; i < 1_000_000; i++) {
      int bin = (int) Math.floor((random.nextNormal() + 4) / width);
      counts[Math.max(0, Math.min(inner + 1, bin + 1))]++;
    }
    ChiSquare.assertFits(counts, probabilities, "tenths of a deviation");
  }

  private static double density(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  @Test
  void permutationsAreUniform() {
    long[] counts = new long[4 * 4 * 4 * 4];
    double[] probabilities = new double[counts.length];
    RandomStream random = stream(5);
    int[] order = new int[4];
    for (int i = 0; i < 240_000; i++) {
      random.nextPermutation(order);
      counts[((order[0] * 4 + order[1]) * 4 + order[2]) * 4 + order[3]]++;
    }
    for (int code = 0; code < counts.length; code++) {
      int places = 1 << (code & 3) | 1 << (code >> 2 & 3) | 1 << (code >> 4 & 3) | 1 << (code >> 6);
      probabilities[code] = places == 15 ? 1.0 / 24 : 0; // the 24 codes with four different places
    }
    ChiSquare.assertFits(counts, probabilities, "orders of four");
  }

  @Test
  void aLongPermutationHoldsEveryPlaceOnce() {
    for (int n : new int[] {0, 1, 2, 60_000}) {
      int[] order = new int[n];
      stream(6).nextPermutation(order);
      BitSet places = new BitSet();
      for (int place : order) {
        places.set(place);
      }
      assertEquals(n, places.cardinality());
      assertEquals(n, places.length());
    }
  }
}
