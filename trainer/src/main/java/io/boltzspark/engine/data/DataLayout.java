package io.boltzspark.engine.data;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the columns of data mean, and which of its rows are in which part. All but the weights is of
 * tables that others wrote: what {@code boltz prepare} wrote says these things itself.
 *
 * @param weight the column that says how many times a row counts; {@link TrainingData#WEIGHT}: only
 *     where there is one; {@link #NONE}: every row counts alike
 * @param label the column of labels; {@link #LABEL}: only where there is one with whole numbers;
 *     {@link #NONE}: no labels
 * @param split the column that says in which part a row is; {@link #SPLIT}: only where there is one
 *     that names several parts, otherwise the names of files and directories; {@link #NONE}: all
 *     rows are training rows
 * @param validFraction the share of the training rows that become validation rows; 0: none
 * @param test the directory of a table whose rows are test rows; empty: none
 * @param ids the columns that {@link TrainingData#identities} passes on; empty: all of single
 *     values
 */
public record DataLayout(
    String weight,
    String label,
    String split,
    double validFraction,
    String test,
    List<String> ids) {
  /** In place of a column. */
  public static final String NONE = TrainingData.NO_WEIGHTS;

  /** The column in which labels are looked for unless another is named. */
  public static final String LABEL = "label";

  /** The column in which the parts of rows are looked for unless another is named. */
  public static final String SPLIT = "split";

  /** Where columns have their usual names. */
  public static final DataLayout USUAL =
      new DataLayout(TrainingData.WEIGHT, LABEL, SPLIT, 0, "", List.of());

  public DataLayout {
    Objects.requireNonNull(weight);
    Objects.requireNonNull(label);
    Objects.requireNonNull(split);
    Objects.requireNonNull(test);
    ids = ids.stream().distinct().toList();
  }

  /** The same with the weights of another column. */
  public DataLayout withWeight(String column) {
    return new DataLayout(column, label, split, validFraction, test, ids);
  }

  /** The same with every row counting alike: for what looks at rows one by one. */
  public DataLayout withoutWeights() {
    return withWeight(NONE);
  }

  /** The same with the labels of another column. */
  public DataLayout withLabel(String column) {
    return new DataLayout(weight, column, split, validFraction, test, ids);
  }

  /** The same with parts by another column. */
  public DataLayout withSplit(String column) {
    return new DataLayout(weight, label, column, validFraction, test, ids);
  }

  /** The same with another share of validation rows. */
  public DataLayout withValidFraction(double fraction) {
    return new DataLayout(weight, label, split, fraction, test, ids);
  }

  /** The same with the test rows of another table. */
  public DataLayout withTest(String directory) {
    return new DataLayout(weight, label, split, validFraction, directory, ids);
  }

  /** The same with other columns that identify rows. */
  public DataLayout withIds(List<String> columns) {
    return new DataLayout(weight, label, split, validFraction, test, columns);
  }

  /** The same where all rows are in one part. */
  DataLayout ofOnePart() {
    return withSplit(NONE).withValidFraction(0).withTest("");
  }

  WeightColumn weights() {
    return new WeightColumn(weight);
  }

  LabelColumn labels() {
    return new LabelColumn(label);
  }

  /**
   * Refuses to divide rows whose parts are known.
   *
   * @param what the data, for the message
   * @throws BoltzException BAD_CONFIGURATION, with the option
   */
  void requireKnownParts(String what) {
    Map<String, String> given = new LinkedHashMap<>();
    if (!split.equals(SPLIT) && !split.equals(NONE)) {
      given.put("--split", split);
    }
    if (validFraction > 0) {
      given.put("--valid-fraction", Double.toString(validFraction));
    }
    if (!test.isEmpty()) {
      given.put("--test", test);
    }
    refuse(given, what + ", which says itself which rows are for training, validation and test");
  }

  /**
   * Refuses to look for labels and names of rows in other columns than usual.
   *
   * @param what the data, for the message
   * @throws BoltzException BAD_CONFIGURATION, with the option
   */
  void requireUsualColumns(String what) {
    Map<String, String> given = new LinkedHashMap<>();
    if (!label.equals(LABEL)) {
      given.put("--label-column", label);
    }
    if (!ids.isEmpty()) {
      given.put("--id", String.join(", ", ids));
    }
    refuse(given, what + ", whose columns are known");
  }

  private static void refuse(Map<String, String> given, String why) {
    given.forEach(
        (option, value) -> {
          throw new BoltzException(
              ExitCode.BAD_CONFIGURATION,
              "%s %s is for tables of your own, but %s; omit the option"
                  .formatted(option, value, why));
        });
  }
}
