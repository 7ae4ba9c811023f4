package io.boltzspark.adversarial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.network.LayerText;
import io.boltzspark.network.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ways from one noise to another, and noise with other means and deviations. */
class LatentPathTest {
  private static final int NUMBERS = 100;
  private static final int STEPS = 9;

  private static float[] noise(long seed) {
    float[] noise = new float[NUMBERS];
    new RandomStream(seed, Purpose.SAMPLING, 0, 0).nextNormals(noise, NUMBERS);
    return noise;
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static double length(float[] a) {
    return Math.sqrt(product(a, a));
  }

  private static double angle(float[] a, float[] b) {
    return Math.acos(Math.min(1, product(a, b) / length(a) / length(b)));
  }

  private static float[] row(Matrix points, int row) {
    return points.rows(row, row + 1).toArray();
  }

  @Test
  void bothBeginAndEndAtTheEnds() {
    for (LatentPath path : LatentPath.values()) {
      Matrix points = path.between(noise(1), noise(2), STEPS);
      assertEquals(STEPS, points.rows());
      assertArrayEquals(noise(1), row(points, 0), 1e-6f);
      assertArrayEquals(noise(2), row(points, STEPS - 1), 1e-6f);
    }
  }

  @Test
  void theSphericalOneTurnsEvenlyAndItsLengthGoesEvenly() {
    float[] from = noise(1);
    float[] to = noise(2);
    for (int i = 0; i < to.length; i++) {
      to[i] *= 3;
    }
    Matrix points = LatentPath.SPHERICAL.between(from, to, STEPS);
    double whole = angle(from, to);
    assertTrue(whole > 1, "independent noise is nearly at right angles");
    for (int s = 1; s < STEPS; s++) {
      assertEquals(whole / (STEPS - 1), angle(row(points, s - 1), row(points, s)), 1e-4);
      double t = (double) s / (STEPS - 1);
      assertEquals((1 - t) * length(from) + t * length(to), length(row(points, s)), 1e-4);
    }
  }

  @Test
  void theStraightOneIsShorterInTheMiddle() {
    float[] from = noise(1);
    float[] to = noise(2);
    Matrix points = LatentPath.STRAIGHT.between(from, to, STEPS);
    float[] middle = row(points, STEPS / 2);
    for (int i = 0; i < NUMBERS; i++) {
      assertEquals((from[i] + to[i]) / 2, middle[i], 1e-6);
    }
    // |a + b|^2 / 4 = (|a|^2 + |b|^2 + 2 a b) / 4.
    double expected = Math.sqrt(product(from, from) + product(to, to) + 2 * product(from, to)) / 2;
    assertEquals(expected, length(middle), 1e-4);
    assertTrue(length(middle) < 0.85 * Math.min(length(from), length(to)));
  }

  @Test
  void equalAndOppositeEnds() {
    float[] from = {1, 2};
    assertArrayEquals(from, row(LatentPath.SPHERICAL.between(from, from.clone(), 3), 1), 1e-6f);
    assertArrayEquals(
        new float[] {1.5f, 3}, row(LatentPath.SPHERICAL.between(from, new float[] {2, 4}, 3), 1));
    assertArrayEquals(
        new float[] {0.5f, 1},
        row(LatentPath.SPHERICAL.between(from, new float[] {0, 0}, 3), 1),
        1e-6f);
    assertThrows(
        IllegalArgumentException.class,
        () -> LatentPath.SPHERICAL.between(from, new float[] {-1, -2}, 3));
    assertArrayEquals(
        new float[] {0, 0}, row(LatentPath.STRAIGHT.between(from, new float[] {-1, -2}, 3), 1));
  }

  @Test
  void meansRunOverTheCoordinates() {
    AdversarialNetworks networks =
        AdversarialNetworks.of(
            new Shape(1, 1, 1),
            5,
            0,
            List.of(LayerText.parse("dense:1")),
            List.of(LayerText.parse("dense:1")));
    NoiseRows noise = NoiseRows.normal(networks, 1, 4);
    double[] means = {-3, -1.5, 0, 1.5, 3};
    NoiseRows moved = noise.around(3, 2);
    NoiseRows same = noise.around(0, 1);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 5; j++) {
        assertEquals(means[j] + 2 * noise.noise().get(i, j), moved.noise().get(i, j), 1e-5);
        assertEquals(noise.noise().get(i, j), same.noise().get(i, j));
      }
    }
  }
}
