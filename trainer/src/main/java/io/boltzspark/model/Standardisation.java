package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import java.io.Serializable;

/**
 * The transformation of a row's values into visible states: {@code state = (value - offset) /
 * scale}, unit by unit. Part of a model, so that data is always treated as in training.
 *
 * @param offset offset of each visible unit
 * @param scale scale of each visible unit, positive
 */
public record Standardisation(float[] offset, float[] scale) implements Serializable {

  /** States are the values themselves. */
  public static Standardisation identity(int units) {
    float[] ones = new float[units];
    java.util.Arrays.fill(ones, 1f);
    return new Standardisation(new float[units], ones);
  }

  /**
   * The inverse: values of visible states.
   *
   * @param states rows x visible units
   * @param columns number of units with values of rows; labels, which come last, have none
   * @return rows x columns
   */
  public Matrix values(Matrix states, int columns) {
    Matrix values = Matrix.zeros(states.rows(), columns);
    for (int r = 0; r < states.rows(); r++) {
      for (int i = 0; i < columns; i++) {
        values.set(r, i, states.get(r, i) * scale[i] + offset[i]);
      }
    }
    return values;
  }

  public boolean isIdentity() {
    for (int i = 0; i < offset.length; i++) {
      if (offset[i] != 0 || scale[i] != 1) {
        return false;
      }
    }
    return true;
  }
}
