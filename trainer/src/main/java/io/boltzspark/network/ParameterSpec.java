package io.boltzspark.network;

import java.util.List;

/**
 * A tensor of a layer's parameters.
 *
 * @param name its name within the layer, such as {@code kernel}
 * @param kind which part of all parameters it belongs to
 * @param shape its shape, as in TensorFlow
 * @param start the value of all elements before the first step; for a kernel the half-width of a
 *     uniform distribution around 0
 */
public record ParameterSpec(String name, Kind kind, List<Integer> shape, double start) {

  /** Parts of all parameters. */
  public enum Kind {
    /** Kernels, which start at random and can be penalised. */
    KERNEL,
    /** Biases, scales and shifts. */
    UNIT,
    /** Moving averages of batch statistics, which follow the batches instead of a gradient. */
    MOVING
  }

  /** Number of elements. */
  public int size() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
