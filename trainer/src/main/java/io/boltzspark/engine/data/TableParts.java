package io.boltzspark.engine.data;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.RowFormat;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Data of which each part is {@link FloatColumnData}. */
abstract class TableParts extends TrainingData {
  private final Map<Part, FloatColumnData> parts;
  private final FloatColumnData train;
  private final Optional<RowWeights> weights;

  /**
   * @param parts that have rows
   * @param directory of the data, for messages
   * @throws BoltzException BAD_INPUT when there are no training rows, or only some parts have
   *     weights, or their rows have other sizes or types
   */
  TableParts(Map<Part, FloatColumnData> parts, String directory) {
    this.parts = new EnumMap<>(parts);
    train = parts.get(Part.TRAIN);
    if (train == null) {
      throw new BoltzException(ExitCode.BAD_INPUT, directory + " has no training rows");
    }
    parts.values().forEach(this::requireAlike);
    weights = weights(directory);
  }

  private void requireAlike(FloatColumnData part) {
    if (part.width() != train.width() || part.areWholeNumbers() != train.areWholeNumbers()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has rows of %d %s, but %s rows of %d %s; use rows of one kind"
              .formatted(
                  part.origin(),
                  part.width(),
                  kind(part),
                  train.origin(),
                  train.width(),
                  kind(train)));
    }
  }

  private static String kind(FloatColumnData part) {
    return part.areWholeNumbers() ? "whole numbers" : "numbers";
  }

  private Optional<RowWeights> weights(String directory) {
    Map<Part, WeightTotals> totals = new EnumMap<>(Part.class);
    parts.forEach(
        (part, data) ->
            data.weights().ifPresent(found -> totals.put(part, found.totals(Part.TRAIN))));
    if (!totals.isEmpty()) {
      RowWeights.requireAll(totals.keySet(), parts.keySet(), directory);
    }
    return train.weights().map(found -> new RowWeights(found.column(), totals, directory));
  }

  @Override
  public int width() {
    return train.width();
  }

  @Override
  public long rows(Part part) {
    return parts.containsKey(part) ? parts.get(part).rows(Part.TRAIN) : 0;
  }

  @Override
  public int labels() {
    return parts.values().stream().mapToInt(FloatColumnData::labels).max().orElse(0);
  }

  @Override
  public long unlabelled(Part part) {
    return parts.containsKey(part) ? parts.get(part).unlabelled(Part.TRAIN) : 0;
  }

  @Override
  public double[] mean() {
    return train.mean();
  }

  @Override
  public double minimum() {
    return train.minimum();
  }

  @Override
  public double maximum() {
    return train.maximum();
  }

  @Override
  public boolean isBinary() {
    return train.isBinary();
  }

  @Override
  public Optional<RowWeights> weights() {
    return weights;
  }

  @Override
  public RowFormat format() {
    return train.format();
  }

  @Override
  public String origin() {
    return train.origin();
  }

  @Override
  UnitSpread spread() {
    return train.spread();
  }

  @Override
  public JavaPairRDD<Long, byte[]> bytes(Part part, boolean withLabels) {
    return parts.get(part).bytes(Part.TRAIN, withLabels);
  }

  @Override
  JavaPairRDD<Long, byte[]> weightedBytes(Part part, boolean withLabels) {
    return parts.get(part).weightedBytes(Part.TRAIN, withLabels);
  }

  @Override
  String rowAt(Part part, long position) {
    return parts.get(part).rowAt(part, position);
  }

  @Override
  public Dataset<Row> identities(Part part) {
    return parts.get(part).identities(Part.TRAIN);
  }

  @Override
  public OptionalLong sourceRows(Part part) {
    return parts.get(part).sourceRows(Part.TRAIN);
  }

  /** The training rows. */
  final FloatColumnData train() {
    return train;
  }

  /** The rows of each part that has some, as training rows. */
  final Map<Part, FloatColumnData> parts() {
    return parts;
  }
}
