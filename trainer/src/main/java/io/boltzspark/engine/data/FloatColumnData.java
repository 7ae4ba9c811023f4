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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * rows elsewhere and is only passed on. A column of numbers may give weights of rows. All rows are
 * training rows.
 */
final class FloatColumnData extends TrainingData {
  private static final String POSITION = "position";
  private static final String LABEL = "label";
  private static final String ID = "id";
  private static final int WEIGHT_CELL = 4;
  private static final StructType IDENTITY =
      new StructType()
          .add(POSITION, DataTypes.LongType)
          .add(ID, DataTypes.LongType)
          .add(LABEL, DataTypes.IntegerType);

  private final SparkSession spark;
  private final String path;
  private final Found found;
  private final UnitSpread spread;
  private final Optional<RowWeights> weights;

  /**
   * What the jobs of the constructor find out.
   *
   * @param column the column of arrays
   * @param wholeNumbers whether its elements are of an integral type
   * @param weights the column of weights; null: none
   * @param width values of a row
   * @param rows position, values, label, id and perhaps weight of each
   * @param totals of all rows
   */
  private record Found(
      String column,
      boolean wholeNumbers,
      WeightCell weights,
      int width,
      JavaRDD<Row> rows,
      FloatColumnTotals totals) {}

  FloatColumnData(SparkSession spark, String path, WeightColumn weight) {
    this.spark = spark;
    this.path = path;
    try {
      this.found =
          JobGroup.run(
              spark.sparkContext(),
              "boltz-data",
              "the columns of " + Paths.of(path).getName(),
              () -> find(read(spark, path), path, weight));
    } catch (Exception e) { // SparkException is checked, but not declared
      throw Failures.whileReading(path, e);
    }
    this.weights =
        Optional.ofNullable(found.weights())
            .map(
                cell ->
                    new RowWeights(
                        cell.column(), Map.of(Part.TRAIN, found.totals().weights()), path));
    this.spread = found.totals().units().spread();
  }

  private static Found find(Dataset<Row> table, String path, WeightColumn wanted) {
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
    Optional<Column> weight =
        column.equals(TrainingData.WEIGHT) ? Optional.empty() : wanted.in(table, path);
    WeightCell cell = weight.isPresent() ? new WeightCell(path, wanted.name(), WEIGHT_CELL) : null;
    JavaRDD<Row> rows = positioned(table, column, weight);
    FloatColumnRow encode = new FloatColumnRow(path, column, width, false);
    FloatColumnTotals totals =
        rows.mapPartitions(new FloatColumnTotals.OfPartition(encode, cell))
            .treeReduce(FloatColumnTotals::merge);
    return new Found(column, areWhole(field), cell, width, rows, totals);
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

  /** Position, values, label, id (both perhaps null) and, if asked for, weight of every row. */
  private static JavaRDD<Row> positioned(
      Dataset<Row> table, String column, Optional<Column> weight) {
    Column values = functions.col(column).cast("array<float>");
    Column label = hasWholeNumbers(table, LABEL) ? functions.col(LABEL) : functions.lit(null);
    label = label.cast(DataTypes.LongType);
    Column id = hasWholeNumbers(table, ID) ? functions.col(ID) : functions.lit(null);
    id = id.cast(DataTypes.LongType);
    List<Column> columns =
        new ArrayList<>(List.of(values.as("values"), label.as(LABEL), id.as(ID)));
    weight.ifPresent(w -> columns.add(w.as("weight")));
    if (hasWholeNumbers(table, POSITION)) {
      columns.add(0, functions.col(POSITION).cast(DataTypes.LongType));
      return table.select(columns.toArray(Column[]::new)).javaRDD();
    }
    List<Column> order = new ArrayList<>();
    order.add(functions.xxhash64(functions.col("values")));
    List.of("values", LABEL, ID).forEach(name -> order.add(functions.col(name)));
    weight.ifPresent(w -> order.add(functions.col("weight")));
    return table
        .select(columns.toArray(Column[]::new))
        .orderBy(order.toArray(Column[]::new))
        .javaRDD()
        .zipWithIndex()
        .map(row -> withPosition(row._2(), row._1()));
  }

  private static Row withPosition(long position, Row cells) {
    Object[] all = new Object[cells.size() + 1];
    all[0] = position;
    for (int i = 0; i < cells.size(); i++) {
      all[i + 1] = cells.get(i);
    }
    return RowFactory.create(all);
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
  public Optional<RowWeights> weights() {
    return weights;
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
    return weights.map(w -> w.fingerprint(rowsFingerprint())).orElseGet(this::rowsFingerprint);
  }

  /** Of the rows without their weights. */
  String rowsFingerprint() {
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
    weights.ifPresent(w -> facts.put("weights", w.facts()));
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
  JavaPairRDD<Long, byte[]> weightedBytes(Part part, boolean withLabels) {
    FloatColumnRow encode = row(withLabels);
    WeightCell weight = found.weights();
    return found.rows().mapToPair(row -> weight.appended(encode.call(row), row));
  }

  @Override
  public Dataset<Row> identities(Part part) {
    return spark.createDataFrame(found.rows().map(row(true)::identity), IDENTITY);
  }

  private FloatColumnRow row(boolean withLabels) {
    return new FloatColumnRow(path, found.column(), found.width(), withLabels);
  }
}
