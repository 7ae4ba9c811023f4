package io.boltzspark.engine.data;

import io.boltzspark.errors.RowException;
import io.boltzspark.files.Paths;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Any Parquet with one column of arrays of floats, doubles or whole numbers, all of the same length
 * and with finite values; or the rows of one part of it, for which they then are training rows.
 * {@link OwnTable} says in what order they are. Columns of single values that mean nothing else,
 * such as an {@code id} of any type, identify rows elsewhere and are only passed on.
 */
final class FloatColumnData extends TrainingData {
  private final SparkSession spark;
  private final OwnTable table;
  private final Part of;
  private final JavaRDD<Row> rows;
  private final FloatColumnTotals totals;
  private final UnitSpread spread;
  private final Optional<RowWeights> weights;
  private Optional<SourceRows> source; // null: not looked for

  /**
   * @param part of the table whose rows these are
   */
  FloatColumnData(SparkSession spark, OwnTable table, Part part) {
    this.spark = spark;
    this.table = table;
    this.of = part;
    WeightCell weight = table.weightCell();
    try {
      String description = "the rows of " + Paths.of(table.path()).getName();
      this.rows =
          JobGroup.run(spark.sparkContext(), "boltz-data", description, () -> table.rows(part));
      this.totals =
          JobGroup.run(
              spark.sparkContext(),
              "boltz-data",
              description,
              () ->
                  rows.mapPartitions(new FloatColumnTotals.OfPartition(row(false), weight))
                      .treeReduce(FloatColumnTotals::merge));
    } catch (Exception e) { // SparkException is checked, but not declared
      RuntimeException found = Failures.whileReading(table.path(), e);
      throw found instanceof RowException row
          ? row.named(rowAt("", table.place(part, row.position())))
          : found;
    }
    this.weights =
        Optional.ofNullable(weight)
            .map(
                cell ->
                    new RowWeights(
                        cell.column(), Map.of(Part.TRAIN, totals.weights()), table.path()));
    this.spread = totals.units().spread();
  }

  @Override
  public int width() {
    return table.width();
  }

  /** Whether the values are of an integral type, and so categories. */
  boolean areWholeNumbers() {
    return table.areWholeNumbers();
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
    return part == Part.TRAIN ? totals.units().rows() : 0;
  }

  @Override
  public int labels() {
    return (int) Math.min(totals.largestLabel() + 1, Integer.MAX_VALUE);
  }

  @Override
  public long unlabelled(Part part) {
    return part == Part.TRAIN ? totals.unlabelled() : 0;
  }

  @Override
  public double[] mean() {
    return totals.units().mean();
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
    return totals.units().isBinary();
  }

  @Override
  public String fingerprint() {
    return weights.map(w -> w.fingerprint(rowsFingerprint())).orElseGet(this::rowsFingerprint);
  }

  /** Of the rows without their weights. */
  String rowsFingerprint() {
    return "content-" + Long.toHexString(totals.hash()) + "-rows-" + rows(Part.TRAIN);
  }

  @Override
  public String title() {
    return Paths.of(table.path()).getName();
  }

  @Override
  public Map<String, Object> provenance() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("title", title());
    facts.put("fingerprint", fingerprint());
    facts.put("column", table.column());
    table
        .labelColumn()
        .filter(name -> !name.equals(DataLayout.LABEL))
        .ifPresent(name -> facts.put("label_column", name));
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
    return "the column " + table.column() + " of " + table.path();
  }

  @Override
  UnitSpread spread() {
    return spread;
  }

  @Override
  public JavaPairRDD<Long, byte[]> bytes(Part part, boolean withLabels) {
    return rows.mapToPair(row(withLabels));
  }

  /** Rows that are the same in all that orders them have the same scores, whichever comes first. */
  @Override
  JavaPairRDD<Long, byte[]> weightedBytes(Part part, boolean withLabels) {
    FloatColumnRow encode = row(withLabels);
    WeightCell weight = table.weightCell();
    return rows.mapToPair(row -> weight.appended(encode.call(row), row));
  }

  @Override
  String rowAt(Part part, long position) {
    return rowAt(part.directoryName() + " ", table.place(of, position));
  }

  @Override
  public Dataset<Row> identities(Part part) {
    List<String> others = table.others();
    StructType schema = new StructType().add(OwnTable.POSITION, DataTypes.LongType);
    boolean ownId = others.stream().noneMatch(OwnTable.ID::equalsIgnoreCase);
    boolean ownLabel = others.stream().noneMatch(DataLayout.LABEL::equalsIgnoreCase);
    if (ownId) {
      schema = schema.add(OwnTable.ID, DataTypes.LongType);
    }
    if (ownLabel) {
      schema = schema.add(DataLayout.LABEL, DataTypes.IntegerType);
    }
    for (String other : others) {
      schema = schema.add(other, table.table().schema().apply(other).dataType());
    }
    SourceRows source = source().orElse(null);
    if (source != null) {
      schema = schema.add(SOURCE_ROW, DataTypes.LongType);
    }
    FloatColumnRow encode = row(true);
    int other = table.firstOther();
    return spark.createDataFrame(
        table.identities(of).map(row -> encode.identity(row, ownId, ownLabel, other, source)),
        schema);
  }

  @Override
  public OptionalLong sourceRows(Part part) {
    return source().map(found -> OptionalLong.of(found.rows())).orElseGet(OptionalLong::empty);
  }

  private synchronized Optional<SourceRows> source() {
    if (source == null) {
      source =
          JobGroup.run(
              spark.sparkContext(),
              "boltz-data",
              "the rows of the files of " + Paths.of(table.path()).getName(),
              table::source);
    }
    return source;
  }

  private FloatColumnRow row(boolean withLabels) {
    return new FloatColumnRow(
        table.path(), table.column(), table.width(), withLabels, table.isOrdered());
  }
}
