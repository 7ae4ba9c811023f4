package io.boltzspark.adversarial;

import io.boltzspark.math.Matrix;
import java.util.Arrays;

/** Labels as inputs of both networks, for a number of images. */
final class LabelMaps {
  private final int labels;
  private final int positions;
  private final Matrix units; // one-hot labels: images x labels
  private final Matrix maps; // the same at each position: images x (positions x labels)

  LabelMaps(AdversarialNetworks networks, int images) {
    this.labels = networks.labels();
    this.positions = networks.image().positions();
    this.units = Matrix.zeros(images, labels);
    this.maps = Matrix.zeros(images, positions * labels);
  }

  /** Sets an image's label; one that is no class sets all to 0. */
  void set(int image, int label) {
    int unit = units.offset(image);
    Arrays.fill(units.values(), unit, unit + labels, 0f);
    int map = maps.offset(image);
    Arrays.fill(maps.values(), map, map + positions * labels, 0f);
    if (label < labels) {
      units.values()[unit + label] = 1f;
      for (int p = 0; p < positions; p++) {
        maps.values()[map + p * labels + label] = 1f;
      }
    }
  }

  Matrix units(int images) {
    return units.rows(0, images);
  }

  Matrix maps(int images) {
    return maps.rows(0, images);
  }
}
