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

  // A machine is shared by the tasks of a process.
  private final ThreadLocal<Scratch> scratch;

  /** Arrays for one row, in which the kernels work. */
  private static final class Scratch {
    final float[] bias;
    final float[] row;
    final float[] uniform;
    final float[] sample;

    Scratch(int size) {
      bias = new float[size];
      row = new float[size];
      uniform = new float[size];
      sample = new float[size];
    }
  }

  /**
   * @param biasOffset where the {@code size} biases begin in the machine's parameters
   */
  BernoulliUnits(int size, int biasOffset) {
    this.size = size;
    this.biasOffset = biasOffset;
    this.scratch = ThreadLocal.withInitial(() -> new Scratch(size));
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
    draw(input, true, null, parameters, null);
  }

  @Override
  public void sampleInPlace(Matrix input, float[] parameters, RandomStream random) {
    draw(input, false, input, parameters, random);
  }

  @Override
  public void meanAndSampleInPlace(
      Matrix input, Matrix sample, float[] parameters, RandomStream random) {
    draw(input, true, sample, parameters, random);
  }

  /** Row by row while it is in the cache: means into {@code input} if wanted, then samples. */
  private void draw(
      Matrix input, boolean wantMeans, Matrix sample, float[] parameters, RandomStream random) {
    Scratch s = scratch.get();
    System.arraycopy(parameters, biasOffset, s.bias, 0, size);
    for (int row = 0; row < input.rows(); row++) {
      System.arraycopy(input.values(), input.offset(row), s.row, 0, size);
      RowKernels.sigmoidInPlace(s.row, s.bias, size);
      if (wantMeans) {
        System.arraycopy(s.row, 0, input.values(), input.offset(row), size);
      }
      if (sample != null) {
        random.nextUniforms(s.uniform, size);
        RowKernels.bernoulliInto(s.row, s.uniform, s.sample, size);
        System.arraycopy(s.sample, 0, sample.values(), sample.offset(row), size);
      }
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
    Scratch s = scratch.get();
    float[] sums = s.bias;
    System.arraycopy(gradient, biasOffset, sums, 0, size);
    for (int row = 0; row < states.rows(); row++) {
      System.arraycopy(states.values(), states.offset(row), s.row, 0, size);
      RowKernels.addScaledInPlace(sums, s.row, scale, size);
    }
    System.arraycopy(sums, 0, gradient, biasOffset, size);
  }
}
