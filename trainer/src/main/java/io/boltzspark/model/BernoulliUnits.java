package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import java.util.Arrays;

/**
 * Binary units, s in {0, 1}, with energy {@code -b s}: {@code P(s = 1 | x) = sigmoid(b + x)}
 * (Smolensky 1986; Hinton 2002).
 */
public final class BernoulliUnits extends DiscreteUnits implements SiteUnits {

  BernoulliUnits(UnitSpec spec, int biasOffset) {
    super(spec, biasOffset);
  }

  @Override
  public double[] states() {
    return new double[] {0, 1};
  }

  @Override
  void conditionalInPlace(Scratch s) {
    RowKernels.sigmoidInPlace(s.row, s.bias, size());
  }

  @Override
  void modeOfConditionalInPlace(Scratch s) {
    for (int i = 0; i < size(); i++) {
      s.row[i] = s.row[i] > 0.5f ? 1 : 0;
    }
  }

  @Override
  boolean drawRow(
      Scratch s, Matrix input, boolean wantMeans, Matrix sample, int row, RandomStream random) {
    return drawTwoValues(s, input, wantMeans, sample, row, false, random);
  }

  @Override
  void sampleInto(Scratch s, RandomStream random) {
    random.nextUniforms(s.noise, size());
    RowKernels.bernoulliInto(s.row, s.noise, s.sample, size());
  }

  @Override
  public void noiseInto(float[] noise, int first, float[] parameters, RandomStream random) {
    uniformsInto(noise, first, size(), random);
  }

  @Override
  public void drawUnit(float[] field, int column, float noise, float[] states) {
    states[column] = noise < RowKernels.sigmoid(field[column]) ? 1f : 0f;
  }

  @Override
  public void meanOfUnit(float[] field, int column, float[] means) {
    means[column] = RowKernels.sigmoid(field[column]);
  }

  @Override
  public double logPartition(Matrix input, int row, float[] parameters) {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += RowKernels.softplus((double) parameters[biasOffset() + i] + input.get(row, i));
    }
    return sum;
  }

  @Override
  public void addLogPartitions(Matrix input, float[] parameters, double[] sums) {
    Scratch s = begin(parameters);
    for (int row = 0; row < input.rows(); row++) {
      s.read(input, row, size());
      sums[row] += RowKernels.softplusSum(s.row, s.bias, s.noise, size());
    }
  }

  @Override
  double[] biases(double[] mean) {
    return Arrays.stream(mean).map(LinearUnits::logit).toArray();
  }
}
