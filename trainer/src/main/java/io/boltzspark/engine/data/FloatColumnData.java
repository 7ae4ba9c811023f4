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
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Any Parquet with one column of arrays of floats, doubles or whole numbers, all of the same length
 * and with finite values. Rows are in the order of a column {@code position} of whole numbers (0,
 * 1, ...) if there is one; otherwise in an order that depends on their contents alone, since Spark
 * does not promise to read rows in the order in which they were written. A column {@code label}
 * gives labels, see {@link LabelColumn}. Other columns of single values, such as an {@code id} of
 * any type, identify rows elsewhere and are only passed on. A column of numbers may give weights of
 * rows. All rows are training rows.
 */
final class FloatColumnData extends TrainingData {
  private static final String POSITION = "position";
  private static final String LABEL = "label";
  private static final String ID = "id";
  private static final int WEIGHT_CELL = 4;

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
   * @param table with all its columns
   * @param rows position, values, label, id and perhaps weight of each
   * @param totals of all rows
   */
  private record Found(
      String column,
      boolean wholeNumbers,
      WeightCell weights,
      int width,
      Dataset<Row> table,
      JavaRDD<Row> rows,
      FloatColumnTotals totals) {}

  FloatColumnData(SparkSession spark, String path, WeightColumn weight) {
    this(spark, () -> read(spark, path), path, weight);
  }

  /**
   * Rows of a program.
   *
   * @param name in place of a path
   */
  FloatColumnData(Dataset<Row> rows, String name, WeightColumn weight) {
    this(rows.sparkSession(), () -> rows, name, weight);
  }

  private FloatColumnData(
      SparkSession spark, Supplier<Dataset<Row>> table, String path, WeightColumn weight) {
    this.spark = spark;
    this.path = path;
    try {
      this.found =
          JobGroup.run(
              spark.sparkContext(),
              "boltz-data",
              "the columns of " + Paths.of(path).getName(),
              () -> find(table.get(), path, weight));
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
    StructField field = ArrayColumn.of(table, path);
    String column = field.name();
    Column values = ArrayColumn.named(column);
    Row first =
        table.select(values).where(values.isNotNull()).takeAsList(1).stream()
            .findFirst()
            .orElseThrow(() -> bad(path, "has no rows"));
    int width = first.getList(0).size();
    if (width < 1) {
      throw bad(path, "has an empty array in column " + column);
    }
    LabelColumn.sayIfIgnored(table, path);
    Optional<Column> weight =
        column.equals(TrainingData.WEIGHT) ? Optional.empty() : wanted.in(table, path);
    WeightCell cell = weight.isPresent() ? new WeightCell(path, wanted.name(), WEIGHT_CELL) : null;
    JavaRDD<Row> rows = positioned(table, column, weight, List.of());
    FloatColumnRow encode = new FloatColumnRow(path, column, width, false);
    FloatColumnTotals totals =
        rows.mapPartitions(new FloatColumnTotals.OfPartition(encode, cell))
            .treeReduce(FloatColumnTotals::merge);
    return new Found(column, ArrayColumn.areWhole(field), cell, width, table, rows, totals);
  }

  private static Dataset<Row> read(SparkSession spark, String path) {
    Path directory = Paths.of(path);
    try {
      if (!FileSystems.of(hadoop(spark), directory).exists(directory)) {
        throw bad(path, "does not exist; create prepared data with: boltz prepare");
      }
      Dataset<Row> table = Tables.readAll(spark, directory);
      MixedSplits.refuse(table, path);
      return table;
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "cannot read --data " + path + ": " + e.getMessage(), e);
    } catch (BoltzException e) {
      throw e;
    } catch (Exception e) { // AnalysisException is checked, but Scala does not declare it
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--data %s is neither prepared data (no manifest.json) nor Parquet: %s%s"
              .formatted(
                  path,
                  Failures.summary(Failures.firstCause(e)),
                  ArrayColumn.adviceAfter(hadoop(spark), directory, e)),
          e);
    }
  }

  private static Configuration hadoop(SparkSession spark) {
    return spark.sparkContext().hadoopConfiguration();
  }

  /**
   * Position, values, label, id (both perhaps null) and, if asked for, weight of every row, and
   * more of its columns.
   */
  private static JavaRDD<Row> positioned(
      Dataset<Row> table, String column, Optional<Column> weight, List<String> more) {
    List<Column> columns = new ArrayList<>();
    columns.add(ArrayColumn.named(column).cast("array<float>").as("values"));
    columns.add(LabelColumn.of(table).as(LABEL));
    Column id = hasWholeNumbers(table, ID) ? functions.col(ID) : functions.lit(null);
    columns.add(id.cast(DataTypes.LongType).as(ID));
    weight.ifPresent(w -> columns.add(w.as("weight")));
    more.forEach(name -> columns.add(ArrayColumn.named(name).as("more " + name)));
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

  /** The columns of single values that nothing else here reads. */
  private static List<String> others(Dataset<Row> table) {
    return Arrays.stream(table.schema().fields())
        .filter(field -> ArrayColumn.isSingleValue(field.dataType()))
        .map(StructField::name)
        .filter(name -> !name.equalsIgnoreCase(POSITION))
        .filter(name -> !(name.equals(LABEL) && LabelColumn.isIn(table)))
        .filter(name -> !(name.equals(ID) && hasWholeNumbers(table, ID)))
        .toList();
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
  public long unlabelled(Part part) {
    return part == Part.TRAIN ? found.totals().unlabelled() : 0;
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

  /** Rows that are the same in all that orders them have the same scores, whichever comes first. */
  @Override
  JavaPairRDD<Long, byte[]> weightedBytes(Part part, boolean withLabels) {
    FloatColumnRow encode = row(withLabels);
    WeightCell weight = found.weights();
    return found.rows().mapToPair(row -> weight.appended(encode.call(row), row));
  }

  @Override
  public Dataset<Row> identities(Part part) {
    List<String> others = others(found.table());
    StructType schema = new StructType().add(POSITION, DataTypes.LongType);
    boolean ownId = others.stream().noneMatch(ID::equalsIgnoreCase);
    boolean ownLabel = others.stream().noneMatch(LABEL::equalsIgnoreCase);
    for (String own : List.of(ID, LABEL)) {
      if (own.equals(ID) ? ownId : ownLabel) {
        schema = schema.add(own, own.equals(ID) ? DataTypes.LongType : DataTypes.IntegerType);
      }
    }
    for (String other : others) {
      schema = schema.add(other, found.table().schema().apply(other).dataType());
    }
    FloatColumnRow encode = row(true);
    return spark.createDataFrame(
        positioned(found.table(), found.column(), Optional.empty(), others)
            .map(row -> encode.identity(row, ownId, ownLabel)),
        schema);
  }

  private FloatColumnRow row(boolean withLabels) {
    return new FloatColumnRow(path, found.column(), found.width(), withLabels);
  }
}
