package io.boltzspark.jobs.images;

import io.boltzspark.adversarial.AdversarialNetworks;
import io.boltzspark.adversarial.Generator;
import io.boltzspark.adversarial.NoiseRows;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Matrix;
import io.boltzspark.store.AdversarialModel;

/**
 * A generative adversarial network in a picture.
 *
 * @param reference how it was named, for messages
 * @param model the network itself
 */
public record NamedGenerator(String reference, AdversarialModel model) {

  public AdversarialNetworks networks() {
    return model.networks();
  }

  /** The shape of its images. */
  public ImageShape shape() {
    return new ImageShape(networks().image().height(), networks().image().width());
  }

  /**
   * Generates images.
   *
   * @return images x pixels, with values in 0..1
   * @throws BoltzException BAD_INPUT when one is not a number
   */
  public Matrix images(NoiseRows noise) {
    Matrix images = new Generator(networks(), model.parameters()).images(noise);
    for (float value : images.values()) {
      if (Float.isNaN(value)) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "the images of the model %s are not finite numbers, because training diverged; choose an earlier checkpoint"
                .formatted(reference));
      }
    }
    return images;
  }

  /**
   * Refuses a class that it was not trained on.
   *
   * @param digit the class, from 0
   * @throws BoltzException BAD_INPUT when the network has no labels, USAGE when there is no such
   *     class
   */
  public void requireDigit(int digit) {
    int labels = networks().labels();
    if (labels == 0) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--digit needs a network with labels, but %s was trained without; omit --digit, or train with --labels CLASSES"
              .formatted(reference));
    }
    if (digit >= labels) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--digit %d is invalid: the model %s has the classes 0 to %d"
              .formatted(digit, reference, labels - 1));
    }
  }
}
