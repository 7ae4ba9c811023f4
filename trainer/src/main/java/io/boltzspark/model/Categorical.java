package io.boltzspark.model;

import io.boltzspark.math.Matrix;

/** The distribution over k categories with probabilities proportional to exp of k numbers. */
final class Categorical {
  private Categorical() {}

  /** Elements {@code from} to {@code to}: their exponentials, divided by the sum of these. */
  static void softmaxInPlace(float[] x, int from, int to) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, x[i]);
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      x[i] = (float) StrictMath.exp(x[i] - largest);
      sum += x[i];
    }
    for (int i = from; i < to; i++) {
      x[i] = (float) (x[i] / sum);
    }
  }

  /**
   * {@code log sum over i of exp(bias[i] + input[row, i])} for columns {@code from} to {@code to}.
   *
   * @param biasOffset where the bias of column 0 is in the parameters
   */
  static double logSumExp(
      Matrix input, int row, int from, int to, float[] parameters, int biasOffset) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, (double) parameters[biasOffset + i] + input.get(row, i));
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      double y = (double) parameters[biasOffset + i] + input.get(row, i);
      sum += StrictMath.exp(y - largest);
    }
    return largest + StrictMath.log(sum);
  }

  /**
   * Natural parameters whose probabilities are the given shares, clamped; of the many, which differ
   * by a constant, those that add up to 0.
   */
  static void logitsInto(double[] shares, int from, int to, double[] result) {
    double mean = 0;
    for (int i = from; i < to; i++) {
      result[i] = StrictMath.log(LinearUnits.clamp(shares[i]));
      mean += result[i] / (to - from);
    }
    for (int i = from; i < to; i++) {
      result[i] -= mean;
    }
  }
}
