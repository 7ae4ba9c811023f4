package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The transformation of a row's values into visible states: {@code state = (value - offset) /
 * scale}, unit by unit. Part of a model, so that data is always treated as in training.
 *
 * <p>A machine knows states only, and its likelihood is that of states. Where visible units are
 * real it is a density, and that of the data's values follows by the change of variables:
 *
 * <pre>log p(values) = log p(states) + {@link #logJacobian}</pre>
 *
 * @param offset offset of each visible unit
 * @param scale scale of each visible unit, positive
 */
public record Standardisation(float[] offset, float[] scale) implements Serializable {

  /** States are the values themselves. */
  public static Standardisation identity(int units) {
    float[] ones = new float[units];
    Arrays.fill(ones, 1f);
    return new Standardisation(new float[units], ones);
  }

  /**
   * The logarithm of the determinant of the derivative of states by values: minus the sum of the
   * logarithms of the scales of real units. Units with discrete states count nothing, whatever
   * their scale: for spins, which are 0 and 1 in the data, a state has the probability of its
   * value.
   *
   * @param visible the groups of the visible layer, with as many columns as there are scales
   * @return in nats; 0 without real units
   */
  public double logJacobian(List<UnitSpec> visible) {
    double sum = 0;
    int first = 0;
    for (UnitSpec group : visible) {
      for (int i = first; i < first + group.size() && group.type().isReal(); i++) {
        sum -= StrictMath.log(scale[i]);
      }
      first += group.size();
    }
    return sum;
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

  /** The same for the first units alone. */
  public Standardisation first(int units) {
    return new Standardisation(Arrays.copyOf(offset, units), Arrays.copyOf(scale, units));
  }

  /** Whether all offsets and scales are those of another with as many units. */
  public boolean isSame(Standardisation other) {
    for (int i = 0; i < offset.length; i++) {
      if (offset[i] != other.offset[i] || scale[i] != other.scale[i]) {
        return false;
      }
    }
    return true;
  }

  public boolean isIdentity() {
    return isSame(identity(offset.length));
  }
}
