package io.boltzspark.engine.data;

import io.boltzspark.dataprep.Part;
import io.boltzspark.learning.RowFormat;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Facts of a data set that exists nowhere but here: for what looks at facts alone. */
public final class MemoryData extends TrainingData {
  private final UnitTotals totals;
  private final int labels;
  private final int width;

  /** Of rows of values. */
  public MemoryData(int labels, float[]... rows) {
    this.labels = labels;
    this.width = rows[0].length;
    this.totals = new UnitTotals(width);
    for (float[] row : rows) {
      totals.add(row);
    }
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int[] imageSize() {
    return new int[] {width, 1};
  }

  @Override
  public long rows(Part part) {
    return part == Part.TRAIN ? totals.rows() : 0;
  }

  @Override
  public int labels() {
    return labels;
  }

  @Override
  public double[] mean() {
    return totals.mean();
  }

  @Override
  public double minimum() {
    return spread().minimum()[spread().lowestUnit()];
  }

  @Override
  public double maximum() {
    return spread().maximum()[spread().highestUnit()];
  }

  @Override
  public boolean isBinary() {
    return totals.isBinary();
  }

  @Override
  public String fingerprint() {
    return title();
  }

  @Override
  public String title() {
    return "memory";
  }

  @Override
  public Map<String, Object> provenance() {
    return Map.of();
  }

  @Override
  public RowFormat format() {
    return RowFormat.FLOAT;
  }

  @Override
  public String origin() {
    return "the column v of memory";
  }

  @Override
  UnitSpread spread() {
    return totals.spread();
  }

  @Override
  public JavaPairRDD<Long, byte[]> bytes(Part part, boolean withLabels) {
    throw new AssertionError("only the facts of this data may be looked at, not its rows");
  }

  @Override
  public Dataset<Row> identities(Part part) {
    throw new AssertionError("only the facts of this data may be looked at, not its rows");
  }
}
