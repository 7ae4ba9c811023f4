package io.boltzspark.engine.data;

import io.boltzspark.dataprep.StateCounts;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.spark.JobGroup;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * Rows of other data as sites with categories, one byte a site. They are all looked at when it is
 * made, so that a value that is no state is found before any work starts.
 */
final class CategoryData extends TrainingData {
  private final TrainingData base;
  private final CategoryRow row;
  private final double[] frequencies;

  private CategoryData(TrainingData base, CategoryRow row) {
    this.base = base;
    this.row = row;
    this.frequencies = base.weights().isPresent() ? weighted() : counted();
  }

  private double[] weighted() {
    try {
      return UnitTotals.of(weightedBytes(Part.TRAIN, false), format(), width(), true, title())
          .mean();
    } catch (BoltzException e) {
      throw base.failure(Part.TRAIN, e);
    }
  }

  private double[] counted() {
    StateCounts none = new StateCounts(row.sites(), row.states());
    JavaPairRDD<Long, byte[]> rows = bytes(Part.TRAIN, false);
    StateCounts found =
        looked(
            Part.TRAIN,
            () -> rows.values().treeAggregate(none, StateCounts::add, StateCounts::merge));
    for (Part part : List.of(Part.VALID, Part.TEST)) {
      if (rows(part) > 0) {
        looked(part, () -> bytes(part, false).count()); // refuses what is no state
      }
    }
    return Arrays.stream(found.counts()).mapToDouble(n -> (double) n / found.rows()).toArray();
  }

  private <T> T looked(Part part, Supplier<T> job) {
    try {
      return JobGroup.run(
          bytes(part, false).context(), "boltz-data", "the states of each site", job);
    } catch (Exception e) { // SparkException is checked, but not declared
      throw base.failure(part, e);
    }
  }

  /**
   * Sites are the values themselves.
   *
   * @param largest value of all parts, for which there are enough states
   */
  static CategoryData ofWholeNumbersUpTo(double largest, TrainingData values) {
    int states = (int) Math.max(2, Math.min(largest + 1, RowFormat.MOST_STATES));
    return ofWholeNumbers(values, states);
  }

  private static CategoryData ofWholeNumbers(TrainingData values, int states) {
    return new CategoryData(
        values, new CategoryRow(values.origin(), values.format(), values.width(), states, true));
  }

  /** Each site is as many values as there are states, one of them 1 and the others 0. */
  static CategoryData ofIndicators(TrainingData values, int states) {
    if (values.width() % states != 0 || states > RowFormat.MOST_STATES) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "model.units says potts:%d for visible units, but %s has rows of %d values, which are not groups of %d (of at most %d states); change the number after potts"
              .formatted(states, values.origin(), values.width(), states, RowFormat.MOST_STATES));
    }
    return new CategoryData(
        values,
        new CategoryRow(values.origin(), values.format(), values.width() / states, states, false));
  }

  @Override
  public TrainingData asCategories(int states) {
    return row.wholeNumbers() && states != row.states() && states <= RowFormat.MOST_STATES
        ? ofWholeNumbers(base, states)
        : this;
  }

  @Override
  TrainingData asNumbers() {
    return row.wholeNumbers() ? base : this;
  }

  @Override
  public int width() {
    return row.sites() * row.states();
  }

  @Override
  public int[] imageSize() {
    return new int[] {width(), 1};
  }

  @Override
  public long rows(Part part) {
    return base.rows(part);
  }

  @Override
  public int labels() {
    return base.labels();
  }

  @Override
  public long unlabelled(Part part) {
    return base.unlabelled(part);
  }

  @Override
  public double[] mean() {
    return frequencies.clone();
  }

  @Override
  public double minimum() {
    return 0;
  }

  @Override
  public double maximum() {
    return 1;
  }

  @Override
  public boolean isBinary() {
    return true;
  }

  @Override
  public String fingerprint() {
    return base.fingerprint();
  }

  @Override
  public String title() {
    return base.title();
  }

  @Override
  public Optional<RowWeights> weights() {
    return base.weights();
  }

  @Override
  public Map<String, Object> provenance() {
    Map<String, Object> facts = new LinkedHashMap<>(base.provenance());
    facts.put("sites", row.sites());
    facts.put("states", row.states());
    return facts;
  }

  @Override
  public RowFormat format() {
    return RowFormat.categories(row.states());
  }

  @Override
  public String origin() {
    return base.origin();
  }

  @Override
  UnitSpread spread() {
    return UnitSpread.ofBinary(frequencies);
  }

  @Override
  public JavaPairRDD<Long, byte[]> bytes(Part part, boolean withLabels) {
    return encoded(base.bytes(part, withLabels));
  }

  @Override
  JavaPairRDD<Long, byte[]> weightedBytes(Part part, boolean withLabels) {
    return encoded(base.weightedBytes(part, withLabels));
  }

  private JavaPairRDD<Long, byte[]> encoded(JavaPairRDD<Long, byte[]> rows) {
    CategoryRow encode = row;
    return rows.mapToPair(one -> new Tuple2<>(one._1(), encode.of(one._1(), one._2())));
  }

  @Override
  String rowAt(Part part, long position) {
    return base.rowAt(part, position);
  }

  @Override
  public Dataset<Row> identities(Part part) {
    return base.identities(part);
  }

  @Override
  public OptionalLong sourceRows(Part part) {
    return base.sourceRows(part);
  }
}
