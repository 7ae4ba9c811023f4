package io.boltzspark.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RowKernelsTest {
  private static final double SIGMOID_ERROR = 2e-7;

  private static float[] sigmoid(float[] inputs) {
    float[] x = inputs.clone();
    RowKernels.sigmoidInPlace(x, new float[x.length], x.length);
    return x;
  }

  /** Evenly spaced inputs, ascending. */
  private static float[] grid(double from, double to, int count) {
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = (float) (from + (to - from) * i / (count - 1));
    }
    return x;
  }

  @Test
  void sigmoidKeepsItsErrorBoundAndItsRange() {
    float[] x = grid(-40, 40, 2_000_001);
    float[] y = sigmoid(x);
    for (int i = 0; i < x.length; i++) {
      double exact = 1 / (1 + Math.exp(-(double) x[i]));
      if (!(Math.abs(y[i] - exact) <= SIGMOID_ERROR && y[i] >= 0 && y[i] <= 1)) {
        fail("sigmoid(" + x[i] + ") is " + exact + ", got " + y[i]);
      }
    }
  }

  @Test
  void sigmoidAscendsUpToRounding() {
    float[] x = grid(-20, 20, 1_000_001);
    float[] y = sigmoid(x);
    float highest = 0;
    for (int i = 0; i < x.length; i++) {
      // The fraction and its product with x carry a few roundings of numbers below 1/2 (2^-25
      // each), the last sum one of a number below 1 (2^-25): four on each side.
      assertTrue(y[i] >= highest - 8 * 0x1p-25, "falls at " + x[i]);
      highest = Math.max(highest, y[i]);
    }
  }

  @Test
  void sigmoidOfMinusXIsTheComplement() {
    float[] x = grid(-17, 17, 100_001);
    float[] mirrored = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      mirrored[i] = -x[i];
    }
    float[] up = sigmoid(x);
    float[] down = sigmoid(mirrored);
    for (int i = 0; i < x.length; i++) {
      // x P/Q is exactly odd, so the two sums 1/2 + and 1/2 - differ by their roundings alone.
      assertEquals(1.0, (double) up[i] + down[i], 2 * 0x1p-25, "at " + x[i]);
    }
    assertEquals(0.5f, sigmoid(new float[1])[0]);
  }

  @Test
  void sigmoidOfWhatIsNotFinite() {
    float[] y = sigmoid(new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY});
    assertTrue(Float.isNaN(y[0]), "NaN has become " + y[0] + " and would go unnoticed");
    assertEquals(1, y[1], SIGMOID_ERROR);
    assertEquals(0, y[2], SIGMOID_ERROR);
    float[] biased = {1f};
    RowKernels.sigmoidInPlace(biased, new float[] {Float.NaN}, 1);
    assertTrue(Float.isNaN(biased[0]));
  }

  @Test
  void sigmoidAddsTheBiasAndStopsAtCount() {
    float[] x = {1f, -2f, 7f};
    RowKernels.sigmoidInPlace(x, new float[] {0.5f, 2f, 1f}, 2);
    assertEquals(1 / (1 + Math.exp(-1.5)), x[0], SIGMOID_ERROR);
    assertEquals(0.5f, x[1]);
    assertEquals(7f, x[2]);
  }

  @Test
  void bernoulliIsExactBesideTheThreshold() {
    SplittableRandom random = new SplittableRandom(11);
    int n = 100_000;
    float[] mean = new float[4 * n];
    float[] uniform = new float[4 * n];
    for (int i = 0; i < n; i++) {
      // Odd multiples of 2^-24 over all binades, as the stream draws them.
      int bits = random.nextInt(1 << random.nextInt(1, 24));
      float u = bits * 0x1p-23f + 0x1p-24f;
      Arrays.fill(uniform, 4 * i, 4 * i + 4, u);
      mean[4 * i] = u;
      mean[4 * i + 1] = Math.nextUp(u);
      mean[4 * i + 2] = Math.nextDown(u);
      mean[4 * i + 3] = random.nextInt(1 << 24) * 0x1p-24f;
    }
    float[] sample = new float[4 * n];
    RowKernels.bernoulliInto(mean, uniform, sample, sample.length);
    for (int i = 0; i < sample.length; i++) {
      assertEquals(
          uniform[i] < mean[i] ? 1f : 0f, sample[i], "mean " + mean[i] + ", uniform " + uniform[i]);
    }
  }

  @Test
  void certainUnitsAreCertain() {
    int n = 1 << 16;
    float[] uniform = new float[n];
    float[] sample = new float[n];
    float[] ones = new float[n];
    Arrays.fill(ones, 1f);
    RandomStream random = new RandomStream(3, RandomStream.Purpose.SAMPLING, 0, 0);
    for (int row = 0; row < 512; row++) { // 2^25 draws: each of 2^23 uniforms about four times
      random.nextUniforms(uniform, n);
      RowKernels.bernoulliInto(ones, uniform, sample, n);
      assertTrue(Arrays.equals(ones, sample), "a unit with mean 1 was drawn 0, row " + row);
      RowKernels.bernoulliInto(new float[n], uniform, sample, n);
      assertTrue(Arrays.equals(new float[n], sample), "a unit with mean 0 was drawn 1, row " + row);
    }
  }

  @Test
  void softplusIsAccurateEverywhere() {
    assertEquals(Math.log(2), RowKernels.softplus(0), 0x1p-52);
    for (double x : new double[] {1e-9, 0.3, 1, 5, 30, 40, 700, 1e300}) {
      // log(1 + e^x) - log(1 + e^-x) = x, to an ulp of each term
      double difference = RowKernels.softplus(x) - RowKernels.softplus(-x);
      assertEquals(x, difference, 4 * Math.ulp(Math.max(1, x)), "x = " + x);
    }
    for (double x : new double[] {-20, -5, -1, 0.5, 3, 10}) {
      double exact = Math.log(1 + Math.exp(x)); // loses at most an ulp of 1 for these
      assertEquals(exact, RowKernels.softplus(x), 0x1p-50 * Math.max(1, exact), "x = " + x);
    }
    // log(1 + y) = y - y^2 / 2 + ..., which for y = e^-40 is y to 18 digits
    assertEquals(1, RowKernels.softplus(-40) / Math.exp(-40), 1e-15);
    assertEquals(0, RowKernels.softplus(Double.NEGATIVE_INFINITY));
    assertTrue(Double.isNaN(RowKernels.softplus(Double.NaN)));
  }

  @Test
  void softplusSumsKeepTheirErrorBound() {
    float[] x = grid(-60, 60, 400_001);
    float[] scratch = new float[1];
    for (float v : x) {
      float[] one = {v};
      double found = RowKernels.softplusSum(one, new float[1], scratch, 1);
      double exact = RowKernels.softplus(v);
      if (!(Math.abs(found - exact) <= 2e-7 + 0x1p-24 * exact)) {
        fail("softplus(" + v + ") is " + exact + ", got " + found);
      }
    }
    assertTrue(Double.isNaN(softplusSum(new float[] {1, Float.NaN, 2}, 3)));
    assertEquals(Double.POSITIVE_INFINITY, softplusSum(new float[] {Float.POSITIVE_INFINITY}, 1));
  }

  private static double softplusSum(float[] x, int count) {
    return RowKernels.softplusSum(x.clone(), new float[x.length], new float[x.length], count);
  }

  @Test
  void softplusSumsAddTheBiasAndStopAtCount() {
    SplittableRandom random = new SplittableRandom(12);
    for (int count : new int[] {0, 1, 7, 15, 16, 17, 100, 500, 784}) {
      float[] x = new float[count + 3];
      float[] bias = new float[count + 3];
      Arrays.fill(x, 1e6f);
      double exact = 0;
      for (int i = 0; i < count; i++) {
        x[i] = (float) (5 * random.nextGaussian());
        bias[i] = (float) random.nextGaussian();
        exact += RowKernels.softplus((double) x[i] + bias[i]);
      }
      double found = RowKernels.softplusSum(x, bias, new float[count + 3], count);
      // Each term's bound, the rounding of its argument (below 32) and of its value, and the sum's.
      assertEquals(exact, found, count * (2e-7 + 0x1p-20) + 4 * 0x1p-24 * exact, "count " + count);
    }
  }

  @Test
  void sumsAreAsGoodAsTheyClaim() {
    SplittableRandom random = new SplittableRandom(13);
    for (int count : new int[] {0, 1, 15, 16, 31, 32, 33, 784}) {
      float[] x = new float[count + 1];
      double exact = 0;
      double magnitude = 0;
      for (int i = 0; i < count; i++) {
        x[i] = (float) (1e3 * random.nextGaussian());
        exact += x[i];
        magnitude += Math.abs(x[i]);
      }
      x[count] = 1e9f;
      assertEquals(exact, RowKernels.sum(x, count), 3 * 0x1p-24 * magnitude, "count " + count);
    }
  }

  @Test
  void elementwiseKernelsStopAtCount() {
    float[] x = {-1, 4, 2, 9};
    RowKernels.affineInPlace(x, 2f, 1f, 3);
    assertTrue(Arrays.equals(new float[] {-1, 9, 5, 9}, x), Arrays.toString(x));
    RowKernels.rectifyInPlace(x, 3);
    assertTrue(Arrays.equals(new float[] {0, 9, 5, 9}, x), Arrays.toString(x));
    RowKernels.squareRootInPlace(x, 2);
    assertTrue(Arrays.equals(new float[] {0, 3, 5, 9}, x), Arrays.toString(x));
    RowKernels.multiplyInPlace(x, new float[] {7, 2, 3, 4}, 3);
    assertTrue(Arrays.equals(new float[] {0, 6, 15, 9}, x), Arrays.toString(x));
    float[] sums = {1, 1, 1, 1};
    RowKernels.addProductInPlace(sums, x, new float[] {1, 2, 3, 4}, 3);
    assertTrue(Arrays.equals(new float[] {1, 13, 46, 1}, sums), Arrays.toString(sums));
  }

  @Test
  void rowSumsAndScalesStayInTheirRange() {
    float[] x = {1, 2, 3, 4};
    RowKernels.addScaledInPlace(x, new float[] {10, 10, 10, 10}, 0.5f, 3);
    assertTrue(Arrays.equals(new float[] {6, 7, 8, 4}, x), Arrays.toString(x));
    RowKernels.addInPlace(x, new float[] {1, 1, 1, 1}, 1, 3);
    assertTrue(Arrays.equals(new float[] {6, 8, 9, 4}, x), Arrays.toString(x));
    RowKernels.scaleInPlace(x, 2f, 2, 4);
    assertTrue(Arrays.equals(new float[] {6, 8, 18, 8}, x), Arrays.toString(x));
  }
}
