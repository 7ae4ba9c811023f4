package io.boltzspark.jobs.images;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Many small images as one grey PNG: dark ink on white paper, which prints well and reads on any
 * page. A unit of 0 is paper, a unit of 1 is ink; between images and around them runs a light
 * gutter of {@value #GUTTER} pixels.
 */
public final class ImageGrid {
  /** Pixels between two images and around all, whatever the scale. */
  public static final int GUTTER = 2;

  /** About how wide {@link #scaleFor} makes a picture, in pixels. */
  public static final int USUAL_WIDTH = 900;

  private static final int GUTTER_GREY = 225;
  private static final int PAPER = 255;

  private ImageGrid() {}

  /** The whole factor that makes so many columns about {@value #USUAL_WIDTH} pixels wide. */
  public static int scaleFor(int columns, int width) {
    return Math.max(1, Math.round((float) USUAL_WIDTH / ((float) columns * width)));
  }

  /**
   * Draws the grid, row by row from the top left; places without an image in the last row are left
   * in the gutter's grey.
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
    if (height < 1 || width < 1 || columns < 1 || scale < 1) {
      throw new IllegalArgumentException(
          "height %d, width %d, columns %d, scale %d: all must be 1 or more"
              .formatted(height, width, columns, scale));
    }
    int pixels = Math.multiplyExact(height, width);
    if (images.length == 0 || images.length % pixels != 0) {
      throw new IllegalArgumentException(
          "%d values are not one image or more of %d x %d".formatted(images.length, height, width));
    }
    int count = images.length / pixels;
    int rows = (count + columns - 1) / columns;
    int pitchX = width * scale + GUTTER;
    int pitchY = height * scale + GUTTER;
    BufferedImage grid =
        new BufferedImage(
            Math.addExact(Math.multiplyExact(columns, pitchX), GUTTER),
            Math.addExact(Math.multiplyExact(rows, pitchY), GUTTER),
            BufferedImage.TYPE_BYTE_GRAY);
    // Written past setRGB, which would bend the greys by a conversion of colour spaces.
    byte[] canvas = ((DataBufferByte) grid.getRaster().getDataBuffer()).getData();
    Arrays.fill(canvas, (byte) GUTTER_GREY);
    for (int image = 0; image < count; image++) {
      int top = GUTTER + image / columns * pitchY;
      int left = GUTTER + image % columns * pitchX;
      for (int y = 0; y < height * scale; y++) {
        int source = image * pixels + y / scale * width;
        int target = (top + y) * grid.getWidth() + left;
        for (int x = 0; x < width * scale; x++) {
          canvas[target + x] = grey(images[source + x / scale]);
        }
      }
    }
    return encode(grid);
  }

  private static byte grey(float ink) {
    if (Float.isNaN(ink)) {
      throw new IllegalArgumentException("an image has a pixel that is not a number");
    }
    return (byte) Math.round(PAPER * (1 - Math.min(1, Math.max(0, ink))));
  }

  private static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var output = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", output)) {
        throw new IllegalStateException("this JDK has no writer for PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
