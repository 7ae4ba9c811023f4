package io.boltzspark.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.testing.TestSeed;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RocAreaTest {

  /** 1, 1/2 or 0 for an odd score above, at or below a normal one. */
  private static double wins(double odd, double normal) {
    return odd > normal ? 1 : odd == normal ? 0.5 : 0;
  }

  /** The definition by DeLong et al., over all pairs. */
  private static RocArea overPairs(double[] odd, double[] normal) {
    double[] byOdd = new double[odd.length];
    double[] byNormal = new double[normal.length];
    for (int i = 0; i < odd.length; i++) {
      for (int j = 0; j < normal.length; j++) {
        byOdd[i] += wins(odd[i], normal[j]) / normal.length;
        byNormal[j] += wins(odd[i], normal[j]) / odd.length;
      }
    }
    double area = Arrays.stream(byOdd).average().orElseThrow();
    double variance = 0;
    for (double v : byOdd) {
      variance += (v - area) * (v - area) / (odd.length - 1) / odd.length;
    }
    for (double v : byNormal) {
      variance += (v - area) * (v - area) / (normal.length - 1) / normal.length;
    }
    return new RocArea(area, Math.sqrt(variance), odd.length, normal.length);
  }

  /** Scores out of few values, so that most are tied, and out of many. */
  @Test
  void isWhatAllPairsSay() {
    long seed = TestSeed.next();
    Random random = new Random(seed);
    for (int trial = 0; trial < 200; trial++) {
      int values = trial % 2 == 0 ? 1 + random.nextInt(5) : 1 << 20;
      double[] odd = new double[2 + random.nextInt(40)];
      double[] normal = new double[2 + random.nextInt(40)];
      Arrays.setAll(odd, i -> random.nextInt(values) - 0.3 * values);
      Arrays.setAll(normal, i -> random.nextInt(values) - 0.5 * values * (i % 2));
      RocArea expected = overPairs(odd, normal);
      RocArea found = RocArea.of(odd, normal);
      // Sums of at most 82 numbers up to 1; a root at 0 takes the error of its square.
      assertEquals(expected.area(), found.area(), 1e-13, "seed " + seed);
      double error = 1e-13 / Math.max(1e-7, expected.standardError()) + 1e-13;
      assertEquals(expected.standardError(), found.standardError(), error, "seed " + seed);
      assertEquals(1 - found.area(), RocArea.of(normal, odd).area(), 1e-13, "seed " + seed);
    }
  }

  @Test
  void extremes() {
    double[] low = {1, 2, 3};
    double[] high = {4, 5};
    assertEquals(new RocArea(1, 0, 2, 3), RocArea.of(high, low));
    assertEquals(new RocArea(0, 0, 3, 2), RocArea.of(low, high));
    assertEquals(new RocArea(0.5, 0, 2, 2), RocArea.of(new double[] {7, 7}, new double[] {7, 7}));
    double infinity = Double.POSITIVE_INFINITY;
    assertEquals(
        new RocArea(0.75, 0.25, 2, 2),
        RocArea.of(new double[] {infinity, infinity}, new double[] {infinity, 0}));
  }

  @Test
  void bothZerosAreOne() {
    assertEquals(0.5, RocArea.of(new double[] {-0.0}, new double[] {0.0}).area());
    assertEquals(0.5, RocArea.of(new double[] {0.0}, new double[] {-0.0}).area());
  }

  @Test
  void aSingleRowHasAnAreaButNoError() {
    RocArea area = RocArea.of(new double[] {3}, new double[] {1, 2, 4});
    assertEquals(2 / 3.0, area.area(), 1e-15);
    assertTrue(Double.isNaN(area.standardError()));
    assertThrows(IllegalArgumentException.class, () -> RocArea.of(new double[0], new double[] {1}));
  }

  /** The error is that of the area: it is as large as areas of repeated samples spread. */
  @Test
  void theErrorIsTheSpreadOfAreas() {
    long seed = TestSeed.next();
    Random random = new Random(seed);
    int samples = 800;
    double sum = 0;
    double squares = 0;
    double variance = 0;
    for (int s = 0; s < samples; s++) {
      double[] odd = new double[40];
      double[] normal = new double[60];
      Arrays.setAll(odd, i -> random.nextGaussian() + 1);
      Arrays.setAll(normal, i -> random.nextGaussian());
      RocArea area = RocArea.of(odd, normal);
      sum += area.area();
      squares += area.area() * area.area();
      variance += area.standardError() * area.standardError() / samples;
    }
    double mean = sum / samples;
    double spread = squares / samples - mean * mean;
    // P(N(1, 1) > N(0, 1)) = Phi(1 / sqrt 2).
    assertEquals(0.7602, mean, 5 * Math.sqrt(spread / samples) + 1e-4, "seed " + seed);
    // A variance of nearly normal numbers has the relative error sqrt(2 / samples).
    assertEquals(1, variance / spread, 5 * Math.sqrt(2.0 / samples), "seed " + seed);
  }
}
