package io.boltzspark.engine.data;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Tables of others with several parts: by what {@link SplitColumn} finds, by directories named
 * {@code train}, {@code valid} and {@code test}, by a share of validation rows, or by a second
 * table with test rows.
 */
final class SplitData extends TableParts {
  private final String title;
  private final Map<String, Object> facts;

  private SplitData(Map<Part, FloatColumnData> parts, String directory, Map<String, Object> facts) {
    super(parts, directory);
    this.title = Paths.of(directory).getName();
    this.facts = facts;
  }

  /** The rows of a directory or file: {@link FloatColumnData} where all are training rows. */
  static TrainingData read(SparkSession spark, String directory, DataLayout layout) {
    return ofTables(spark, directory, tables(spark, directory, layout));
  }

  /** The rows of a program, and test rows elsewhere where the layout names some. */
  static TrainingData ofProgram(Dataset<Row> rows, String name, DataLayout layout) {
    SparkSession spark = rows.sparkSession();
    Map<Part, OwnTable> tables = new EnumMap<>(Part.class);
    tables.put(Part.TRAIN, OwnTable.of(rows, name, layout.withTest("")));
    if (!layout.test().isEmpty()) {
      tables.put(Part.TEST, test(spark, layout));
    }
    return ofTables(spark, name, tables);
  }

  private static TrainingData ofTables(
      SparkSession spark, String directory, Map<Part, OwnTable> tables) {
    OwnTable train = tables.get(Part.TRAIN);
    Map<Part, FloatColumnData> parts = new EnumMap<>(Part.class);
    for (Part part : train.parts()) {
      parts.put(part, new FloatColumnData(spark, train, part));
    }
    tables.forEach(
        (part, table) -> {
          if (part != Part.TRAIN) {
            requireNew(part, table, train);
            parts.put(part, new FloatColumnData(spark, table, Part.TRAIN));
          }
        });
    TrainingData data =
        parts.size() == 1
            ? parts.get(Part.TRAIN)
            : new SplitData(parts, directory, train.partFacts());
    if (!train.areWholeNumbers()) {
      return data;
    }
    double largest =
        parts.values().stream().mapToDouble(FloatColumnData::maximum).max().orElseThrow();
    return CategoryData.ofWholeNumbersUpTo(largest, data);
  }

  private static void requireNew(Part part, OwnTable table, OwnTable train) {
    if (train.parts().contains(part)) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "%s has %s rows, but %s has some already; use one of them (--split none takes all rows of a table for training rows)"
              .formatted(table.path(), part.directoryName(), train.path()));
    }
  }

  private static Map<Part, OwnTable> tables(
      SparkSession spark, String directory, DataLayout layout) {
    Map<Part, String> found = directories(spark, directory, layout);
    Map<Part, OwnTable> tables = new EnumMap<>(Part.class);
    DataLayout train = layout.withTest("");
    DataLayout other = layout.ofOnePart();
    if (found.containsKey(Part.TRAIN)) {
      found.forEach(
          (part, path) ->
              tables.put(part, OwnTable.open(spark, path, part == Part.TRAIN ? train : other)));
    } else {
      tables.put(Part.TRAIN, OwnTable.open(spark, directory, train));
    }
    if (!layout.test().isEmpty()) {
      if (tables.containsKey(Part.TEST)) {
        throw new BoltzException(
            ExitCode.BAD_CONFIGURATION,
            "--test %s has test rows, but so has %s; use one of them"
                .formatted(layout.test(), found.get(Part.TEST)));
      }
      requireOther(spark, layout.test(), directory);
      tables.put(Part.TEST, test(spark, layout));
    }
    return tables;
  }

  private static void requireOther(SparkSession spark, String test, String directory) {
    if (qualified(spark, test).equals(qualified(spark, directory))) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "--test %s is the table of the training rows; name another one, hold out rows of this one with --valid-fraction, or omit the option"
              .formatted(test));
    }
  }

  private static Path qualified(SparkSession spark, String path) {
    Path named = Paths.of(path);
    return FileSystems.of(spark.sparkContext().hadoopConfiguration(), named).makeQualified(named);
  }

  /** The table that the layout names for test rows. */
  private static OwnTable test(SparkSession spark, DataLayout layout) {
    if (PreparedData.isPrepared(spark, layout.test()) || FeatureData.isIn(spark, layout.test())) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--test %s was written by boltz, with parts of its own, but the option is for tables of your own; name one, such as the Parquet of one part in that directory"
              .formatted(layout.test()));
    }
    Path path = Paths.of(layout.test());
    try {
      if (!FileSystems.of(spark.sparkContext().hadoopConfiguration(), path).exists(path)) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "--test %s does not exist; name a directory or file of Parquet, or omit the option"
                .formatted(layout.test()));
      }
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "cannot read --test " + layout.test() + ": " + e.getMessage(), e);
    }
    return OwnTable.open(spark, layout.test(), layout.ofOnePart());
  }

  /** The directories of parts in a directory without files of its own. */
  private static Map<Part, String> directories(
      SparkSession spark, String directory, DataLayout layout) {
    Map<Part, String> found = new EnumMap<>(Part.class);
    if (layout.split().equals(DataLayout.NONE)) {
      return found;
    }
    Path path = Paths.of(directory);
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    try {
      for (FileStatus status : FileSystems.of(hadoop, path).listStatus(path)) {
        String name = status.getPath().getName();
        Optional<Part> part = SplitColumn.ofWord(name);
        if (status.isDirectory() && part.isPresent()) {
          found.put(part.get(), Paths.in(path, name).toString());
        } else if (!name.startsWith("_") && !name.startsWith(".")) {
          return Map.of();
        }
      }
    } catch (IOException e) {
      return Map.of(); // reading it will say why
    }
    return found;
  }

  @Override
  public int[] imageSize() {
    return train().imageSize();
  }

  @Override
  public String fingerprint() {
    StringBuilder rows = new StringBuilder();
    parts()
        .forEach(
            (part, data) ->
                rows.append(rows.isEmpty() ? "" : "-" + part.directoryName() + "-")
                    .append(data.rowsFingerprint()));
    return weights().map(w -> w.fingerprint(rows.toString())).orElse(rows.toString());
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public Map<String, Object> provenance() {
    Map<String, Object> all = new LinkedHashMap<>(train().provenance());
    all.put("title", title());
    all.put("fingerprint", fingerprint());
    all.putAll(facts);
    for (Part part : parts().keySet()) {
      all.put(part.directoryName() + "_rows", rows(part));
    }
    weights().ifPresent(w -> all.put("weights", w.facts()));
    return all;
  }
}
