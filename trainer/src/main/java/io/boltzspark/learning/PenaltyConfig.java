package io.boltzspark.learning;

import java.io.Serializable;

/**
 * What is held against weights besides the objective, and against long gradients. Zero switches
 * each of them off.
 *
 * @param l1 times the sum of the absolute weights is subtracted from the objective
 * @param l2 times half the sum of the squared weights is subtracted from the objective
 * @param clip largest Euclidean norm of a whole gradient; a longer one is scaled down
 */
public record PenaltyConfig(double l1, double l2, double clip) implements Serializable {
  /** Nothing. */
  public static final PenaltyConfig NONE = new PenaltyConfig(0, 0, 0);

  /**
   * Adds the penalties' part to the gradient of weights {@code from} (inclusive) to {@code to}
   * (exclusive): {@code -l1 sign(w) - l2 w}.
   */
  public void addTo(float[] gradient, float[] weights, int from, int to) {
    if (l1 > 0) {
      subtractSigns(gradient, weights, (float) l1, from, to);
    }
    if (l2 > 0) {
      subtractScaled(gradient, weights, (float) l2, from, to);
    }
  }

  private static void subtractSigns(float[] x, float[] y, float factor, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] -= factor * Math.max(-1f, Math.min(1f, y[i] * 1e30f));
    }
  }

  private static void subtractScaled(float[] x, float[] y, float factor, int from, int to) {
    for (int i = from; i < to; i++) {
      x[i] -= factor * y[i];
    }
  }

  /**
   * What a gradient is multiplied by, so that it is not longer than allowed.
   *
   * @param squares the sum of the squares of all its numbers
   */
  public float clipFactor(double squares) {
    double norm = Math.sqrt(squares);
    return norm > clip ? (float) (clip / norm) : 1f;
  }
}
