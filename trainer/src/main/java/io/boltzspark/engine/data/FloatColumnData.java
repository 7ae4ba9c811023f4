package io.boltzspark.engine.data;

import io.boltzspark.dataprep.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import io.boltzspark.spark.Tables;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Any Parquet with one column of arrays of floats, doubles or whole numbers, all of the same length
 * and with finite values. Rows are in the order of a column {@code position} of whole numbers (0,
 * 1, ...) if there is one; otherwise in an order that depends on their contents alone, since Spark
 * does not promise to read rows in the order in which they were written. A column {@code label} of
 * whole numbers gives labels; null stands for none. A column {@code id} of whole numbers identifies
 * rows elsewhere and is only passed on. All rows are training rows.
 */
final class FloatColumnData extends TrainingData {
  private static final String POSITION = "position";
  private static final String LABEL = "label";
  private static final String ID = "id";
  private static final String WEIGHT = "weight";
  private static final StructType IDENTITY =
      new StructType()
          .add(POSITION, DataTypes.LongType)
          .add(ID, DataTypes.LongType)
          .add(LABEL, DataTypes.IntegerType);

  private final SparkSession spark;
  private final String path;
  private final Found found;
  private final UnitSpread spread;

  /**
   * What the jobs of the constructor find out.
   *
   * @param column the column of arrays
   * @param wholeNumbers whether its elements are of an integral type
   * @param weights whether there is a column of weights
   * @param width values of a row
   * @param rows position, values, label and id of each
   * @param totals of all rows
   */
  private record Found(
      String column,
      boolean wholeNumbers,
      boolean weights,
      int width,
      JavaRDD<Row> rows,
      FloatColumnTotals totals) {}

  FloatColumnData(SparkSession spark, String path) {
    this.spark = spark;
    this.path = path;
    try {
      this.found =
          JobGroup.run(
              spark.sparkContext(),
              "boltz-data",
              "the columns of " + Paths.of(path).getName(),
              () -> find(read(spark, path), path));
    } catch (Exception e) { // SparkException is checked, but not declared
      throw Failures.whileReading(path, e);
    }
    this.spread = found.totals().units().spread();
  }

  private static Found find(Dataset<Row> table, String path) {
    StructField field = arrayColumn(table, path);
    String column = field.name();
    Row first =
        table.select(column).where(functions.col(column).isNotNull()).takeAsList(1).stream()
            .findFirst()
            .orElseThrow(() -> bad(path, "has no rows"));
    int width = first.getList(0).size();
    if (width < 1) {
      throw bad(path, "has an empty array in column " + column);
    }
    JavaRDD<Row> rows = positioned(table, column);
    FloatColumnRow encode = new FloatColumnRow(path, column, width, false);
    FloatColumnTotals totals =
        rows.mapPartitions(new FloatColumnTotals.OfPartition(encode))
            .treeReduce(FloatColumnTotals::merge);
    boolean weights = PreparedTables.hasColumn(table, WEIGHT);
    return new Found(column, areWhole(field), weights, width, rows, totals);
  }

