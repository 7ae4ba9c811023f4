package io.boltzspark.adversarial;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RowKernels;
import io.boltzspark.network.NetworkWork;

/** A generator after training: images from noise, each by itself. Not thread-safe. */
public final class Generator {
  private static final int IMAGES = 64;

  private final AdversarialNetworks networks;
  private final float[] parameters;
  private final NetworkWork work;
  private final LabelMaps labels;

  /**
   * @param parameters all parameters of the networks; only read
   */
  public Generator(AdversarialNetworks networks, float[] parameters) {
    this.networks = networks;
    this.parameters = parameters;
    this.work =
        new NetworkWork(networks.generator(), networks.generatorParameters(), IMAGES, false);
    this.labels = new LabelMaps(networks, IMAGES);
  }

  /**
   * Generates images.
   *
   * @return images x pixels, with values in 0..1
   */
  public Matrix images(NoiseRows rows) {
    Matrix noise = rows.noise();
    Matrix images = Matrix.zeros(noise.rows(), networks.image().size());
    for (int from = 0; from < noise.rows(); from += IMAGES) {
      int to = Math.min(noise.rows(), from + IMAGES);
      work.setInput(noise.rows(from, to), 0);
      if (networks.labels() > 0) {
        for (int i = from; i < to; i++) {
          labels.set(i - from, rows.labels()[i]);
        }
        work.setInput(labels.units(to - from), networks.noise());
      }
      work.forward(parameters, to - from, null);
      work.outputInto(images.rows(from, to));
    }
    // Pixels of the networks are in -1..1.
    RowKernels.affineInPlace(images.values(), 0.5f, 0.5f, images.values().length);
    return images;
  }
}
