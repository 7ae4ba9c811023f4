package io.boltzspark.network;

import io.boltzspark.math.RandomStream;

/**
 * A layer's computation, with buffers for a number of images; one thread uses it at a time. Maps
 * are in the layout of {@link FeatureMaps}.
 */
abstract class LayerWork {
  /**
   * Whether output and input can share an array, and so can their gradients: its derivative at a
   * value follows from its output, whatever another such layer has made of that.
   */
  boolean canBeInPlace() {
    return false;
  }

  /** Whether its derivative needs its exact output, so that no layer may change that in place. */
  boolean needsOutput() {
    return false;
  }

  /**
   * Sets the output.
   *
   * @param random random numbers in training; null afterwards
   */
  abstract void forward(
      float[] parameters, float[] input, float[] output, int images, RandomStream random);

  /**
   * Sets the gradient with respect to the input and adds those with respect to parameters.
   *
   * @param parameters those of {@link #forward}
   * @param input that of {@link #forward}
   * @param output that of {@link #forward}
   * @param outputGradient gradient with respect to the output; overwritten
   * @param inputGradient receives that with respect to the input; null if it is not needed
   * @param factors factor of each image in the gradients of parameters; null: 1
   * @param sums receives the gradients of parameters, in their layout
   */
  abstract void backward(
      float[] parameters,
      float[] input,
      float[] output,
      float[] outputGradient,
      float[] inputGradient,
      float[] factors,
      int images,
      float[] sums);
}
