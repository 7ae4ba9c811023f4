package io.boltzspark.jobs.images;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.math.Matrix;
import org.junit.jupiter.api.Test;

class PlanePictureTest {
  private static final int SQUARES = 64;

  private static float at(Matrix shades, int set, int fromLeft, int fromBottom) {
    return shades.get(set, (SQUARES - 1 - fromBottom) * SQUARES + fromLeft);
  }

  /** Shades are roots of shares of a set, as parts of the largest share. */
  @Test
  void squaresShowSharesOfPoints() {
    double[][] first = {{0, 0}, {0, 0}, {0, 0}, {64, 128}};
    double[][] second = {{0.5, 127}, {32, 64}};
    Matrix shades = PlanePicture.densities(first, second);
    assertEquals(1, at(shades, 0, 0, 0), 1e-6, "three of four points");
    assertEquals(Math.sqrt(1 / 3.0), at(shades, 0, 63, 63), 1e-6, "the largest are in the last");
    assertEquals(Math.sqrt(2 / 3.0), at(shades, 1, 0, 63), 1e-6, "one of two points");
    assertEquals(Math.sqrt(2 / 3.0), at(shades, 1, 32, 32), 1e-6);
    int painted = 0;
    for (float shade : shades.values()) {
      painted += shade > 0 ? 1 : 0;
    }
    assertEquals(4, painted);
  }

  @Test
  void pointsOfOneCoordinateAreInTheMiddle() {
    double[][] points = {{3, 1}, {3, 2}};
    Matrix shades = PlanePicture.densities(points, points);
    assertEquals(1, at(shades, 0, 32, 0));
    assertEquals(1, at(shades, 1, 32, 63));
  }
}
