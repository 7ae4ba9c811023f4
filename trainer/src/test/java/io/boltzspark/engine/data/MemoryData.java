package io.boltzspark.engine.data;

import io.boltzspark.dataprep.Part;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.model.UnitSpec;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A data set that exists nowhere but here: for what looks at facts and values alone. */
public final class MemoryData extends TrainingData {
  private final UnitTotals totals;
  private final int labels;
  private final int width;
  private final float[][] rows;
  private long unlabelled;

  /** Of rows of values. */
  public MemoryData(int labels, float[]... rows) {
    this.labels = labels;
    this.width = rows[0].length;
    this.rows = rows;
    this.totals = new UnitTotals(width);
    for (float[] row : rows) {
      totals.add(row);
    }
  }

  /** The same, of which some rows have no label. */
  public MemoryData unlabelled(long count) {
    unlabelled = count;
    return this;
  }

  @Override
  public long unlabelled(Part part) {
    return part == Part.TRAIN ? unlabelled : 0;
  }

  @Override
  Optional<ImpossibleRow> firstImpossible(Part part, UnitSpec units) {
    for (int r = 0; r < rows.length; r++) {
      Optional<String> fault = units.faultOfData(rows[r]);
      if (fault.isPresent()) {
        return Optional.of(new ImpossibleRow(part, r, fault.get()));
      }
    }
    return Optional.empty();
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
