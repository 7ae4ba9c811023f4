package io.boltzspark.model;

import io.boltzspark.math.Matrix;

/** The distribution over k categories with probabilities proportional to exp of k numbers. */
final class Categorical {
  private Categorical() {}

  /**
   * Replaces elements {@code from} to {@code to} by their exponentials divided by the sum of these.
   */
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
   * @param biasOffset index of the bias of column 0 in the parameters
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
   * Natural parameters with the given probabilities, which are at least {@code least} and at most 1
   * - {@code least}; they are unique up to a constant and chosen to sum to 0.
   */
  static void logitsInto(double[] shares, int from, int to, double least, double[] result) {
    double mean = 0;
    for (int i = from; i < to; i++) {
      result[i] = StrictMath.log(Math.min(1 - least, Math.max(least, shares[i])));
      mean += result[i] / (to - from);
    }
    for (int i = from; i < to; i++) {
      result[i] -= mean;
    }
  }
}
