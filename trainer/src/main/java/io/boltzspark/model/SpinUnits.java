package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import java.util.Arrays;

/**
 * Ising spins, s in {-1, +1}, with energy {@code -b s}: {@code P(s = 1 | x) = sigmoid(2 (b + x))},
 * mean {@code tanh(b + x)} (Ackley, Hinton and Sejnowski 1985, in the physicists' states).
 */
public final class SpinUnits extends DiscreteUnits implements SiteUnits {

  SpinUnits(UnitSpec spec, int biasOffset) {
    super(spec, biasOffset);
  }

  @Override
  public double[] states() {
    return new double[] {-1, 1};
  }

  // The probabilities of +1.
  @Override
  void conditionalInPlace(Scratch s) {
    doubleFieldInPlace(s);
    RowKernels.sigmoidInPlace(s.row, s.noise, size());
  }

  /** {@code row := 2 (row + bias)}, and zeros in {@code noise} for the kernels to add. */
  private void doubleFieldInPlace(Scratch s) {
    RowKernels.addInPlace(s.row, s.bias, 0, size());
    RowKernels.scaleInPlace(s.row, 2f, 0, size());
    Arrays.fill(s.noise, 0f);
  }

  @Override
  void meanOfConditionalInPlace(Scratch s) {
    RowKernels.affineInPlace(s.row, 2f, -1f, size());
  }

  @Override
  void modeOfConditionalInPlace(Scratch s) {
    for (int i = 0; i < size(); i++) {
      s.row[i] = s.row[i] > 0.5f ? 1 : -1;
    }
  }

  @Override
  boolean drawRow(
      Scratch s, Matrix input, boolean wantMeans, Matrix sample, int row, RandomStream random) {
    return drawTwoValues(s, input, wantMeans, sample, row, true, random);
  }

  @Override
  void sampleInto(Scratch s, RandomStream random) {
    random.nextUniforms(s.noise, size());
    RowKernels.bernoulliInto(s.row, s.noise, s.sample, size());
    RowKernels.affineInPlace(s.sample, 2f, -1f, size());
  }

  @Override
  public void noiseInto(float[] noise, int first, float[] parameters, RandomStream random) {
    uniformsInto(noise, first, size(), random);
  }

  @Override
  public void drawUnit(float[] field, int column, float noise, float[] states) {
    states[column] = noise < RowKernels.sigmoid(2 * field[column]) ? 1f : -1f;
  }

  @Override
  public void meanOfUnit(float[] field, int column, float[] means) {
    means[column] = 2 * RowKernels.sigmoid(2 * field[column]) - 1;
  }

  // log(exp(-y) + exp(y)) = softplus(2 y) - y
  @Override
  public double logPartition(Matrix input, int row, float[] parameters) {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      double y = (double) parameters[biasOffset() + i] + input.get(row, i);
      sum += RowKernels.softplus(2 * y) - y;
    }
    return sum;
  }

  @Override
  public void addLogPartitions(Matrix input, float[] parameters, double[] sums) {
    Scratch s = begin(parameters);
    for (int row = 0; row < input.rows(); row++) {
      s.read(input, row, size());
      doubleFieldInPlace(s);
      double field = RowKernels.sum(s.row, size()) / 2;
      sums[row] += RowKernels.softplusSum(s.row, s.noise, s.sample, size()) - field;
    }
  }

  @Override
  double[] biases(double[] mean) {
    return Arrays.stream(mean).map(m -> logit((1 + m) / 2) / 2).toArray();
  }
}
