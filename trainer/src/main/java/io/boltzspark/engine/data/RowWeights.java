package io.boltzspark.engine.data;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * The weights of the rows of data: how many times each row counts, relative to the others. All of
 * them have been checked.
 */
public final class RowWeights {
  private final String column;
  private final Map<Part, WeightTotals> parts;

  /**
   * @param column that has them
   * @param parts the totals of every part that has rows
   * @param path of the data, for messages
   * @throws BoltzException BAD_INPUT when all weights of a part are 0
   */
  RowWeights(String column, Map<Part, WeightTotals> parts, String path) {
    this.column = column;
    this.parts = Map.copyOf(parts);
    for (Part part : Part.values()) {
      if (parts.containsKey(part) && parts.get(part).areAllZero()) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "all weights of the %s rows of %s are 0 (column %s), so that no row counts; correct them, name another column (--weight-column), or count every row alike (--weight-column none)"
                .formatted(part.directoryName(), path, column));
      }
    }
  }

  /**
   * The weights of prepared tables with a column {@code position}, if they have any.
   *
   * @param tables of the parts that have rows
   */
  static Optional<RowWeights> in(
      SparkSession spark, Map<Part, Path> tables, WeightColumn wanted, String path) {
    if (!wanted.isWanted()) {
      return Optional.empty();
    }
    Map<Part, WeightTotals> found = new LinkedHashMap<>();
    for (Map.Entry<Part, Path> part : tables.entrySet()) {
      String origin = part.getValue().toString();
      Dataset<Row> table = PreparedTables.read(spark, part.getValue());
      Optional<Column> weight = wanted.in(table, origin);
      if (weight.isPresent()) {
        PreparedTables.requireColumn(table, origin, "position", DataTypes.LongType);
        found.put(
            part.getKey(),
            WeightTotals.of(
                table.select(functions.col("position"), weight.get()).javaRDD(),
                new WeightCell(origin, wanted.name(), 1, true)));
      }
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    requireAll(found.keySet(), tables.keySet(), path);
    return Optional.of(new RowWeights(wanted.name(), found, path));
  }

  /**
   * Refuses data of which only some parts have weights.
   *
   * @param parts that have rows
   */
  static void requireAll(Set<Part> weighted, Set<Part> parts, String path) {
    if (!weighted.equals(parts)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has weights of the rows in %s, but not in the other parts (%s in all); give them to all rows, or count every row alike (--weight-column none)"
              .formatted(path, names(weighted), names(parts)));
    }
  }

  private static String names(Set<Part> parts) {
    return parts.stream().map(Part::directoryName).collect(Collectors.joining(", "));
  }

  /** The name of the column. */
  public String column() {
    return column;
  }

  /** The mean weight of the training rows; above 0. */
  public double mean() {
    return parts.get(Part.TRAIN).mean();
  }

  /**
   * The effective number of rows of a part that has some: that of rows of one weight whose mean has
   * the same error, {@code (sum w)^2 / sum w^2}.
   */
  public double effective(Part part) {
    return parts.get(part).effective();
  }

  /** The totals of a part; null without rows. */
  WeightTotals totals(Part part) {
    return parts.get(part);
  }

  /** A fingerprint of data that counts by these weights, from that of its rows. */
  String fingerprint(String rows) {
    long hash = 0;
    for (Part part : Part.values()) {
      hash = 31 * hash + (parts.containsKey(part) ? parts.get(part).hash() : 0);
    }
    return rows + "-weights-" + Long.toHexString(hash);
  }

  /**
   * Says that a training does not use weights, where data has any.
   *
   * @param what is trained
   */
  public static List<String> ignored(TrainingData data, String what) {
    return data
        .weights()
        .map(
            weights ->
                "the column %s of weights of rows is ignored: every row counts alike for %s"
                    .formatted(weights.column(), what))
        .stream()
        .toList();
  }

  /** For a model's provenance. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("column", column);
    facts.put("effective_train_rows", effective(Part.TRAIN));
    return facts;
  }
}
