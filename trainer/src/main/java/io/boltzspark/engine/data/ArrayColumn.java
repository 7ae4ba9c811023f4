package io.boltzspark.engine.data;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.spark.Failures;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/**
 * The column of a table whose arrays are its rows, and what becomes of values in other forms: where
 * it is not clear what they mean, the message says how to convert them.
 */
final class ArrayColumn {
  /** Fewer columns of numbers than this are taken for facts about rows, not for their values. */
  private static final int LEAST_COLUMNS = 4;

  /** Names of files that boltz prepare reads. */
  private static final String IDX = ".*idx\\d-(ubyte|int)(\\.gz)?";

  private static final String SEQUENCES = "(?i).*\\.(fa|fas|fasta|a3m|sto|stockholm)(\\.gz)?";

  /** How files of other formats become Parquet, by their names. */
  private static final Map<String, String> FORMATS = new LinkedHashMap<>();

  static {
    FORMATS.put(
        "(?i).*\\.(csv|tsv)(\\.(gz|bz2|zst))?",
        "df = spark.read.csv(\"%s\", header=True, inferSchema=True), and with columns of values"
            + " but for a column label"
            + " df.select(array(*[c for c in df.columns if c != \"label\"]).cast(\"array<float>\")"
            + ".alias(\"values\"), \"label\").write.parquet(DIR)");
    FORMATS.put(
        "(?i).*\\.(libsvm|svm)(\\.(gz|bz2))?",
        "spark.read.format(\"libsvm\").load(\"%s\").select(vector_to_array(\"features\")"
            + ".alias(\"values\"), \"label\").write.parquet(DIR)");
    FORMATS.put(
        "(?i).*\\.(npy|npz|h5|hdf5|mat)",
        "with arrays x and y of %s"
            + " spark.createDataFrame(pandas.DataFrame({\"values\": x.reshape(len(x), -1)"
            + ".tolist(), \"label\": y})).write.parquet(DIR)");
    FORMATS.put("(?i).*\\.(json|jsonl)(\\.gz)?", "spark.read.json(\"%s\").write.parquet(DIR)");
    FORMATS.put("(?i).*\\.orc", "spark.read.orc(\"%s\").write.parquet(DIR)");
    FORMATS.put("(?i).*\\.avro", "spark.read.format(\"avro\").load(\"%s\").write.parquet(DIR)");
  }

  private ArrayColumn() {}

