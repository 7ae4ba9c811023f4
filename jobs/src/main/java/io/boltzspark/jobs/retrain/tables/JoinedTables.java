package io.boltzspark.jobs.retrain.tables;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.StagedDirectory;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.files.WriteFailure;
import io.boltzspark.jobs.retrain.registry.DataSummary;
import io.boltzspark.jobs.retrain.registry.TableForm;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import io.boltzspark.spark.Tables;
import io.boltzspark.store.Json;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * Writes the rows of several tables as one, with columns of the usual names, in directories {@code
 * train}, {@code valid} and {@code test}.
 *
 * <p>Its content decides whether a training row is held out: a hash of its values, its label, and a
 * number that tells it from rows that are the same. So the same rows are held out whichever tables
 * they come in, in whatever order, and as the tables grow; and where few rows differ, the same
 * share of each.
 */
public final class JoinedTables {
  private static final String SUMMARY = "_summary.json";
  private static final long LARGEST_SUMMARY = 256L << 20;

  /** Bits of a hash that are compared with a share. */
  private static final int BITS = 30;

  private static final String PART = "part";
  private static final String SAME = "number among the same rows";

  private final SparkSession spark;
  private final double heldOut;
  private final double validFraction;
  private final long seed;

  /**
   * @param heldOut share of the training rows that become test rows
   * @param validFraction share of the others that become validation rows, unless a table has some
   * @param seed of the choice of validation rows
   */
  public JoinedTables(SparkSession spark, double heldOut, double validFraction, long seed) {
    this.spark = spark;
    this.heldOut = heldOut;
    this.validFraction = validFraction;
    this.seed = seed;
  }

  /**
   * Writes a directory, whole or not at all, and replaces what was there.
   *
   * @param tables of one form but for the number of states
   * @param states of each number, if numbers are categories; else 0
   * @throws BoltzException BAD_INPUT when no training rows are left
   */
  public DataSummary write(List<DeliveredTable> tables, int states, Path target) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    try (StagedDirectory staged = StagedDirectory.createAlone(hadoop, target)) {
      Path rows = Paths.in(staged.path(), "_rows");
      try {
        JobGroup.run(
            spark.sparkContext(),
            "boltz-data",
            "the rows of %d tables".formatted(tables.size()),
            () -> Tables.write(divided(tables), rows, List.of(PART), Map.of()));
      } catch (Exception e) { // SparkException is checked, but not declared
        throw Failures.whileReading("the deliveries", e);
      }
      moveParts(staged.fileSystem(), rows, staged.path());
      DataSummary summary = summary(tables.get(0).form(), states, staged.path());
      WholeFiles.write(
          staged.fileSystem(), Paths.in(staged.path(), SUMMARY), Json.pretty(summary.json()));
      staged.commit();
      return summary;
    }
  }

  /** Of a directory that {@link #write} wrote; empty if there is none, or it is another's. */
  public static Optional<DataSummary> summary(Configuration hadoop, Path directory) {
    FileSystem fs = FileSystems.of(hadoop, directory);
    Path file = Paths.in(directory, SUMMARY);
    try {
      if (!fs.exists(file)) {
        return Optional.empty();
      }
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot read " + file + ": " + e, e);
    }
    return Optional.of(
        DataSummary.read(Json.parse(WholeFiles.read(fs, file, LARGEST_SUMMARY), file.toString())));
  }

  private DataSummary summary(TableForm of, int states, Path directory) {
    TrainingData found = TrainingData.open(spark, directory.toString(), JoinedRow.LAYOUT);
    TrainingData data = states > 0 ? found.asCategories(states) : found;
    return new DataSummary(
        of.width(),
        1,
        of.labelled(),
        data.rows(Part.TRAIN),
        data.rows(Part.TEST),
        data.fingerprint(),
        Arrays.stream(data.mean()).boxed().toList(),
        Arrays.stream(data.variance()).boxed().toList(),
        Optional.of(new TableForm(of.column(), of.width(), states, of.labelled(), of.weighted())));
  }

  private Dataset<Row> divided(List<DeliveredTable> tables) {
    Dataset<Row> all =
        tables.stream().map(table -> JoinedRow.rows(spark, table)).reduce(Dataset::union).get();
    boolean hasValid = tables.stream().anyMatch(table -> table.data().rows(Part.VALID) > 0);
    Column values = functions.col(JoinedRow.VALUES);
    // -1 is no label; a hash leaves out what is null.
    Column label = functions.coalesce(functions.col(JoinedRow.LABEL), functions.lit(-1));
    Column same = functions.col(SAME);
    Column train = functions.col(PART).equalTo(Part.TRAIN.directoryName());
    Column test = isIn(heldOut, values, label, same);
    Column valid = isIn(hasValid ? 0 : validFraction, values, label, same, functions.lit(seed));
    Dataset<Row> divided =
        all.withColumn(
                SAME,
                functions
                    .row_number()
                    .over(
                        Window.partitionBy(functions.col(PART), values, label)
                            .orderBy(JoinedRow.WEIGHT)))
            .withColumn(
                PART,
                functions
                    .when(train.and(test), Part.TEST.directoryName())
                    .when(train.and(valid), Part.VALID.directoryName())
                    .otherwise(functions.col(PART)))
            .drop(SAME);
    TableForm form = tables.get(0).form();
    divided = form.labelled() ? divided : divided.drop(JoinedRow.LABEL);
    return form.weighted() ? divided : divided.drop(JoinedRow.WEIGHT);
  }

  /** Whether a row is among this share of all, by a hash of these columns. */
  private static Column isIn(double share, Column... columns) {
    long range = 1L << BITS;
    return functions
        .xxhash64(columns)
        .bitwiseAND(functions.lit(range - 1))
        .lt(functions.lit(Math.round(share * range)));
  }

  /** From directories of a column to those of parts. */
  private static void moveParts(FileSystem fs, Path rows, Path target) {
    try {
      for (Part part : Part.values()) {
        Path from = Paths.in(rows, PART + "=" + part.directoryName());
        if (fs.exists(from)) {
          if (!fs.rename(from, Paths.in(target, part.directoryName()))) {
            throw new IOException("the file system refused to rename " + from);
          }
        } else if (part == Part.TRAIN) {
          throw new BoltzException(
              ExitCode.BAD_INPUT,
              "the new tables have so few training rows that all of them are held out"
                  + " (data.held-out); deliver more at a time, or wait for more with"
                  + " check.least-rows");
        }
      }
      fs.delete(rows, true);
    } catch (IOException e) {
      throw WriteFailure.of("cannot write " + target, e);
    }
  }
}
