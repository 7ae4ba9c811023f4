package io.boltzspark.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The structure of a feed-forward network: layer after layer, from an input shape.
 *
 * @param input shape of the input
 * @param layers at least one layer; each fits the output of the one before
 */
public record NetworkSpec(Shape input, List<LayerSpec> layers) implements Serializable {

  /**
   * @throws IllegalArgumentException if there are no layers, one does not fit, or the sizes are
   *     beyond 2^31; the message says which and why
   */
  public NetworkSpec {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a network needs at least one layer");
    }
    try {
      Shape shape = input;
      int total = 0;
      for (LayerSpec layer : layers) {
        for (ParameterSpec parameter : layer.parameters(shape)) {
          total = Math.addExact(total, parameter.size());
        }
        shape = layer.output(shape);
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("the network has more than 2^31 - 1 values", e);
    }
  }

  /** The shape of a layer's input. */
  public Shape inputOf(int layer) {
    Shape shape = input;
    for (int l = 0; l < layer; l++) {
      shape = layers.get(l).output(shape);
    }
    return shape;
  }

  /** The shape of the output. */
  public Shape output() {
    return inputOf(layers.size());
  }

  /** Whether it has a layer whose output for an image depends on the other images. */
  public boolean mixesImages() {
    return layers.stream().anyMatch(LayerSpec.BatchNorm.class::isInstance);
  }

  /** Multiplications by a layer's kernel in the pass of an image; 0 without a kernel. */
  public long multiplications(int layer) {
    return layers.get(layer) instanceof LayerSpec.Linear linear
        ? linear.correlation(inputOf(layer)).multiplications()
        : 0;
  }

  /** Number of parameters of a kind. */
  public int size(ParameterSpec.Kind kind) {
    int size = 0;
    for (int l = 0; l < layers.size(); l++) {
      for (ParameterSpec parameter : layers.get(l).parameters(inputOf(l))) {
        size += parameter.kind() == kind ? parameter.size() : 0;
      }
    }
    return size;
  }

  /**
   * Places its parameters in an array that holds those of several networks: kinds apart, each in
   * the order of the layers.
   *
   * @param kernelsAt index of the first kernel
   * @param unitsAt index of the first parameter of units
   * @param movingAt index of the first moving average
   */
  public List<PlacedParameter> placed(int kernelsAt, int unitsAt, int movingAt) {
    int[] next = {kernelsAt, unitsAt, movingAt};
    List<PlacedParameter> placed = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      for (ParameterSpec parameter : layers.get(l).parameters(inputOf(l))) {
        int kind = parameter.kind().ordinal();
        placed.add(new PlacedParameter(l, parameter, next[kind]));
        next[kind] += parameter.size();
      }
    }
    return placed;
  }
}
