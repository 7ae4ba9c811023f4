package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;

/**
 * Binary units, s in {0, 1}, with energy {@code -b s}: {@code P(s = 1 | x) = sigmoid(b + x)}
 * (Smolensky 1986; Hinton 2002).
 */
public final class BernoulliUnits implements Units {
  static final String TYPE = "bernoulli";

  private final int size;
  private final int biasOffset;

  // Uniforms of one row; a machine is shared by the tasks of a process, so a buffer a thread.
  private final ThreadLocal<float[]> uniforms;

  /**
   * @param biasOffset where the {@code size} biases begin in the machine's parameters
   */
  BernoulliUnits(int size, int biasOffset) {
    this.size = size;
    this.biasOffset = biasOffset;
    this.uniforms = ThreadLocal.withInitial(() -> new float[size]);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public double[] states() {
    return new double[] {0, 1};
  }

  @Override
  public void meanInPlace(Matrix input, float[] parameters) {
    for (int row = 0; row < input.rows(); row++) {
      RowKernels.sigmoidInPlace(input.values(), input.offset(row), parameters, biasOffset, size);
    }
  }

  @Override
  public void sampleInPlace(Matrix input, float[] parameters, RandomStream random) {
    meanAndSampleInPlace(input, input, parameters, random);
  }

  @Override
  public void meanAndSampleInPlace(
      Matrix input, Matrix sample, float[] parameters, RandomStream random) {
    float[] uniform = uniforms.get();
    for (int row = 0; row < input.rows(); row++) {
      int offset = input.offset(row);
      RowKernels.sigmoidInPlace(input.values(), offset, parameters, biasOffset, size);
      random.nextUniforms(uniform, size);
      RowKernels.bernoulliInto(
          input.values(), offset, uniform, sample.values(), sample.offset(row), size);
    }
  }

  @Override
  public double energy(Matrix states, int row, float[] parameters) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += (double) parameters[biasOffset + i] * states.get(row, i);
    }
    return -sum;
  }

  @Override
  public double logPartition(Matrix input, int row, float[] parameters) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += RowKernels.softplus((double) parameters[biasOffset + i] + input.get(row, i));
    }
    return sum;
  }

  @Override
  public void addStatistics(Matrix states, float scale, float[] gradient) {
    for (int row = 0; row < states.rows(); row++) {
      RowKernels.addScaledInPlace(
          gradient, biasOffset, states.values(), states.offset(row), scale, size);
    }
  }
}
