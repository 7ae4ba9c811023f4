package io.boltzspark.adversarial;

import io.boltzspark.math.Matrix;

/** A way from one noise to another. */
public enum LatentPath {
  /** {@code (1 - t) a + t b}. */
  STRAIGHT,
  /**
   * Spherical linear interpolation (Shoemake 1985, "Animating rotation with quaternion curves"):
   * with unit vectors u and v, and the angle w between them,
   *
   * <pre>  direction(t) = (sin((1 - t) w) u + sin(t w) v) / sin w</pre>
   *
   * which is a unit vector that turns by the same angle in every step. The length goes evenly from
   * that of a to that of b.
   *
   * <p>The length of k normal numbers is near the root of k: 10 for 100. Between two independent
   * ones the straight line passes through a middle of length 7, where the generator was hardly ever
   * trained; this path stays at lengths that it knows.
   */
  SPHERICAL;

  /** Below this angle, in radians, the arc and the straight line are the same in floats. */
  private static final double SMALL = 1e-6;

  /**
   * Points of the way at even distances, for t = 0, 1 / (steps - 1), ... 1.
   *
   * @param steps number of points, at least 2; both ends are among them
   * @return steps x numbers
   * @throws IllegalArgumentException for a spherical path between opposite ends, where every
   *     direction is as good
   */
  public Matrix between(float[] from, float[] to, int steps) {
    Matrix points = Matrix.zeros(steps, from.length);
    double fromLength = length(from);
    double toLength = length(to);
    double angle = this == STRAIGHT ? 0 : angle(from, fromLength, to, toLength);
    for (int s = 0; s < steps; s++) {
      double t = (double) s / (steps - 1);
      double fromFactor = 1 - t;
      double toFactor = t;
      if (angle > SMALL) {
        double length = (1 - t) * fromLength + t * toLength;
        fromFactor = length * StrictMath.sin((1 - t) * angle) / StrictMath.sin(angle) / fromLength;
        toFactor = length * StrictMath.sin(t * angle) / StrictMath.sin(angle) / toLength;
      }
      for (int j = 0; j < from.length; j++) {
        points.set(s, j, (float) (fromFactor * from[j] + toFactor * to[j]));
      }
    }
    return points;
  }

  private static double length(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return StrictMath.sqrt(sum);
  }

  private static double angle(float[] from, double fromLength, float[] to, double toLength) {
    double sum = 0;
    for (int j = 0; j < from.length; j++) {
      sum += (double) from[j] * to[j];
    }
    if (fromLength == 0 || toLength == 0) {
      return 0; // without a direction there is nothing to turn
    }
    double angle = StrictMath.acos(Math.max(-1, Math.min(1, sum / (fromLength * toLength))));
    if (angle > StrictMath.PI - SMALL) {
      throw new IllegalArgumentException("the ends are opposite to each other");
    }
    return angle;
  }
}
