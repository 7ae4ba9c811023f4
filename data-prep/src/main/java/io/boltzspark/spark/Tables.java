package io.boltzspark.spark;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.Causes;
import io.boltzspark.errors.ExitCode;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Tables in Parquet. Only this class hands paths to Spark, which would take {@code data[1]} for a
 * pattern and read {@code data1}.
 */
public final class Tables {
  /** Spark's own option for those who have paths and not patterns. */
  private static final String PATHS_ARE_PATTERNS = "__globPaths__";

  private Tables() {}

  /**
   * The table in a directory or file. One job finds its columns.
   *
   * @throws BoltzException BAD_INPUT when Hadoop cannot take the name of a file
   */
  public static Dataset<Row> read(SparkSession spark, Path path) {
    return read(reader(spark), path);
  }

  /**
   * The same with the columns of all files, of which Spark would otherwise look at one. A file that
   * is not Parquet, such as one without bytes, then fails.
   */
  public static Dataset<Row> readAll(SparkSession spark, Path path) {
    return read(reader(spark).option("mergeSchema", true), path);
  }

  private static Dataset<Row> read(DataFrameReader reader, Path path) {
    try {
      return reader.parquet(path.toString());
    } catch (Exception e) { // SparkException is checked, but Scala does not declare it
      if (Causes.first(e, URISyntaxException.class).isPresent()) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "the name of "
                + path
                + ", or of a file in it, has a colon, and Hadoop cannot read such files from a"
                + " local disk: rename it",
            e);
      }
      throw e;
    }
  }

  /** The same with these of its columns, without a job. */
  public static Dataset<Row> read(SparkSession spark, Path path, StructType columns) {
    return reader(spark).schema(columns).parquet(path.toString());
  }

  private static DataFrameReader reader(SparkSession spark) {
    return spark.read().option(PATHS_ARE_PATTERNS, false);
  }

  /**
   * Writes a new directory, with one file per partition of the rows. Compressed with zstd, since
   * rows of 0 and 1 take half the space that Snappy needs.
   *
   * @throws BoltzException ENVIRONMENT when a disk is full or broken
   */
  public static void write(Dataset<Row> rows, Path directory) {
    write(rows, directory, List.of(), Map.of());
  }

  /**
   * The same with directories by the values of columns.
   *
   * @param by these columns, which the files then lack
   * @param options more of Parquet's
   */
  public static void write(
      Dataset<Row> rows, Path directory, List<String> by, Map<String, String> options) {
    DataFrameWriter<Row> writer =
        rows.write().options(options).option("compression", "zstd").option("maxRecordsPerFile", 0);
    if (!by.isEmpty()) {
      writer = writer.partitionBy(by.toArray(new String[0]));
    }
    try {
      writer.parquet(directory.toString());
    } catch (Exception | FSError e) { // SparkException is checked, but Scala does not declare it
      throw Failures.whileWriting(directory, e);
    }
  }
}
