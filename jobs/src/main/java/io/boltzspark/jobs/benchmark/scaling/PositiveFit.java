package io.boltzspark.jobs.benchmark.scaling;

import java.util.List;

/**
 * Two non-negative coefficients a and b that fit {@code a x + b z} to measurements by least squares
 * of the relative errors, so that the smallest times count as much as the largest.
 *
 * @param a of the first quantity
 * @param b of the second
 */
record PositiveFit(double a, double b) {

  /**
   * One equation.
   *
   * @param measured positive
   */
  record Point(double x, double z, double measured) {}

  /**
   * @throws IllegalArgumentException without points
   */
  static PositiveFit of(List<Point> points) {
    if (points.isEmpty()) {
      throw new IllegalArgumentException("nothing to fit");
    }
    double xx = 0;
    double xz = 0;
    double zz = 0;
    double xy = 0;
    double zy = 0;
    for (Point point : points) {
      double x = point.x() / point.measured();
      double z = point.z() / point.measured();
      xx += x * x;
      xz += x * z;
      zz += z * z;
      xy += x;
      zy += z;
    }
    double determinant = xx * zz - xz * xz;
    // (Nearly) proportional columns leave one coefficient undetermined: the first takes all.
    if (determinant > 1e-9 * xx * zz) {
      double a = (xy * zz - zy * xz) / determinant;
      double b = (zy * xx - xy * xz) / determinant;
      if (a >= 0 && b >= 0) {
        return new PositiveFit(a, b);
      }
      if (a < 0) {
        return new PositiveFit(0, zy / zz);
      }
    }
    return xx > 0 ? new PositiveFit(xy / xx, 0) : new PositiveFit(0, zz > 0 ? zy / zz : 0);
  }
}
