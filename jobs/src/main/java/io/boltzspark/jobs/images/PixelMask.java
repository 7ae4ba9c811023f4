package io.boltzspark.jobs.images;

import java.util.stream.IntStream;

/**
 * The pixels of an image that are hidden.
 *
 * @param shape of the image
 * @param hidden row-major, one a pixel
 */
public record PixelMask(ImageShape shape, boolean[] hidden) {

  /** A half of an image. */
  public enum Half {
    LEFT,
    RIGHT,
    TOP,
    BOTTOM
  }

  public PixelMask {
    if (hidden.length != shape.pixels()) {
      throw new IllegalArgumentException(hidden.length + " pixels of " + shape);
    }
  }

  /** Hides all but a half; of an odd number of rows or columns the one in the middle is kept. */
  public static PixelMask keeping(ImageShape shape, Half half) {
    int height = shape.height();
    int width = shape.width();
    return switch (half) {
      case LEFT -> hiding(shape, (width + 1) / 2, 0, width / 2, height);
      case RIGHT -> hiding(shape, 0, 0, width / 2, height);
      case TOP -> hiding(shape, 0, (height + 1) / 2, width, height / 2);
      case BOTTOM -> hiding(shape, 0, 0, width, height / 2);
    };
  }

  /**
   * Hides a rectangle.
   *
   * @throws IllegalArgumentException when it does not lie within the image
   */
  public static PixelMask hiding(ImageShape shape, int left, int top, int width, int height) {
    if (left < 0 || top < 0 || left + width > shape.width() || top + height > shape.height()) {
      throw new IllegalArgumentException("a rectangle outside of " + shape);
    }
    boolean[] hidden = new boolean[shape.pixels()];
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        hidden[y * shape.width() + x] = true;
      }
    }
    return new PixelMask(shape, hidden);
  }

  /** Indices of the pixels that are not hidden. */
  int[] kept() {
    return IntStream.range(0, hidden.length).filter(i -> !hidden[i]).toArray();
  }
}