  private static Dataset<Row> read(SparkSession spark, String path) {
    try {
      Path directory = Paths.of(path);
      if (!FileSystems.of(spark.sparkContext().hadoopConfiguration(), directory)
          .exists(directory)) {
        throw bad(path, "does not exist; create prepared data with: boltz prepare");
      }
      return Tables.read(spark, directory);
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "cannot read --data " + path + ": " + e.getMessage(), e);
    } catch (BoltzException e) {
      throw e;
    } catch (Exception e) { // AnalysisException is checked, but Scala does not declare it
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--data "
              + path
              + " is neither prepared data (no manifest.json) nor Parquet: "
              + Failures.summary(Failures.firstCause(e)),
          e);
    }
  }

  /** The one column of floats if there is one, else the one of whole numbers. */
  private static StructField arrayColumn(Dataset<Row> table, String path) {
    List<StructField> arrays =
        Arrays.stream(table.schema().fields()).filter(FloatColumnData::isNumberArray).toList();
    List<StructField> floats = arrays.stream().filter(field -> !areWhole(field)).toList();
    List<StructField> found = floats.isEmpty() ? arrays : floats;
    if (found.size() != 1) {
      throw bad(
          path,
          "must have exactly one column of float or double arrays, or of arrays of whole numbers"
              + " (categories), but has "
              + (found.isEmpty()
                  ? "none"
                  : String.join(", ", found.stream().map(StructField::name).toList()))
              + " among "
              + table.schema().simpleString());
    }
    return found.get(0);
  }

  private static boolean isNumberArray(StructField field) {
    return field.dataType() instanceof ArrayType array
        && (array.elementType() instanceof IntegralType
            || array.elementType().equals(DataTypes.FloatType)
            || array.elementType().equals(DataTypes.DoubleType));
  }

  private static boolean areWhole(StructField field) {
    return field.dataType() instanceof ArrayType array
        && array.elementType() instanceof IntegralType;
  }

  /** Position, values, label and, where there is one, id of every row. */
  private static JavaRDD<Row> positioned(Dataset<Row> table, String column) {
    Column values = functions.col(column).cast("array<float>");
    Column label = hasWholeNumbers(table, LABEL) ? functions.col(LABEL) : functions.lit(null);
    label = label.cast(DataTypes.LongType);
    Column id = hasWholeNumbers(table, ID) ? functions.col(ID) : functions.lit(null);
    id = id.cast(DataTypes.LongType);
    if (hasWholeNumbers(table, POSITION)) {
      return table
          .select(functions.col(POSITION).cast(DataTypes.LongType), values, label, id)
          .javaRDD();
    }
    return table
        .select(values.as("values"), label.as(LABEL), id.as(ID))
        .orderBy(
            functions.xxhash64(functions.col("values")),
            functions.col("values"),
            functions.col(LABEL),
            functions.col(ID))
        .javaRDD()
        .zipWithIndex()
        .map(row -> RowFactory.create(row._2(), row._1().get(0), row._1().get(1), row._1().get(2)));
  }

  private static boolean hasWholeNumbers(Dataset<Row> table, String name) {
    return Arrays.stream(table.schema().fields())
        .anyMatch(f -> f.name().equals(name) && f.dataType() instanceof IntegralType);
  }

  private static BoltzException bad(String path, String what) {
    return new BoltzException(ExitCode.BAD_INPUT, "--data " + path + " " + what);
  }

  @Override
  public int width() {
    return found.width();
  }

  /** Whether the values are of an integral type, and so categories. */
  boolean areWholeNumbers() {
    return found.wholeNumbers();
  }

  @Override
  boolean hasWeights() {
    return found.weights();
  }

  @Override
  public int[] imageSize() {
    int side = (int) Math.round(Math.sqrt(width()));
    return side * side == width() ? new int[] {side, side} : new int[] {width(), 1};
  }

  @Override
  public long rows(Part part) {
    return part == Part.TRAIN ? found.totals().units().rows() : 0;
  }

  @Override
  public int labels() {
    return (int) Math.min(found.totals().largestLabel() + 1, Integer.MAX_VALUE);
  }

  @Override
  public double[] mean() {
    return found.totals().units().mean();
  }

  @Override
  public double minimum() {
    return spread.minimum()[spread.lowestUnit()];
  }

  @Override
  public double maximum() {
    return spread.maximum()[spread.highestUnit()];
  }

  @Override
  public boolean isBinary() {
    return found.totals().units().isBinary();
  }

  @Override
  public String fingerprint() {
    return "content-" + Long.toHexString(found.totals().hash()) + "-rows-" + rows(Part.TRAIN);
  }

  @Override
  public String title() {
    return Paths.of(path).getName();
  }

  @Override
  public Map<String, Object> provenance() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("title", title());
    facts.put("fingerprint", fingerprint());
    facts.put("column", found.column());
    facts.put("train_rows", rows(Part.TRAIN));
    return facts;
  }

  @Override
  public RowFormat format() {
    return RowFormat.FLOAT;
  }

  @Override
  public String origin() {
    return "the column " + found.column() + " of " + path;
  }

  @Override
  UnitSpread spread() {
    return spread;
  }

  @Override
  public JavaPairRDD<Long, byte[]> bytes(Part part, boolean withLabels) {
    return found.rows().mapToPair(row(withLabels));
  }

  @Override
  public Dataset<Row> identities(Part part) {
    return spark.createDataFrame(found.rows().map(row(true)::identity), IDENTITY);
  }

  private FloatColumnRow row(boolean withLabels) {
    return new FloatColumnRow(path, found.column(), found.width(), withLabels);
  }
}
