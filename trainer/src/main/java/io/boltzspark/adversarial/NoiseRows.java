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

  /** The same noise with one label for all images. */
  public NoiseRows withLabel(int label) {
    int[] same = new int[noise.rows()];
    Arrays.fill(same, label);
    return new NoiseRows(noise, same);
  }
}
