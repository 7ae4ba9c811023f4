package io.boltzspark.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.testing.TestSeed;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Totals of rows, and the sums beneath, against decimal arithmetic of unlimited length. */
class UnitTotalsTest {
  private static final int UNITS = 7;

  private final long seed = TestSeed.next();
  private final Random random = new Random(seed);

  /** Any finite float: every sign, exponent and significand is as likely as any other. */
  private float anyFloat() {
    float value = Float.intBitsToFloat(random.nextInt());
    return Float.isFinite(value) ? value : anyFloat();
  }

  /** Unit 0 has values of all magnitudes, others have one each, from 2^-140 to 2^120. */
  private List<float[]> rows(int count) {
    List<float[]> rows = new ArrayList<>();
    for (int r = 0; r < count; r++) {
      float[] row = new float[UNITS];
      row[0] = anyFloat();
      for (int i = 1; i < UNITS; i++) {
        row[i] = Math.scalb((float) random.nextGaussian(), -140 + 260 * i / (UNITS - 1));
      }
      rows.add(row);
    }
    return rows;
  }

  private static UnitTotals totals(List<float[]> rows) {
    UnitTotals totals = new UnitTotals(UNITS);
    rows.forEach(totals::add);
    return totals;
  }

  @Test
  void meanAndVarianceAreTheExactOnesRoundedOnce() {
    int count = 1 + random.nextInt(30);
    List<float[]> rows = rows(count);
    UnitTotals totals = totals(rows);
    assertEquals(count, totals.rows());
    double[] mean = totals.mean();
    double[] variance = totals.spread().variance();
    for (int i = 0; i < UNITS; i++) {
      BigDecimal sum = BigDecimal.ZERO;
      BigDecimal pairs = BigDecimal.ZERO; // variance = sum over pairs of (x - y)^2, over n^2
      for (int r = 0; r < count; r++) {
        BigDecimal x = new BigDecimal(rows.get(r)[i]);
        sum = sum.add(x);
        for (int other = 0; other < r; other++) {
          pairs = pairs.add(x.subtract(new BigDecimal(rows.get(other)[i])).pow(2));
        }
      }
      assertClose(over(sum, count), mean[i], "mean of unit " + i);
      assertClose(over(pairs, (long) count * count), variance[i], "variance of unit " + i);
    }
  }

  private static double over(BigDecimal numerator, long denominator) {
    return numerator.divide(BigDecimal.valueOf(denominator), new MathContext(60)).doubleValue();
  }

  /** 34 decimal digits before the one rounding to a double: the nearest double or its neighbour. */
  private void assertClose(double expected, double actual, String what) {
    assertEquals(expected, actual, Math.ulp(expected), what + ", seed " + seed);
  }

  /** To the last bit, whatever the magnitudes. */
  @Test
  void aRowWithAWeightIsSoManyRows() {
    List<float[]> rows = rows(20);
    UnitTotals weighted = new UnitTotals(UNITS);
    UnitTotals repeated = new UnitTotals(UNITS);
    for (int r = 0; r < rows.size(); r++) {
      weighted.add(rows.get(r), 0.25f * (r % 5)); // quarters, which are exact
      for (int n = 0; n < r % 5; n++) {
        repeated.add(rows.get(r));
      }
    }
    assertArrayEquals(repeated.mean(), weighted.mean(), 0, "seed " + seed);
    assertArrayEquals(
        repeated.spread().variance(), weighted.spread().variance(), 0, "seed " + seed);
  }

  @Test
  void momentsOfAnyWeightsAreTheExactOnesRoundedOnce() {
    List<float[]> rows = rows(12);
    UnitTotals totals = new UnitTotals(UNITS);
    BigDecimal all = BigDecimal.ZERO;
    float[] weights = new float[rows.size()];
    for (int r = 0; r < weights.length; r++) {
      weights[r] = Math.scalb(random.nextFloat() + 0.001f, random.nextInt(60) - 30);
      all = all.add(new BigDecimal(weights[r]));
      totals.add(rows.get(r), weights[r]);
    }
    double[] mean = totals.mean();
    double[] variance = totals.spread().variance();
    MathContext digits = new MathContext(60);
    for (int i = 0; i < UNITS; i++) {
      BigDecimal sum = BigDecimal.ZERO;
      BigDecimal squares = BigDecimal.ZERO;
      for (int r = 0; r < weights.length; r++) {
        BigDecimal x = new BigDecimal(rows.get(r)[i]);
        BigDecimal w = new BigDecimal(weights[r]);
        sum = sum.add(w.multiply(x));
        squares = squares.add(w.multiply(x).multiply(x));
      }
      assertClose(sum.divide(all, digits).doubleValue(), mean[i], "mean of unit " + i);
      BigDecimal numerator = all.multiply(squares).subtract(sum.multiply(sum));
      assertClose(
          numerator.divide(all.multiply(all), digits).doubleValue(),
          variance[i],
          "variance of unit " + i);
    }
  }

