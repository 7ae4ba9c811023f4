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
import scala.Tuple2;

/**
 * Any Parquet with one column of arrays of floats, doubles or whole numbers, all of the same length
 * and with finite values. Rows are in the order of a column {@code position} of whole numbers (0,
 * 1, ...) if there is one; otherwise in an order that depends on their contents alone, since Spark
 * does not promise to read rows in the order in which they were written. A column {@code label}
 * gives labels, see {@link LabelColumn}. Other columns of single values, such as an {@code id} of
 * any type, identify rows elsewhere and are only passed on. All rows are training rows.
 */
final class FloatColumnData extends TrainingData {
  private static final String POSITION = "position";
  private static final String LABEL = "label";
  private static final String ID = "id";
  private static final String WEIGHT = "weight";

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
   * @param table with all its columns
   * @param rows position, values, label and id of each
   * @param totals of all rows
   */
  private record Found(
      String column,
      boolean wholeNumbers,
      boolean weights,
      int width,
      Dataset<Row> table,
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
    MixedSplits.refuse(table, path);
    LabelColumn.sayIfIgnored(table, path);
    JavaRDD<Row> rows = positioned(table, column, List.of());
    FloatColumnRow encode = new FloatColumnRow(path, column, width, false);
    FloatColumnTotals totals =
        rows.mapPartitions(new FloatColumnTotals.OfPartition(encode))
            .treeReduce(FloatColumnTotals::merge);
    boolean weights = PreparedTables.hasColumn(table, WEIGHT);
    return new Found(column, ArrayColumn.areWhole(field), weights, width, table, rows, totals);
  }

  private static Dataset<Row> read(SparkSession spark, String path) {
    Path directory = Paths.of(path);
    try {
      if (!FileSystems.of(hadoop(spark), directory).exists(directory)) {
        throw bad(path, "does not exist; create prepared data with: boltz prepare");
      }
      return Tables.readAll(spark, directory);
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

  /** Position, values, label and, where there is one, id of every row, and more of its columns. */
  private static JavaRDD<Row> positioned(Dataset<Row> table, String column, List<String> more) {
    List<Column> columns = new ArrayList<>();
    columns.add(ArrayColumn.named(column).cast("array<float>").as("values"));
    columns.add(LabelColumn.of(table).as(LABEL));
    Column id = hasWholeNumbers(table, ID) ? functions.col(ID) : functions.lit(null);
    columns.add(id.cast(DataTypes.LongType).as(ID));
    more.forEach(name -> columns.add(ArrayColumn.named(name).as("more " + name)));
    if (hasWholeNumbers(table, POSITION)) {
      columns.add(0, functions.col(POSITION).cast(DataTypes.LongType));
      return table.select(columns.toArray(new Column[0])).javaRDD();
    }
    return table
        .select(columns.toArray(new Column[0]))
        .orderBy(
            functions.xxhash64(functions.col("values")),
            functions.col("values"),
            functions.col(LABEL),
            functions.col(ID))
        .javaRDD()
        .zipWithIndex()
        .map(FloatColumnData::withPosition);
  }

  private static Row withPosition(Tuple2<Row, Long> indexed) {
    Object[] values = new Object[indexed._1().size() + 1];
    values[0] = indexed._2();
    for (int i = 1; i < values.length; i++) {
      values[i] = indexed._1().get(i - 1);
    }
    return RowFactory.create(values);
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

  /** Rows that are the same in all that orders them have the same scores, whichever comes first. */
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
        positioned(found.table(), found.column(), others)
            .map(row -> encode.identity(row, ownId, ownLabel)),
        schema);
  }

  private FloatColumnRow row(boolean withLabels) {
    return new FloatColumnRow(path, found.column(), found.width(), withLabels);
  }
}
