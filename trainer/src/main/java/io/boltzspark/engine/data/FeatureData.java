package io.boltzspark.engine.data;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.store.TableManifest;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Features that {@code boltz features} wrote: {@link FloatColumnData} for each part, and a
 * manifest.
 */
final class FeatureData extends TableParts {
  private final TableManifest manifest;

  private FeatureData(Map<Part, FloatColumnData> parts, TableManifest manifest, String directory) {
    super(parts, directory);
    this.manifest = manifest;
  }

  static FeatureData read(SparkSession spark, String directory, DataLayout layout) {
    layout.requireKnownParts(directory + " has features of boltz features");
    TableManifest manifest =
        TableManifest.read(hadoop(spark), Paths.of(directory), TableManifest.Kind.FEATURES);
    Map<Part, FloatColumnData> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      long rows = manifest.rows().getOrDefault(part.directoryName(), 0L);
      if (rows > 0) {
        String path = Paths.in(Paths.of(directory), part.directoryName()).toString();
        OwnTable table = OwnTable.open(spark, path, layout.ofOnePart());
        FloatColumnData data = new FloatColumnData(spark, table, Part.TRAIN);
        requireRows(path, rows, data.rows(Part.TRAIN));
        parts.put(part, data);
      }
    }
    return new FeatureData(parts, manifest, directory);
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
  public int[] imageSize() {
    return new int[] {width(), 1};
  }

  @Override
  public String fingerprint() {
    return weights()
        .map(w -> w.fingerprint(train().rowsFingerprint()))
        .orElse(train().fingerprint());
  }

  @Override
  public String title() {
    return manifest.title();
  }

  @Override
  public Map<String, Object> provenance() {
    Map<String, Object> facts = new LinkedHashMap<>(train().provenance());
    facts.put("title", title());
    facts.put("features_of", manifest.facts());
    return facts;
  }
}
