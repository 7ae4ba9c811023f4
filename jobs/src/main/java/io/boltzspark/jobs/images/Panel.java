package io.boltzspark.jobs.images;

import java.awt.image.BufferedImage;

/** A rectangle of a picture that knows its size and can draw itself anywhere. */
public interface Panel {
  /** Colour of the page, as red, green and blue. */
  int PAPER = 0xffffff;

  /** Pixels from left to right. */
  int width();

  /** Pixels from top to bottom. */
  int height();

  /**
   * Draws the panel; what it leaves out stays as it is.
   *
   * @param canvas of {@link BufferedImage#TYPE_INT_RGB}
   * @param left of the panel's place on the canvas
   * @param top of the panel's place on the canvas
   */
  void paint(BufferedImage canvas, int left, int top);

  /** The panel alone, on paper. */
  default BufferedImage render() {
    BufferedImage canvas = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
    fill(canvas, 0, 0, width(), height(), PAPER);
    paint(canvas, 0, 0);
    return canvas;
  }

  /** Paints a rectangle in one colour. */
  static void fill(BufferedImage canvas, int left, int top, int width, int height, int rgb) {
    int[] line = new int[width];
    java.util.Arrays.fill(line, rgb);
    for (int y = 0; y < height; y++) {
      canvas.setRGB(left, top + y, width, 1, line, 0, width);
    }
  }
}
