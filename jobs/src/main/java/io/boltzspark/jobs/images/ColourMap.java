package io.boltzspark.jobs.images;

/** From the value of a pixel to its colour. */
@FunctionalInterface
public interface ColourMap {
  /** Dark ink on white paper: 0 is paper, 1 is ink; beyond, the nearest of both. */
  ColourMap INK =
      value -> {
        int grey = Math.round(255 * (1 - Math.min(1, Math.max(0, value))));
        return grey << 16 | grey << 8 | grey;
      };

  /**
   * @return red, green and blue, 8 bits each, red highest
   */
  int rgb(float value);
}
