package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import java.util.Arrays;

/**
 * One-hot groups: of each k consecutive units exactly one is 1 and the others are 0, with energy
 * {@code -b . s}, so that {@code P(s_i = 1 | x)} is the softmax of {@code b + x} over the group
 * (Salakhutdinov, Mnih and Hinton 2007). For labels and other categories.
 */
public final class SoftmaxUnits extends LinearUnits {
  private final int k;

  SoftmaxUnits(UnitSpec spec, int biasOffset) {
    super(spec, biasOffset);
    this.k = spec.count();
  }

  @Override
  public double[] states() {
    return new double[] {0, 1};
  }

  @Override
  public double configurations() {
    return StrictMath.pow(k, size() / k);
  }

  /** The digits of the number to base k say which unit of each group is 1, first group lowest. */
  @Override
  public void configurationInto(long index, Matrix states, int row) {
    long rest = index;
    for (int first = 0; first < size(); first += k) {
      for (int i = 0; i < k; i++) {
        states.set(row, first + i, i == rest % k ? 1 : 0);
      }
      rest /= k;
    }
  }

  @Override
  void conditionalInPlace(Scratch s) {
    RowKernels.addInPlace(s.row, s.bias, 0, size());
    for (int first = 0; first < size(); first += k) {
      Categorical.softmaxInPlace(s.row, first, first + k);
    }
  }

  @Override
  void modeOfConditionalInPlace(Scratch s) {
    for (int first = 0; first < size(); first += k) {
      int best = first;
      for (int i = first + 1; i < first + k; i++) {
        best = s.row[i] > s.row[best] ? i : best;
      }
      Arrays.fill(s.row, first, first + k, 0f);
      s.row[best] = 1;
    }
  }

  @Override
  void sampleInto(Scratch s, RandomStream random) {
    Arrays.fill(s.sample, 0f);
    for (int first = 0; first < size(); first += k) {
      double left = random.nextUniform();
      int i = first;
      // The last one takes what rounding may leave.
      while (i < first + k - 1 && left > s.row[i]) {
        left -= s.row[i++];
      }
      s.sample[i] = 1;
    }
  }

  @Override
  public double logPartition(Matrix input, int row, float[] parameters) {
    double sum = 0;
    for (int first = 0; first < size(); first += k) {
      sum += Categorical.logSumExp(input, row, first, first + k, parameters, biasOffset());
    }
    return sum;
  }

  @Override
  double[] biases(double[] mean) {
    double[] biases = new double[size()];
    for (int first = 0; first < size(); first += k) {
      Categorical.logitsInto(mean, first, first + k, biases);
    }
    return biases;
  }
}
