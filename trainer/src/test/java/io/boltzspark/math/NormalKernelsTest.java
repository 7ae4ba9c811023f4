package io.boltzspark.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.RandomStream.Purpose;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Normal numbers a row at a time: the quantile of every tail, and the distribution of draws. */
class NormalKernelsTest {
  private static final double QUANTILE_ERROR = 4e-6;

  private static float[] normals(int[] bits) {
    float[] normals = new float[bits.length];
    NormalKernels.normalsInto(bits, normals, new float[bits.length], bits.length);
    return normals;
  }

  /** Bits over all magnitudes, of both signs. */
  private static int[] spreadBits() {
    int[] bits = new int[2 * 31 * 500];
    int n = 0;
    for (int octave = 0; octave < 31; octave++) {
      for (int i = 0; i < 500; i++) {
        int magnitude = (int) ((1L << octave) * (1 + i / 500.0));
        bits[n++] = magnitude;
        bits[n++] = -magnitude;
      }
    }
    return bits;
  }

  @Test
  void theTailBeyondIsTheBitsShareOfAllNumbers() {
    int[] bits = spreadBits();
    float[] normals = normals(bits);
    for (int i = 0; i < bits.length; i++) {
      double share = Math.abs((double) (bits[i] | 1)) * 0x1p-32;
      double z = Math.abs((double) normals[i]);
      double tail = Math.exp(NormalDistribution.logCdf(-z));
      // The distance from the exact quantile, to first order: the error is tiny.
      double error = (tail - share) / NormalDistribution.density(z);
      assertEquals(0, error, QUANTILE_ERROR, "bits " + bits[i] + " gave " + normals[i]);
      if (z > QUANTILE_ERROR) {
        assertEquals(Math.signum(bits[i] | 1), Math.signum(normals[i]), "sign of " + bits[i]);
      }
    }
  }

  @Test
  void theOutermostNumbersAreFiniteAndOppositeBitsOppositeNumbers() {
    float[] ends = normals(new int[] {0, 1, -1, -2, Integer.MAX_VALUE, Integer.MIN_VALUE});
    // The quantile of 2^-32.
    assertEquals(6.2303, ends[0], 1e-3);
    assertEquals(ends[0], ends[1]);
    assertEquals(-ends[0], ends[2]);
    assertEquals(-ends[0], ends[3]);
    assertEquals(0, ends[4], QUANTILE_ERROR);
    assertEquals(0, ends[5], QUANTILE_ERROR);
  }

  @Test
  void drawsFillTheBellCurveAndAreUncorrelated() {
    int width = 1000;
    int rows = 4000;
    double[] edges = new double[121];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = -6 + 0.1 * i;
    }
    double[] probabilities = new double[edges.length + 1];
    double below = 0;
    for (int i = 0; i < edges.length; i++) {
      double here = Math.exp(NormalDistribution.logCdf(edges[i]));
      probabilities[i] = here - below;
      below = here;
    }
    probabilities[edges.length] = 1 - below;
    long[] counts = new long[probabilities.length];
    double neighbours = 0;
    double squares = 0;
    double lastRow = 0;
    RandomStream random = new RandomStream(5, Purpose.SAMPLING, 0, 0);
    float[] last = new float[width];
    float[] row = new float[width];
    for (int r = 0; r < rows; r++) {
      random.nextNormals(row, width);
      for (int i = 0; i < width; i++) {
        int bin = Arrays.binarySearch(edges, row[i]);
        counts[bin < 0 ? -bin - 1 : bin]++;
        squares += (row[i] * row[i] - 1) * (last[i] * last[i] - (r == 0 ? 0 : 1));
        lastRow += row[i] * last[i];
        neighbours += i == 0 ? 0 : row[i] * row[i - 1];
      }
      float[] swap = last;
      last = row;
      row = swap;
    }
    ChiSquare.assertFits(counts, probabilities, "tenths of a deviation");
    double n = (double) rows * width;
    assertEquals(0, neighbours / n, 5 / Math.sqrt(n), "neighbours in a row");
    assertEquals(0, lastRow / n, 5 / Math.sqrt(n), "the same place in successive rows");
    assertEquals(0, squares / n, 5 * 2 / Math.sqrt(n), "squares in successive rows");
  }

  @Test
  void rowsAreKeyedAndTheirLengthDoesNotMoveTheRest() {
    RandomStream one = new RandomStream(6, Purpose.CHAINS, 1, 2);
    RandomStream other = new RandomStream(6, Purpose.CHAINS, 1, 2);
    float[] longer = new float[70];
    float[] shorter = new float[20];
    one.nextNormals(longer, 70);
    other.nextNormals(shorter, 20);
    assertTrue(Arrays.equals(Arrays.copyOf(longer, 20), shorter));
    assertEquals(one.nextLong(), other.nextLong());
    double uniform = one.nextUniform();
    assertTrue(uniform > 0 && uniform <= 1);
    assertEquals(uniform, other.nextUniform());
  }
}
