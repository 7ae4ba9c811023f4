package io.boltzspark.model;

import java.io.Serializable;

/**
 * How a row's values become visible states: {@code state = (value - offset) / scale}, unit by unit.
 * Part of a model, so that whoever uses it treats data as training did.
 *
 * @param offset of each visible unit
 * @param scale of each visible unit, positive
 */
public record Standardisation(float[] offset, float[] scale) implements Serializable {

  /** States are the values themselves. */
  public static Standardisation identity(int units) {
    float[] ones = new float[units];
    java.util.Arrays.fill(ones, 1f);
    return new Standardisation(new float[units], ones);
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
