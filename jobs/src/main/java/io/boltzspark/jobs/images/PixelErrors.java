package io.boltzspark.jobs.images;

import io.boltzspark.math.Matrix;
import java.util.Locale;

/**
 * How far images are from the correct ones.
 *
 * @param meanSquared mean over all pixels of the squared difference
 * @param bits share of pixels that are on the other side of 1/2
 */
public record PixelErrors(double meanSquared, double bits) {

  /**
   * @param truth images x pixels
   * @param images of the same shape
   */
  public static PixelErrors between(Matrix truth, Matrix images) {
    boolean[] all = new boolean[truth.columns()];
    java.util.Arrays.fill(all, true);
    return between(truth, images, all);
  }

  /**
   * The same for some of the pixels.
   *
   * @param counted which pixels count, at least one
   */
  public static PixelErrors between(Matrix truth, Matrix images, boolean[] counted) {
    double squares = 0;
    long wrong = 0;
    long pixels = 0;
    for (int r = 0; r < truth.rows(); r++) {
      for (int i = 0; i < truth.columns(); i++) {
        if (counted[i]) {
          double difference = (double) truth.get(r, i) - images.get(r, i);
          squares += difference * difference;
          wrong += truth.get(r, i) > 0.5f != images.get(r, i) > 0.5f ? 1 : 0;
          pixels++;
        }
      }
    }
    return new PixelErrors(squares / pixels, (double) wrong / pixels);
  }

  /** For a picture: the share of wrong pixels. */
  String note() {
    return String.format(Locale.ROOT, "%.1f %% wrong", 100 * bits);
  }
}
