package io.boltzspark.engine.data;

import io.boltzspark.dataprep.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.store.TableManifest;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Features that {@code boltz features} wrote: {@link FloatColumnData} for each part, and a
 * manifest.
 */
final class FeatureData extends TrainingData {
  private final TableManifest manifest;
  private final Map<Part, FloatColumnData> parts = new EnumMap<>(Part.class);
  private final FloatColumnData train;
  private final Optional<RowWeights> weights;

  FeatureData(SparkSession spark, String directory, WeightColumn weight) {
    manifest = TableManifest.read(hadoop(spark), Paths.of(directory), TableManifest.Kind.FEATURES);
    for (Part part : Part.values()) {
      long rows = manifest.rows().getOrDefault(part.directoryName(), 0L);
      if (rows > 0) {
        String path = Paths.in(Paths.of(directory), part.directoryName()).toString();
        FloatColumnData data = new FloatColumnData(spark, path, weight);
        requireRows(path, rows, data.rows(Part.TRAIN));
        parts.put(part, data);
      }
    }
    train = parts.get(Part.TRAIN);
    if (train == null) {
      throw new BoltzException(ExitCode.BAD_INPUT, directory + " has no training rows");
    }
    weights = weights(directory);
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

  static boolean isIn(SparkSession spark, String directory) {
    return TableManifest.isIn(hadoop(spark), Paths.of(directory), TableManifest.Kind.FEATURES);
  }

  private static Configuration hadoop(SparkSession spark) {
    return spark.sparkContext().hadoopConfiguration();
  }

  private static void requireRows(String path, long announced, long found) {
    if (announced != found) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has %d rows, but its manifest says %d; create it again with: boltz features"
              .formatted(path, found, announced));
    }
  }

  @Override
  public int width() {
    return train.width();
  }

  @Override
  public int[] imageSize() {
    return new int[] {width(), 1};
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
  public String fingerprint() {
    return weights.map(w -> w.fingerprint(train.rowsFingerprint())).orElse(train.fingerprint());
  }

  @Override
  public Optional<RowWeights> weights() {
    return weights;
  }

  @Override
  public String title() {
    return manifest.title();
  }

  @Override
  public Map<String, Object> provenance() {
    Map<String, Object> facts = new LinkedHashMap<>(train.provenance());
    facts.put("title", title());
    facts.put("features_of", manifest.facts());
    return facts;
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
  public Dataset<Row> identities(Part part) {
    return parts.get(part).identities(Part.TRAIN);
  }
}