  /** A column by its name, whatever characters it has. */
  static Column named(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /**
   * The one column of arrays of floats, doubles or booleans if there is one, else the one of arrays
   * of whole numbers.
   *
   * @throws BoltzException BAD_INPUT when there is none, or more than one
   */
  static StructField of(Dataset<Row> table, String path) {
    List<StructField> arrays =
        Arrays.stream(table.schema().fields()).filter(ArrayColumn::isNumberArray).toList();
    List<StructField> floats = arrays.stream().filter(field -> !areWhole(field)).toList();
    List<StructField> found = floats.isEmpty() ? arrays : floats;
    if (found.size() != 1) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--data %s must have exactly one column of float or double arrays, or of arrays of whole numbers (categories), but has %s among %s%s"
              .formatted(
                  path,
                  found.isEmpty()
                      ? "none"
                      : found.stream().map(StructField::name).collect(Collectors.joining(", ")),
                  table.schema().simpleString(),
                  found.isEmpty() ? adviceFor(table.schema()) : ""));
    }
    return found.get(0);
  }

  static boolean isNumberArray(StructField field) {
    return field.dataType() instanceof ArrayType array
        && (array.elementType() instanceof IntegralType
            || array.elementType().equals(DataTypes.BooleanType)
            || array.elementType().equals(DataTypes.FloatType)
            || array.elementType().equals(DataTypes.DoubleType));
  }

  private static boolean isCastToNumbers(DataType element) {
    return element instanceof DecimalType || element instanceof StringType;
  }

  static boolean areWhole(StructField field) {
    return field.dataType() instanceof ArrayType array
        && array.elementType() instanceof IntegralType;
  }

  /** Whether values are numbers, texts, truth values or times, which can identify a row. */
  static boolean isSingleValue(DataType type) {
    return type instanceof NumericType
        || type instanceof StringType
        || type instanceof DateType
        || type instanceof TimestampType
        || type.equals(DataTypes.BooleanType)
        || type.equals(DataTypes.TimestampNTZType);
  }

  /** How to make a column of arrays from what there is instead; empty if nothing is known. */
  static String adviceFor(StructType schema) {
    for (StructField field : schema.fields()) {
      String name = field.name();
      List<String> parts =
          field.dataType() instanceof StructType struct ? List.of(struct.fieldNames()) : List.of();
      if (parts.equals(List.of("type", "size", "indices", "values"))
          || field.dataType().typeName().equals("vector")) {
        return "; %s has vectors of Spark ML: convert them, in PySpark df.withColumn(\"values\", vector_to_array(\"`%s`\")).drop(\"%s\")"
            .formatted(name, name, name);
      }
      if (parts.contains("bytes")) {
        return "; %s has images in files (PNG or JPEG): decode them, with Hugging Face's datasets d.map(lambda r: {\"values\": (np.asarray(r[\"%s\"].convert(\"L\"), dtype=\"float32\") / 255).ravel()}, remove_columns=[\"%s\"])"
            .formatted(name, name, name);
      }
      if (field.dataType() instanceof ArrayType array) {
        if (isCastToNumbers(array.elementType())) {
          return "; %s has %s: if these are numbers, in PySpark df.withColumn(\"%s\", col(\"`%s`\").cast(\"array<float>\"))"
              .formatted(name, array.simpleString(), name, name);
        }
        if (array.elementType() instanceof ArrayType) {
          return "; %s has arrays of arrays: make them flat, in PySpark df.withColumn(\"%s\", flatten(\"`%s`\"))"
              .formatted(name, name, name);
        }
      }
      if (field.dataType().equals(DataTypes.BinaryType)) {
        return "; %s has bytes: if each is a value, convert them, in PySpark df.withColumn(\"values\", udf(lambda b: [float(x) / 255 for x in b], \"array<float>\")(\"`%s`\")).drop(\"%s\")"
            .formatted(name, name, name);
      }
    }
    long numbers =
        Arrays.stream(schema.fields()).filter(f -> f.dataType() instanceof NumericType).count();
    return numbers < LEAST_COLUMNS
        ? ""
        : "; to make one of %d columns of numbers, in PySpark df.select(array(*[c for c in df.columns if c != \"label\"]).cast(\"array<float>\").alias(\"values\"), \"label\")"
            .formatted(numbers);
  }

  /** What to do with a directory that Spark cannot read as Parquet; empty if nothing is known. */
  static String adviceAfter(Configuration hadoop, Path directory, Exception thrown) {
    if (!namesIn(hadoop, directory, IDX).isEmpty()) {
      return "; it has IDX files, which become data with: boltz prepare --source %s --out DIR"
          .formatted(directory);
    }
    List<Path> sequences = namesIn(hadoop, directory, SEQUENCES);
    if (!sequences.isEmpty()) {
      return "; aligned sequences become data with: boltz prepare --source %s --out DIR"
          .formatted(sequences.get(0));
    }
    for (Map.Entry<String, String> format : FORMATS.entrySet()) {
      List<Path> files = namesIn(hadoop, directory, format.getKey());
      if (!files.isEmpty()) {
        return "; to make Parquet of %s, in PySpark %s"
            .formatted(files.get(0).getName(), format.getValue().formatted(directory));
      }
    }
    Optional<Path> nested = nested(hadoop, directory);
    if (nested.isPresent()) {
      return "; the Parquet files in %s are read with: --data %s"
          .formatted(nested.get().getName(), nested.get());
    }
    return String.valueOf(Failures.firstCause(thrown).getMessage()).contains("PARQUET_TYPE")
        ? "; a column has a type that Spark cannot read: write UUIDs as strings, times in"
            + " microseconds and 16-bit floats as 32-bit floats, or leave the column out"
        : "";
  }

  private static Optional<Path> nested(Configuration hadoop, Path directory) {
    try {
      return UnreadFiles.directory(hadoop, directory);
    } catch (IOException e) {
      return Optional.empty(); // the failure that led here is the one to tell
    }
  }

  /** The files of these names in a directory, or the file itself. */
  private static List<Path> namesIn(Configuration hadoop, Path directory, String pattern) {
    try {
      return Arrays.stream(FileSystems.of(hadoop, directory).listStatus(directory))
          .map(FileStatus::getPath)
          .filter(file -> file.getName().matches(pattern))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of(); // the failure that led here is the one to tell
    }
  }
}
