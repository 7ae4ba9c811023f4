package io.boltzspark.learning;

import java.io.Serializable;

/**
 * Penalties on weights, and clipping of long gradients. Zero switches each of them off.
 *
 * @param l1 coefficient of the sum of absolute weights, subtracted from the objective
 * @param l2 coefficient of half the sum of squared weights, subtracted from the objective
 * @param clip largest Euclidean norm of a whole gradient; a longer one is scaled down
 */
public record PenaltyConfig(double l1, double l2, double clip) implements Serializable {
  /** No penalties. */
  public static final PenaltyConfig NONE = new PenaltyConfig(0, 0, 0);

  /**
   * Adds the penalties' contribution to the gradient of weights {@code from} (inclusive) to {@code
   * to} (exclusive): {@code -l1 sign(w) - l2 w}.
   */
  public void addTo(float[] gradient, float[] weights, int from, int to) {
    if (l1 > 0) {
      subtractSigns(gradient, weights, (float) l1, from, to);
    }
    if (l2 > 0) {
      subtractScaled(gradient, weights, (float) l2, from, to);
    }
  }

  /** The same without the part of {@link #l2}. */
  public PenaltyConfig withoutL2() {
    return new PenaltyConfig(l1, 0, clip);
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
   * The factor that limits a gradient to the allowed length.
   *
   * @param squares the sum of the squares of all its numbers
   */
  public float clipFactor(double squares) {
    double norm = Math.sqrt(squares);
    return norm > clip ? (float) (clip / norm) : 1f;
  }
}
