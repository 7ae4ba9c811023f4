package io.boltzspark.jobs.images;

/**
 * How the values of a row form an image: row-major, from the top left.
 *
 * @param height pixels from top to bottom, at least 1
 * @param width pixels from left to right, at least 1
 */
public record ImageShape(int height, int width) {
  public ImageShape {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("an image of %d x %d".formatted(height, width));
    }
  }

  /** Values of an image. */
  public int pixels() {
    return Math.multiplyExact(height, width);
  }
}
