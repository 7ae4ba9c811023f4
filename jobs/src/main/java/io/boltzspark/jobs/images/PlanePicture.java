package io.boltzspark.jobs.images;

import io.boltzspark.math.Matrix;
import java.util.List;

/**
 * Where points lie in a plane: densities of two sets of points beside each other, in the same
 * squares and the same shades, the first coordinate to the right and the second upwards.
 */
public final class PlanePicture {
  private static final int GAP = 6;

  /** Squares along each side. */
  private static final int SQUARES = 64;

  private static final int SCALE = 6;

  private PlanePicture() {}

  /**
   * @param heading above all
   * @param note below the heading
   * @param titles of the two sets
   * @param first two finite coordinates a point; at least one point
   * @param second the same of the second set
   * @return the bytes of a PNG
   */
  public static byte[] png(
      String heading, String note, List<String> titles, double[][] first, double[][] second) {
    ImageShape shape = new ImageShape(SQUARES, SQUARES);
    TileGrid grid =
        new TileGrid(shape, List.of(densities(first, second)), 2, ColourMap.INK, SCALE)
            .withColumnTitles(titles);
    return Png.of(
        Stack.page(
            Stack.below(
                GAP,
                List.of(
                    new Caption(heading, Lettering.HEADING),
                    new Caption(note, Lettering.NOTE),
                    grid))));
  }

  /**
   * The shades of all squares, from 0 for none of a set's points to 1 for the largest share of
   * either set; shades grow with the square root, so that few points are seen.
   *
   * @return sets x squares, row by row from the top
   */
  static Matrix densities(double[][] first, double[][] second) {
    Range across = Range.of(first, second, 0);
    Range upwards = Range.of(first, second, 1);
    Matrix shares = Matrix.zeros(2, SQUARES * SQUARES);
    add(first, across, upwards, shares, 0);
    add(second, across, upwards, shares, 1);
    float largest = 0;
    for (float share : shares.values()) {
      largest = Math.max(largest, share);
    }
    float[] values = shares.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sqrt(values[i] / largest);
    }
    return shares;
  }

  private static void add(double[][] points, Range across, Range upwards, Matrix shares, int set) {
    for (double[] point : points) {
      int square = (SQUARES - 1 - upwards.square(point[1])) * SQUARES + across.square(point[0]);
      shares.set(set, square, shares.get(set, square) + 1f / points.length);
    }
  }

  /** The coordinates of all points. */
  private record Range(double least, double most) {
    static Range of(double[][] first, double[][] second, int coordinate) {
      double least = first[0][coordinate];
      double most = least;
      for (double[][] points : List.of(first, second)) {
        for (double[] point : points) {
          least = Math.min(least, point[coordinate]);
          most = Math.max(most, point[coordinate]);
        }
      }
      return new Range(least, most);
    }

    int square(double value) {
      return most > least
          ? Math.min(SQUARES - 1, (int) ((value - least) / (most - least) * SQUARES))
          : SQUARES / 2;
    }
  }
}
