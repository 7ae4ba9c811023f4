package io.boltzspark.adversarial;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import java.util.Arrays;

/**
 * What a generator makes images from.
 *
 * @param noise one row an image
 * @param labels the label of each image; empty for networks without labels
 */
public record NoiseRows(Matrix noise, int[] labels) {

  /**
   * Standard normal noise, row i from a stream of its own, so that image i of a seed is the same
   * for any number of images; with labels, 0, 1, 2 and so on in turn.
   */
  public static NoiseRows normal(AdversarialNetworks networks, long seed, int images) {
    Matrix noise = Matrix.zeros(images, networks.noise());
    int[] labels = new int[networks.labels() > 0 ? images : 0];
    float[] row = new float[networks.noise()];
    for (int i = 0; i < images; i++) {
      new RandomStream(seed, Purpose.SAMPLING, 0, i).nextNormals(row, row.length);
      System.arraycopy(row, 0, noise.values(), noise.offset(i), row.length);
      if (labels.length > 0) {
        labels[i] = i % networks.labels();
      }
    }
    return new NoiseRows(noise, labels);
  }

  /**
   * The same noise with another mean and deviation: with k numbers an image, number j becomes
   * {@code deviation x number + means (2 j / (k - 1) - 1)}, so that the mean runs from {@code
   * -means} at the first number to {@code means} at the last. With one number it is {@code -means}.
   */
  public NoiseRows around(double means, double deviation) {
    Matrix moved = Matrix.zeros(noise.rows(), noise.columns());
    int last = Math.max(1, noise.columns() - 1);
    for (int i = 0; i < noise.rows(); i++) {
      for (int j = 0; j < noise.columns(); j++) {
        double mean = means * (2.0 * j / last - 1);
        moved.set(i, j, (float) (deviation * noise.get(i, j) + mean));
      }
    }
    return new NoiseRows(moved, labels);
  }

  /** The same noise with one label for all images. */
  public NoiseRows withLabel(int label) {
    int[] same = new int[noise.rows()];
    Arrays.fill(same, label);
    return new NoiseRows(noise, same);
  }
}
