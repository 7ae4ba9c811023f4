package io.boltzspark.engine.data;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.spark.Tables;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The columns of Parquet files that Spark can read where it refuses a table because of others, such
 * as times in nanoseconds, UUIDs and 16-bit floats.
 *
 * @param columns that it can read
 * @param others the others, with their types in the files
 */
record ReadableColumns(StructType columns, Map<String, String> others) {
  /** How others can write these columns. */
  private static final String ADVICE =
      "write UUIDs as strings, times in microseconds and 16-bit floats as 32-bit floats";

  private static final Logger LOG = LoggerFactory.getLogger(ReadableColumns.class);

  /**
   * Looks into the footers of all files of a directory, or of one file.
   *
   * @throws IOException when one cannot be read
   */
  static ReadableColumns of(Configuration hadoop, Path path) throws IOException {
    Map<String, StructField> columns = new LinkedHashMap<>();
    Map<String, String> others = new TreeMap<>();
    ParquetToSparkSchemaConverter converter = new ParquetToSparkSchemaConverter(SQLConf.get());
    FileSystem files = FileSystems.of(hadoop, path);
    RemoteIterator<LocatedFileStatus> found = files.listFiles(path, true);
    while (found.hasNext()) {
      Path file = found.next().getPath();
      if (!file.getName().startsWith("_") && !file.getName().startsWith(".")) {
        for (Type column : schema(hadoop, file).getFields()) {
          try {
            MessageType alone = new MessageType("table", column);
            columns.put(column.getName(), converter.convert(alone).fields()[0]);
          } catch (Exception e) { // AnalysisException is checked, but Scala does not declare it
            others.put(column.getName(), String.valueOf(column).replaceAll("\\s+", " "));
          }
        }
      }
    }
    columns.keySet().removeAll(others.keySet());
    return new ReadableColumns(
        new StructType(columns.values().toArray(StructField[]::new)), others);
  }

  private static MessageType schema(Configuration hadoop, Path file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
      return reader.getFileMetaData().getSchema();
    }
  }

  /**
   * The table without the others, which are named in a warning.
   *
   * @throws BoltzException BAD_INPUT when no column of arrays of numbers is left
   */
  Dataset<Row> read(SparkSession spark, Path path) {
    String unread = String.join(", ", others.values());
    if (Arrays.stream(columns.fields()).noneMatch(ArrayColumn::isNumberArray)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--data %s has no column of arrays of numbers that Spark can read; it cannot read %s: %s"
              .formatted(path, unread, ADVICE));
    }
    LOG.warn(
        "{} is read without columns of types that Spark cannot read: {}; to keep them, {}",
        path,
        unread,
        ADVICE);
    return Tables.read(spark, path, columns);
  }
}
