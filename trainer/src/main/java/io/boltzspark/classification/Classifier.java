package io.boltzspark.classification;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RowKernels;
import io.boltzspark.network.NetworkSpec;
import io.boltzspark.network.NetworkWork;

/** A classifier after training. Not thread-safe. */
public final class Classifier {
  private static final int IMAGES = 64;

  private final float[] parameters;
  private final int classes;
  private final NetworkWork work;
  private final Matrix input;

  /**
   * @param parameters all parameters of the network; only read
   */
  public Classifier(NetworkSpec network, float[] parameters) {
    this.parameters = parameters;
    this.classes = network.output().size();
    this.work = new NetworkWork(network, ClassifierProgram.placed(network), IMAGES, false);
    this.input = Matrix.zeros(IMAGES, network.input().size());
  }

  /** Number of pixels of an image. */
  public int pixels() {
    return input.columns();
  }

  /**
   * The probability of each class.
   *
   * @param images images x pixels, with values in 0..1
   * @return images x classes
   */
  public Matrix probabilities(Matrix images) {
    Matrix all = Matrix.zeros(images.rows(), classes);
    for (int from = 0; from < images.rows(); from += IMAGES) {
      int to = Math.min(images.rows(), from + IMAGES);
      Matrix some = input.rows(0, to - from);
      some.setFrom(images.rows(from, to));
      RowKernels.affineInPlace(some.values(), 2f, -1f, (to - from) * some.columns());
      work.setInput(some, 0);
      work.forward(parameters, to - from, null);
      work.outputInto(all.rows(from, to));
    }
    for (int r = 0; r < all.rows(); r++) {
      Softmax.inPlace(all, r);
    }
    return all;
  }

  /**
   * Share of the images that are classified wrongly; NaN if none has a label.
   *
   * @param labels the label of each; -1 without one
   */
  public double error(Matrix images, int[] labels) {
    Matrix probabilities = probabilities(images);
    int known = 0;
    int wrong = 0;
    for (int r = 0; r < labels.length; r++) {
      if (labels[r] >= 0) {
        known++;
        wrong += likeliest(probabilities, r) == labels[r] ? 0 : 1;
      }
    }
    return (double) wrong / known;
  }

  /** The most probable class of a row of {@link #probabilities}. */
  public static int likeliest(Matrix probabilities, int row) {
    return Softmax.largest(probabilities, row);
  }
}
