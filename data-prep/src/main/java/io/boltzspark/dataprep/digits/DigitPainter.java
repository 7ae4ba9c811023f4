package io.boltzspark.dataprep.digits;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws one digit: a glyph whose points are shaken, bent by a smooth random field (the elastic
 * distortion of Simard, Steinkraus and Platt 2003, applied to strokes instead of pixels), mapped by
 * a random affine map, fitted into a box of 20 pixels and centred by its centre of mass, as MNIST's
 * digits are.
 *
 * <p>Only operations with exactly defined results are used, so the bytes are the same everywhere:
 * plain arithmetic, square roots, {@link StrictMath}, and the integers of {@link SplittableRandom}.
 */
final class DigitPainter {
  /** Rows and columns of a picture. */
  static final int SIZE = 28;

  private static final double BOX = 20;
  private static final double MARGIN = 1.5;
  private static final int POINTS_PER_PIECE = 6;
  private static final double SOFTNESS = 1.1;

  private final SplittableRandom random;

  /** Strokes as x0, y0, x1, y1, ...; changed by each step of {@link #paint}. */
  private double[][] strokes;

  private DigitPainter(SplittableRandom random) {
    this.random = random;
  }

  /**
   * Draws {@code digit}.
   *
   * @param seed decides everything else
   * @return {@code SIZE * SIZE} grey bytes, row-major, 0 where there is no ink
   */
  static byte[] paint(int digit, long seed) {
    return new DigitPainter(new SplittableRandom(seed)).paint(digit);
  }

  private byte[] paint(int digit) {
    List<double[][]> ways = DigitGlyphs.WAYS.get(digit);
    double[][] glyph = ways.get((int) (uniform(0, 1) * ways.size()));
    strokes = new double[glyph.length][];
    for (int s = 0; s < glyph.length; s++) {
      strokes[s] = spline(glyph[s]);
    }
    bend();
    mapAffinely();
    double radius = uniform(0.75, 1.0) + uniform(0, 0.9);
    fit(radius);
    return render(radius);
  }

  /** Catmull and Rom's spline through the shaken points of a stroke. */
  private double[] spline(double[] stroke) {
    double[] points = stroke.clone();
    for (int i = 0; i < points.length; i++) {
      points[i] += 0.035 * bell();
    }
    int pieces = points.length / 2 - 1;
    double[] curve = new double[2 * (pieces * POINTS_PER_PIECE + 1)];
    for (int piece = 0; piece < pieces; piece++) {
      for (int step = 0; step <= POINTS_PER_PIECE; step++) {
        double t = (double) step / POINTS_PER_PIECE;
        for (int axis = 0; axis < 2; axis++) {
          double before = points[2 * Math.max(0, piece - 1) + axis];
          double from = points[2 * piece + axis];
          double to = points[2 * piece + 2 + axis];
          double after = points[2 * Math.min(pieces, piece + 2) + axis];
          curve[2 * (piece * POINTS_PER_PIECE + step) + axis] =
              from
                  + 0.5
                      * t
                      * (to
                          - before
                          + t
                              * (2 * before
                                  - 5 * from
                                  + 4 * to
                                  - after
                                  + t * (3 * (from - to) + after - before)));
        }
      }
    }
    return curve;
  }

  /** Moves every point by a few slow waves, the same for neighbouring points. */
  private void bend() {
    for (int wave = 0; wave < 4; wave++) {
      int axis = wave % 2;
      double alongX = uniform(-6, 6);
      double alongY = uniform(-6, 6);
      double phase = uniform(0, 6.283185307179586);
      double height = uniform(0, 0.06);
      for (double[] stroke : strokes) {
        for (int i = 0; i < stroke.length; i += 2) {
          stroke[i + axis] +=
              height * StrictMath.sin(alongX * stroke[i] + alongY * stroke[i + 1] + phase);
        }
      }
    }
  }

  /** Makes it narrower or wider, slants it (most hands slant to the right) and rotates it. */
  private void mapAffinely() {
    double width = 0.76 + 0.16 * bell();
    double slant = 0.18 + 0.26 * bell();
    double angle = 0.12 * bell();
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    for (double[] stroke : strokes) {
      for (int i = 0; i < stroke.length; i += 2) {
        double x = width * (stroke[i] - 0.5) - slant * (stroke[i + 1] - 0.5);
        double y = stroke[i + 1] - 0.5;
        stroke[i] = cos * x - sin * y;
        stroke[i + 1] = sin * x + cos * y;
      }
    }
  }

