package io.boltzspark.classification;

import io.boltzspark.math.Matrix;

/** Probabilities of classes from logits. */
final class Softmax {
  private Softmax() {}

  /** Replaces the logits of a row by probabilities; returns the log of the sum of exponentials. */
  static double inPlace(Matrix logits, int row) {
    int at = logits.offset(row);
    float[] values = logits.values();
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < logits.columns(); c++) {
      largest = Math.max(largest, values[at + c]);
    }
    double sum = 0;
    for (int c = 0; c < logits.columns(); c++) {
      sum += StrictMath.exp(values[at + c] - largest);
    }
    double log = largest + StrictMath.log(sum);
    for (int c = 0; c < logits.columns(); c++) {
      values[at + c] = (float) StrictMath.exp(values[at + c] - log);
    }
    return log;
  }

  /** The class of the largest value of a row, the first of equal ones. */
  static int largest(Matrix values, int row) {
    int best = 0;
    for (int c = 1; c < values.columns(); c++) {
      best = values.get(row, c) > values.get(row, best) ? c : best;
    }
    return best;
  }
}