  @Test
  void neitherOrderNorPartsShow() {
    List<float[]> rows = rows(200);
    UnitTotals whole = totals(rows);
    Collections.shuffle(rows, random);
    UnitTotals merged = new UnitTotals(UNITS);
    for (int from = 0; from < rows.size(); ) {
      int to = Math.min(rows.size(), from + random.nextInt(40));
      merged.merge(totals(rows.subList(from, to)));
      from = to;
    }
    assertEquals(whole.rows(), merged.rows());
    assertArrayEquals(whole.mean(), merged.mean(), 0, "seed " + seed);
    assertArrayEquals(whole.spread().variance(), merged.spread().variance(), 0, "seed " + seed);
    assertArrayEquals(whole.spread().minimum(), merged.spread().minimum(), 0);
    assertArrayEquals(whole.spread().maximum(), merged.spread().maximum(), 0);
  }

  @Test
  void largeMeansDoNotHideSmallDeviations() {
    // Neighbouring floats at 2^30 are 128 apart.
    float base = 0x1p30f;
    UnitTotals totals = new UnitTotals(1);
    for (int r = 0; r < 1000; r++) {
      totals.add(new float[] {base + 128f * (r % 2)});
    }
    assertEquals(0x1p30 + 64, totals.mean()[0]);
    assertEquals(64.0 * 64.0, totals.spread().variance()[0]);
  }

  @Test
  void carryingChangesNoSum() {
    ExactSums often = new ExactSums(2);
    ExactSums never = new ExactSums(2);
    BigInteger expected = BigInteger.ZERO;
    for (int t = 0; t < 2000; t++) {
      // Whole multiples of 2^-300, so that the expectation is a whole number too.
      long whole = random.nextInt() >> random.nextInt(24);
      int exponent = random.nextInt(500) - 300;
      double term = Math.scalb((double) whole, exponent);
      often.add(1, term);
      often.carry();
      never.add(1, term);
      expected =
          expected.add(BigInteger.valueOf(whole).shiftLeft(exponent - ExactSums.LOWEST_EXPONENT));
    }
    assertEquals(expected, often.get(1), "seed " + seed);
    assertEquals(expected, never.get(1), "seed " + seed);
    assertEquals(BigInteger.ZERO, often.get(0));
  }

  @Test
  void theLargestAndTheSmallestTermsFit() {
    ExactSums sums = new ExactSums(3);
    double largest = (double) Float.MAX_VALUE * Float.MAX_VALUE;
    double smallest = (double) Float.MIN_VALUE * Float.MIN_VALUE;
    sums.add(1, largest);
    sums.add(1, -smallest);
    BigInteger expected =
        new BigDecimal(largest)
            .subtract(new BigDecimal(smallest))
            .multiply(new BigDecimal(BigInteger.ONE.shiftLeft(-ExactSums.LOWEST_EXPONENT)))
            .toBigIntegerExact();
    assertEquals(expected, sums.get(1));
    assertEquals(BigInteger.ZERO, sums.get(0));
    assertEquals(BigInteger.ZERO, sums.get(2));
  }

  @Test
  void extremesAndWhetherAllIsZeroAndOne() {
    UnitTotals totals = new UnitTotals(3);
    totals.add(new float[] {0, 1, 1});
    totals.add(new float[] {1, 1, 0});
    assertTrue(totals.isBinary());
    UnitSpread binary = totals.spread();
    UnitSpread expected = UnitSpread.ofBinary(totals.mean());
    assertArrayEquals(expected.variance(), binary.variance());
    assertArrayEquals(expected.minimum(), binary.minimum());
    assertArrayEquals(expected.maximum(), binary.maximum());
    UnitTotals other = new UnitTotals(3);
    other.add(new float[] {0.5f, -3, 8});
    totals.merge(other);
    assertFalse(totals.isBinary());
    assertArrayEquals(new float[] {0, -3, 0}, totals.spread().minimum());
    assertArrayEquals(new float[] {1, 1, 8}, totals.spread().maximum());
    assertEquals(1, totals.spread().lowestUnit());
    assertEquals(2, totals.spread().highestUnit());
    assertEquals("[0.5, " + -1 / 3.0 + ", 3.0]", Arrays.toString(totals.mean()));
  }
}
