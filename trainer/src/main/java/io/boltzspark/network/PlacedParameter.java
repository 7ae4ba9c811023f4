package io.boltzspark.network;

import io.boltzspark.math.RandomStream;
import java.util.Arrays;

/**
 * A tensor of parameters at its place in the array of all parameters.
 *
 * @param layer number of its layer, from 0
 * @param parameter its name, shape and start
 * @param at index of its first element
 */
public record PlacedParameter(int layer, ParameterSpec parameter, int at) {

  /** Index after its last element. */
  public int end() {
    return at + parameter.size();
  }

  /** Its name within the network, such as {@code 0.kernel}. */
  public String name() {
    return layer + "." + parameter.name();
  }

  /** Sets its elements to their values before the first step. */
  public void start(float[] parameters, RandomStream random) {
    if (parameter.kind() != ParameterSpec.Kind.KERNEL) {
      Arrays.fill(parameters, at, end(), (float) parameter.start());
      return;
    }
    float[] uniforms = new float[parameter.size()];
    random.nextUniforms(uniforms, uniforms.length);
    for (int i = 0; i < uniforms.length; i++) {
      parameters[at + i] = (float) ((2 * uniforms[i] - 1) * parameter.start());
    }
  }
}
