package io.boltzspark.jobs.images;

import io.boltzspark.math.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Many small images as one grey PNG: dark ink on white paper, which prints well and reads on any
 * page. A unit of 0 is paper, a unit of 1 is ink.
 */
public final class ImageGrid {
  /** About how wide {@link #scaleFor} makes a picture, in pixels. */
  public static final int USUAL_WIDTH = 900;

  private ImageGrid() {}

  /** The whole factor that makes so many columns about {@value #USUAL_WIDTH} pixels wide. */
  public static int scaleFor(int columns, int width) {
    return Math.max(1, Math.round((float) USUAL_WIDTH / ((float) columns * width)));
  }

  /**
   * Draws the grid, row by row from the top left; places without an image in the last row are left
   * blank.
   *
   * @param images row-major, images x (height * width), each pixel a probability; values outside
   *     [0, 1] count as the nearest bound
   * @param height pixels of an image from top to bottom
   * @param width pixels of an image from left to right
   * @param columns images side by side
   * @param scale each pixel becomes a square of so many pixels
   * @return the bytes of a PNG, 8 bits a pixel, grey
   * @throws IllegalArgumentException when {@code images} is not a whole number of images, is empty
   *     or has a NaN
   */
  public static byte[] png(float[] images, int height, int width, int columns, int scale) {
    ImageShape shape = new ImageShape(height, width);
    if (images.length == 0 || images.length % shape.pixels() != 0) {
      throw new IllegalArgumentException(
          "%d values are not one image or more of %d x %d".formatted(images.length, height, width));
    }
    int count = images.length / shape.pixels();
    Matrix all = new Matrix(images, 0, count, shape.pixels());
    return Png.of(new TileGrid(shape, lines(all, columns), columns, ColourMap.INK, scale));
  }

  /** The images in lines of so many, the last one maybe shorter. */
  static List<Matrix> lines(Matrix images, int columns) {
    List<Matrix> lines = new ArrayList<>();
    for (int from = 0; from < images.rows(); from += columns) {
      lines.add(images.rows(from, Math.min(images.rows(), from + columns)));
    }
    return lines;
  }
}