  /** Scales the ink to the box and centres it by its centre of mass, as far as it fits. */
  private void fit(double radius) {
    double[] low = {Double.MAX_VALUE, Double.MAX_VALUE};
    double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE};
    double[] moment = new double[2];
    double length = 0;
    for (double[] stroke : strokes) {
      for (int i = 0; i < stroke.length; i++) {
        low[i % 2] = Math.min(low[i % 2], stroke[i]);
        high[i % 2] = Math.max(high[i % 2], stroke[i]);
      }
      for (int i = 0; i + 3 < stroke.length; i += 2) {
        double piece =
            Math.sqrt(square(stroke[i + 2] - stroke[i]) + square(stroke[i + 3] - stroke[i + 1]));
        length += piece;
        moment[0] += piece * (stroke[i] + stroke[i + 2]) / 2;
        moment[1] += piece * (stroke[i + 1] + stroke[i + 3]) / 2;
      }
    }
    double scale =
        uniform(0.92, 1) * (BOX - 2 * radius) / Math.max(high[0] - low[0], high[1] - low[1]);
    for (int axis = 0; axis < 2; axis++) {
      double shift = SIZE / 2.0 - scale * moment[axis] / length;
      shift = Math.max(shift, MARGIN + radius - scale * low[axis]);
      shift = Math.min(shift, SIZE - MARGIN - radius - scale * high[axis]);
      for (double[] stroke : strokes) {
        for (int i = axis; i < stroke.length; i += 2) {
          stroke[i] = scale * stroke[i] + shift;
        }
      }
    }
  }

  /** Ink by distance to the nearest stroke, with a soft edge; pixel centres lie at halves. */
  private byte[] render(double radius) {
    double[] squaredDistance = new double[SIZE * SIZE];
    Arrays.fill(squaredDistance, Double.MAX_VALUE);
    for (double[] stroke : strokes) {
      for (int i = 0; i + 3 < stroke.length; i += 2) {
        approach(
            squaredDistance,
            radius + SOFTNESS,
            stroke[i],
            stroke[i + 1],
            stroke[i + 2],
            stroke[i + 3]);
      }
    }
    byte[] pixels = new byte[SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      double ink = (radius - Math.sqrt(squaredDistance[i])) / SOFTNESS + 0.5;
      pixels[i] = (byte) (int) (255 * Math.max(0, Math.min(1, ink)) + 0.5);
    }
    return pixels;
  }

  /** Lowers the distances of the pixels within {@code reach} of the line from a to b. */
  private static void approach(
      double[] squaredDistance, double reach, double ax, double ay, double bx, double by) {
    int left = Math.max(0, (int) (Math.min(ax, bx) - reach));
    int right = Math.min(SIZE - 1, (int) (Math.max(ax, bx) + reach));
    int top = Math.max(0, (int) (Math.min(ay, by) - reach));
    int bottom = Math.min(SIZE - 1, (int) (Math.max(ay, by) + reach));
    double dx = bx - ax;
    double dy = by - ay;
    double squaredLength = Math.max(1e-12, dx * dx + dy * dy);
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double x = column + 0.5 - ax;
        double y = row + 0.5 - ay;
        double along = Math.max(0, Math.min(1, (x * dx + y * dy) / squaredLength));
        double squared = square(x - along * dx) + square(y - along * dy);
        int pixel = row * SIZE + column;
        squaredDistance[pixel] = Math.min(squaredDistance[pixel], squared);
      }
    }
  }

  private double uniform(double from, double to) {
    // 53 random bits, as RandomGenerator.nextDouble() is specified.
    return from + (to - from) * (random.nextLong() >>> 11) * 0x1p-53;
  }

  /** Roughly normal, with variance 1, never outside -3.5..3.5: the sum of four uniforms. */
  private double bell() {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += uniform(-1, 1);
    }
    return sum * 0.8660254037844386;
  }

  private static double square(double x) {
    return x * x;
  }
}
