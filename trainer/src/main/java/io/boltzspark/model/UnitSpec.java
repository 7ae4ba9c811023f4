package io.boltzspark.model;

import java.io.Serializable;

/**
 * What a group of units of one kind is, without its parameters.
 *
 * @param type the kind
 * @param size how many units
 * @param count units of a softmax group, draws of a multinomial, copies of a binomial unit; 1 for
 *     other types
 * @param learnsMean whether the biases are learnt; where not, they stay at what they start from
 * @param learnsVariance whether variances are learnt; false for types without
 */
public record UnitSpec(
    UnitType type, int size, int count, boolean learnsMean, boolean learnsVariance)
    implements Serializable {
  /** The most draws or copies: the states of such a unit are counted, and kept in tables. */
  static final int LARGEST_COUNT = 1 << 20;

  public UnitSpec {
    if (size < 1 || count < 1) {
      throw new IllegalArgumentException(size + " " + type.word() + " units, count " + count);
    }
    if (!type.hasCount() && count != 1 || learnsVariance && !type.hasVariance()) {
      throw new IllegalArgumentException(type.word() + " units have no such property");
    }
    if (type != UnitType.SOFTMAX && count > LARGEST_COUNT) {
      throw new IllegalArgumentException(
          type.word() + " units have a count of " + LARGEST_COUNT + " at most, not " + count);
    }
    if (type == UnitType.SOFTMAX && size % count != 0) {
      throw new IllegalArgumentException(size + " softmax units do not make groups of " + count);
    }
  }

  /** Units of a type without a count; means and variances are learnt. */
  public static UnitSpec of(UnitType type, int size) {
    return new UnitSpec(type, size, 1, true, type.hasVariance());
  }

  /** Units of a type with a count. */
  public static UnitSpec of(UnitType type, int size, int count) {
    return new UnitSpec(type, size, count, true, false);
  }

  /** Gaussian units with mean 0 and variance 1 for good, as in a Hopfield machine. */
  public static UnitSpec standardNormal(int size) {
    return new UnitSpec(UnitType.GAUSSIAN, size, 1, false, false);
  }
}
