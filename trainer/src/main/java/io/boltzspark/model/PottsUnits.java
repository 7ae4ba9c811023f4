package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import java.util.Arrays;

/**
 * Categorical (Potts) units, each as one-hot groups: of each q consecutive columns exactly one is 1
 * and the others are 0, with energy {@code -b . s}, so that {@code P(s_i = 1 | x)} is the softmax
 * of {@code b + x} over the group (Salakhutdinov, Mnih and Hinton 2007; called softmax units
 * there). For labels and other categories.
 */
public final class PottsUnits extends DiscreteUnits implements SiteUnits {
  private final int q;

  PottsUnits(UnitSpec spec, int biasOffset) {
    super(spec, biasOffset);
    this.q = spec.count();
  }

  /** The one column of a group that is 1, from 0; -1 unless all others of the group are 0. */
  public static int category(float[] values, int first, int q) {
    int found = -1;
    for (int i = 0; i < q; i++) {
      float value = values[first + i];
      if (value != 0f && (value != 1f || found >= 0)) {
        return -1;
      }
      found = value == 1f ? i : found;
    }
    return found;
  }

  @Override
  public double[] states() {
    return new double[] {0, 1};
  }

  @Override
  public double configurations() {
    return StrictMath.pow(q, size() / q);
  }

  /**
   * The digits of the number to base q give the column of each group that is 1, first group lowest.
   */
  @Override
  void configurationInto(long index, Matrix states, int row) {
    long rest = index;
    for (int first = 0; first < size(); first += q) {
      for (int i = 0; i < q; i++) {
        states.set(row, first + i, i == rest % q ? 1 : 0);
      }
      rest /= q;
    }
  }

  @Override
  void conditionalInPlace(Scratch s) {
    RowKernels.addInPlace(s.row, s.bias, 0, size());
    for (int first = 0; first < size(); first += q) {
      Categorical.softmaxInPlace(s.row, first, first + q);
    }
  }

  @Override
  void modeOfConditionalInPlace(Scratch s) {
    for (int first = 0; first < size(); first += q) {
      int best = first;
      for (int i = first + 1; i < first + q; i++) {
        best = s.row[i] > s.row[best] ? i : best;
      }
      Arrays.fill(s.row, first, first + q, 0f);
      s.row[best] = 1;
    }
  }

  @Override
  void sampleInto(Scratch s, RandomStream random) {
    Arrays.fill(s.sample, 0f);
    for (int first = 0; first < size(); first += q) {
      double left = random.nextUniform();
      int i = first;
      // The last one absorbs rounding errors.
      while (i < first + q - 1 && left > s.row[i]) {
        left -= s.row[i++];
      }
      s.sample[i] = 1;
    }
  }

  @Override
  public void noiseInto(float[] noise, int first, float[] parameters, RandomStream random) {
    uniformsInto(noise, first, size() / q, random);
  }

  @Override
  public void drawUnit(float[] field, int column, float noise, float[] states) {
    float left = noise * exponentialsInto(field, column, states);
    int last = column + q - 1;
    int drawn = column;
    // The last one absorbs rounding errors.
    while (drawn < last && left > states[drawn]) {
      left -= states[drawn++];
    }
    Arrays.fill(states, column, column + q, 0f);
    states[drawn] = 1f;
  }

  @Override
  public void meanOfUnit(float[] field, int column, float[] means) {
    float sum = exponentialsInto(field, column, means);
    for (int i = column; i < column + q; i++) {
      means[i] /= sum;
    }
  }

  /** {@code values := exp(field)}, divided by the largest, at a unit's columns; returns the sum. */
  private float exponentialsInto(float[] field, int column, float[] values) {
    float largest = field[column];
    for (int i = column + 1; i < column + q; i++) {
      largest = Math.max(largest, field[i]);
    }
    float sum = 0;
    for (int i = column; i < column + q; i++) {
      values[i] = RowKernels.exp(field[i] - largest);
      sum += values[i];
    }
    return sum;
  }

  @Override
  public double logPartition(Matrix input, int row, float[] parameters) {
    double sum = 0;
    for (int first = 0; first < size(); first += q) {
      sum += Categorical.logSumExp(input, row, first, first + q, parameters, biasOffset());
    }
    return sum;
  }

  /**
   * Frequencies with a pseudocount: those of the rows and one more, in which each category counts
   * {@code 1 / q}. Those of labels, which come from a sample, are left to the clamp of {@link
   * #biases}.
   */
  @Override
  public double[] smoothed(double[] mean, double rows) {
    if (spec().role() == UnitSpec.Role.LABEL) {
      return mean;
    }
    double[] smoothed = new double[mean.length];
    for (int i = 0; i < smoothed.length; i++) {
      smoothed[i] = (rows * mean[i] + 1.0 / q) / (rows + 1);
    }
    return smoothed;
  }

  /** Logarithms of the means, shifted to a sum of 0 in each group. */
  @Override
  double[] biases(double[] mean) {
    double least = spec().role() == UnitSpec.Role.LABEL ? MEAN_CLAMP : Double.MIN_NORMAL;
    double[] biases = new double[size()];
    for (int first = 0; first < size(); first += q) {
      Categorical.logitsInto(mean, first, first + q, least, biases);
    }
    return biases;
  }
}
