package io.boltzspark.model;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;

/**
 * A group of units of one kind, without its parameters.
 *
 * @param type the kind
 * @param size number of columns in the layer's matrices: one per unit, but q per Potts unit
 * @param count categories q of a Potts unit, draws of a multinomial, copies of a binomial unit; 1
 *     for other types
 * @param learnsMean whether the biases are learnt; if not, they keep their starting values
 * @param learnsVariance whether variances are learnt; false for types without variances
 * @param role the meaning of the group's states
 */
public record UnitSpec(
    UnitType type, int size, int count, boolean learnsMean, boolean learnsVariance, Role role)
    implements Serializable {

  /** The meaning of a group's states. */
  public enum Role {
    /** In the visible layer, the values of a row of data; in other layers, learnt features. */
    VALUES,
    /** The label of a row: one Potts unit with a category for each class. */
    LABEL
  }

  /** Largest number of draws or copies: the states of such a unit are enumerated and tabulated. */
  static final int LARGEST_COUNT = 1 << 20;

  public UnitSpec {
    String units = type.title() + " units";
    if (size < 1 || count < 1) {
      throw new IllegalArgumentException(size + " " + units + ", count " + count);
    }
    if (!type.hasCount() && count != 1 || learnsVariance && !type.hasVariance()) {
      throw new IllegalArgumentException(units + " do not support this count or variance");
    }
    if (!type.countsColumns() && count > LARGEST_COUNT) {
      throw new IllegalArgumentException(
          units + " have a count of at most " + LARGEST_COUNT + ", not " + count);
    }
    if (type.countsColumns() && size % count != 0) {
      throw new IllegalArgumentException(
          size + " " + units + " cannot be split into groups of " + count);
    }
    if (role == Role.LABEL && (type != UnitType.POTTS || size != count)) {
      throw new IllegalArgumentException(
          size + " " + units + ", count " + count + ": a label is one potts unit");
    }
  }

  /** Units for values. */
  public UnitSpec(UnitType type, int size, int count, boolean learnsMean, boolean learnsVariance) {
    this(type, size, count, learnsMean, learnsVariance, Role.VALUES);
  }

  /** Units of a type without a count; means and variances are learnt. */
  public static UnitSpec of(UnitType type, int size) {
    return new UnitSpec(type, size, 1, true, type.hasVariance());
  }

  /** Units of a type with a count. */
  public static UnitSpec of(UnitType type, int size, int count) {
    return new UnitSpec(type, size, count, true, false);
  }

  /** Gaussian units with fixed mean 0 and variance 1, as in a Hopfield machine. */
  public static UnitSpec standardNormal(int size) {
    return new UnitSpec(UnitType.GAUSSIAN, size, 1, false, false);
  }

  /** The label of a row, with the given number of classes. */
  public static UnitSpec label(int classes) {
    return new UnitSpec(UnitType.POTTS, classes, classes, true, false, Role.LABEL);
  }

  /** The values of data that are states of these units, in words; {@link UnitType} has a table. */
  public String statesOfData() {
    return switch (type) {
      case BERNOULLI -> "values from 0 to 1";
      case SPIN -> "only 0 and 1 (as -1 and +1)";
      case GAUSSIAN -> "any values";
      case POTTS -> "one 1 and otherwise 0 in each group of " + count;
      case MULTINOMIAL -> "whole numbers from 0 upwards with the sum " + count;
      case BINOMIAL -> "whole numbers from 0 to " + count;
      case RECTIFIED, NOISY_RECTIFIED -> "values from 0 upwards";
    };
  }

  /**
   * What keeps a row of data from being a state of these units, with the value and where it is,
   * such as {@code the value 9.0 at index 3}; empty if it is one.
   *
   * @param values of all columns, finite
   */
  public Optional<String> faultOfData(float[] values) {
    if (type == UnitType.POTTS) {
      return faultOfGroups(values);
    }
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      if (!isValueOfData(values[i])) {
        return Optional.of("the value " + values[i] + " at index " + i);
      }
      sum += values[i];
    }
    return type == UnitType.MULTINOMIAL && sum != count
        ? Optional.of("the sum " + (long) sum)
        : Optional.empty();
  }

  private boolean isValueOfData(float value) {
    return switch (type) {
      case BERNOULLI -> value >= 0 && value <= 1;
      case SPIN, POTTS -> value == 0 || value == 1;
      case GAUSSIAN -> true;
      case MULTINOMIAL, BINOMIAL -> value >= 0 && value <= count && value == Math.rint(value);
      case RECTIFIED, NOISY_RECTIFIED -> value >= 0;
    };
  }

  private Optional<String> faultOfGroups(float[] values) {
    for (int first = 0; first < values.length; first += count) {
      if (PottsUnits.category(values, first, count) < 0) {
        float[] group = Arrays.copyOfRange(values, first, first + count);
        return Optional.of(
            "the values %s of the group at index %d".formatted(Arrays.toString(group), first));
      }
    }
    return Optional.empty();
  }

  /** The same units with another number of columns. */
  public UnitSpec withSize(int columns) {
    return new UnitSpec(type, columns, count, learnsMean, learnsVariance, role);
  }

  /** The same units in another role. */
  public UnitSpec withRole(Role other) {
    return new UnitSpec(type, size, count, learnsMean, learnsVariance, other);
  }

  /**
   * The units whose states are the sums of the given number of copies of these units that share
   * their parameters; empty if no such type exists.
   */
  public Optional<UnitSpec> sumOfCopies(int copies) {
    return switch (type) {
      case BERNOULLI -> Optional.of(of(UnitType.BINOMIAL, size, copies));
      case BINOMIAL, MULTINOMIAL -> Optional.of(of(type, size, copies * count));
      case POTTS ->
          size == count
              ? Optional.of(of(UnitType.MULTINOMIAL, size, copies))
              : Optional.empty(); // a multinomial is one unit
      case SPIN, GAUSSIAN, RECTIFIED, NOISY_RECTIFIED -> Optional.empty();
    };
  }

  /** As settings have it, such as {@code 12 potts:4}: for messages. */
  @Override
  public String toString() {
    if (role == Role.LABEL) {
      return "a label of " + count + " classes";
    }
    String fixed = "";
    if (!learnsMean) {
      fixed = type.hasVariance() && !learnsVariance ? ":fixed" : ":fixed-mean";
    } else if (type.hasVariance() && !learnsVariance) {
      fixed = ":fixed-variance";
    }
    return size + " " + type.word() + (type.hasCount() ? ":" + count : "") + fixed;
  }
}
