package io.boltzspark.adversarial;

import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.network.LayerSpec;
import io.boltzspark.network.NetworkSpec;
import io.boltzspark.network.ParameterSpec.Kind;
import io.boltzspark.network.PlacedParameter;
import io.boltzspark.network.Shape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A generator, which makes images from noise, and a discriminator, which tells them from real ones
 * (Goodfellow et al. 2014; with convolutions Radford, Metz and Chintala 2016). Pixels are in -1..1.
 *
 * <p>With labels, the generator's noise is followed by the one-hot label, and the discriminator's
 * image by one channel for each class, 1 everywhere for the label's and 0 otherwise.
 *
 * <p>All parameters are in one array: the generator's kernels and other trained parameters, the
 * discriminator's, and the moving averages of both.
 *
 * @param image shape of an image
 * @param noise number of normal numbers from which an image is generated
 * @param labels number of classes; 0: none
 * @param generator the generator
 * @param discriminator the discriminator
 */
public record AdversarialNetworks(
    Shape image, int noise, int labels, NetworkSpec generator, NetworkSpec discriminator)
    implements Serializable {

  /** Names of the networks, for tensors and messages. */
  public static final String GENERATOR = "generator";

  public static final String DISCRIMINATOR = "discriminator";

  /** A step's two losses follow the parameters in one array. */
  private static final int MOST_PARAMETERS = Integer.MAX_VALUE - 2;

  /**
   * @throws IllegalArgumentException if a network does not fit the images or its purpose; the
   *     message begins with its name
   */
  public AdversarialNetworks {
    if (noise < 1 || labels < 0) {
      throw new IllegalArgumentException(
          GENERATOR + ": makes images from " + noise + " normal numbers and " + labels + " labels");
    }
    if (!generator.output().equals(image)) {
      throw new IllegalArgumentException(
          GENERATOR + ": its output is " + generator.output() + ", but an image is " + image);
    }
    if (discriminator.output().size() != 1) {
      throw new IllegalArgumentException(
          DISCRIMINATOR
              + ": its output is "
              + discriminator.output()
              + ", but it needs to be one logit, for example by dense:1 at the end");
    }
    if (discriminator.mixesImages()) {
      throw new IllegalArgumentException(
          DISCRIMINATOR
              + ": batch-norm is for the generator only, since real and generated images pass the"
              + " discriminator apart");
    }
    long parameters = 0;
    for (Kind kind : Kind.values()) {
      parameters += (long) generator.size(kind) + discriminator.size(kind);
    }
    if (parameters > MOST_PARAMETERS) {
      throw new IllegalArgumentException(
          DISCRIMINATOR + ": has, with the generator, more than 2^31 - 1 values");
    }
  }

  /**
   * The networks of given layers.
   *
   * @throws IllegalArgumentException if a layer does not fit; the message begins with the network's
   *     name
   */
  public static AdversarialNetworks of(
      Shape image,
      int noise,
      int labels,
      List<LayerSpec> generator,
      List<LayerSpec> discriminator) {
    Shape seen = new Shape(image.height(), image.width(), image.channels() + labels);
    return new AdversarialNetworks(
        image,
        noise,
        labels,
        network(GENERATOR, Shape.ofUnits(noise + labels), generator),
        network(DISCRIMINATOR, seen, discriminator));
  }

  private static NetworkSpec network(String name, Shape input, List<LayerSpec> layers) {
    try {
      return new NetworkSpec(input, layers);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  /** Number of the generator's trained parameters, which come first. */
  public int generatorSize() {
    return generator.size(Kind.KERNEL) + generator.size(Kind.UNIT);
  }

  /** Number of the discriminator's trained parameters, which follow. */
  public int discriminatorSize() {
    return discriminator.size(Kind.KERNEL) + discriminator.size(Kind.UNIT);
  }

  /** Number of all parameters, moving averages included. */
  public int size() {
    return generatorSize()
        + discriminatorSize()
        + generator.size(Kind.MOVING)
        + discriminator.size(Kind.MOVING);
  }

  /** The generator's parameters at their places. */
  public List<PlacedParameter> generatorParameters() {
    return generator.placed(0, generator.size(Kind.KERNEL), generatorSize() + discriminatorSize());
  }

  /** The discriminator's parameters at their places. */
  public List<PlacedParameter> discriminatorParameters() {
    int from = generatorSize();
    return discriminator.placed(
        from,
        from + discriminator.size(Kind.KERNEL),
        from + discriminatorSize() + generator.size(Kind.MOVING));
  }

  /** Parameters before the first step. */
  public float[] start(long seed) {
    float[] parameters = new float[size()];
    List<PlacedParameter> all = new ArrayList<>(generatorParameters());
    all.addAll(discriminatorParameters());
    for (int i = 0; i < all.size(); i++) {
      all.get(i).start(parameters, new RandomStream(seed, Purpose.WEIGHTS, 0, i));
    }
    return parameters;
  }
}
