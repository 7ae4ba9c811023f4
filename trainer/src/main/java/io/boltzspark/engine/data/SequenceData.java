package io.boltzspark.engine.data;

import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.dataprep.SequenceManifest;
import io.boltzspark.files.Paths;
import io.boltzspark.learning.RowFormat;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.Tuple2;

/**
 * What {@code boltz prepare} made of a family of sequences: Parquet with one byte a site, its
 * state, and a manifest beside it.
 */
final class SequenceData extends TrainingData {
  private static final String ID = "id";
  private static final String POSITION = "position";
  private static final String SITES = "sites";

  private final SparkSession spark;
  private final Path directory;
  private final SequenceManifest manifest;
  private final Optional<RowWeights> weights;
  private final double[] frequencies; // by these

  SequenceData(SparkSession spark, String directory, WeightColumn weight) {
    this.spark = spark;
    this.directory = Paths.of(directory);
    this.manifest = SequenceManifest.read(hadoop(spark), this.directory);
    this.weights = RowWeights.in(spark, PreparedTables.of(this, this::table), weight, directory);
    this.frequencies = weights.isPresent() ? weightedFrequencies() : manifest.frequencies();
  }

  private double[] weightedFrequencies() {
    int units = manifest.sites() * manifest.alphabet().states();
    return UnitTotals.of(
            weightedBytes(Part.TRAIN, false), format(), units, true, directory.toString())
        .mean();
  }

  /** Whether a directory with a manifest has sequences. */
  static boolean isIn(SparkSession spark, String directory) {
    return SequenceManifest.isIn(hadoop(spark), Paths.of(directory));
  }

  private static Configuration hadoop(SparkSession spark) {
    return spark.sparkContext().hadoopConfiguration();
  }

  @Override
  public int width() {
    return frequencies.length;
  }

  @Override
  public TrainingData asCategories(int states) {
    return this; // those that need another number of states refuse it
  }

  @Override
  public int[] imageSize() {
    return new int[] {width(), 1};
  }

  @Override
  public long rows(Part part) {
    return manifest.rows(prepared(part));
  }

  @Override
  public int labels() {
    return 0;
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
    String rows = manifest.fingerprint();
    return weights.map(w -> w.fingerprint(rows)).orElse(rows);
  }

  @Override
  public String title() {
    return manifest.title();
  }

  @Override
  public Optional<RowWeights> weights() {
    return weights;
  }

  @Override
  public Map<String, Object> provenance() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("title", title());
    facts.put("fingerprint", fingerprint());
    facts.put("alphabet", manifest.alphabet().letters());
    facts.put("sites", manifest.sites());
    facts.put("train_rows", rows(Part.TRAIN));
    facts.put("source_sha256", manifest.source().sha256());
    weights.ifPresent(w -> facts.put("weights", w.facts()));
    return facts;
  }

  @Override
  public RowFormat format() {
    return RowFormat.categories(manifest.alphabet().states());
  }

  @Override
  public String origin() {
    return directory.toString();
  }

  @Override
  UnitSpread spread() {
    return UnitSpread.ofBinary(frequencies);
  }

  @Override
  public JavaPairRDD<Long, byte[]> bytes(Part part, boolean withLabels) {
    Path path = table(part);
    Dataset<Row> rows = PreparedTables.read(spark, path);
    PreparedTables.requireColumn(rows, path.toString(), POSITION, DataTypes.LongType);
    PreparedTables.requireColumn(rows, path.toString(), SITES, DataTypes.BinaryType);
    return rows.select(POSITION, SITES).javaRDD().mapToPair(checked(path, withLabels));
  }

  @Override
  JavaPairRDD<Long, byte[]> weightedBytes(Part part, boolean withLabels) {
    Path path = table(part);
    return PreparedTables.weighted(
        PreparedTables.read(spark, path),
        List.of(POSITION, SITES),
        checked(path, withLabels),
        path.toString(),
        weights.orElseThrow());
  }

  private Checked checked(Path path, boolean withLabels) {
    return new Checked(path.toString(), manifest.sites(), manifest.alphabet().states(), withLabels);
  }

  @Override
  public Dataset<Row> identities(Part part) {
    Dataset<Row> rows = PreparedTables.read(spark, table(part));
    PreparedTables.requireColumn(rows, directory.toString(), ID, DataTypes.LongType);
    return rows.select(
        functions.col(POSITION),
        functions.col(ID),
        functions.lit(null).cast(DataTypes.IntegerType).as("label"));
  }

  private Path table(Part part) {
    return Paths.in(directory, prepared(part).directoryName());
  }

  private static io.boltzspark.dataprep.Part prepared(Part part) {
    return io.boltzspark.dataprep.Part.valueOf(part.name());
  }

  /** Checks a row as it is read. */
  private record Checked(String path, int sites, int states, boolean withLabels)
      implements PairFunction<Row, Long, byte[]> {

    @Override
    public Tuple2<Long, byte[]> call(Row row) {
      long position = row.isNullAt(0) ? -1 : row.getLong(0);
      byte[] found = row.isNullAt(1) ? new byte[0] : row.getAs(1);
      if (found.length != sites) {
        throw PreparedTables.bad(path, position, "has " + found.length + " sites, not " + sites);
      }
      for (int site = 0; site < sites; site++) {
        if ((found[site] & 0xff) >= states) {
          throw PreparedTables.bad(
              path,
              position,
              "has the state %d at site %d (both from 0), but its manifest has the states 0 to %d"
                  .formatted(found[site] & 0xff, site, states - 1));
        }
      }
      if (!withLabels) {
        return new Tuple2<>(position, found);
      }
      byte[] bytes = Arrays.copyOf(found, sites + 1);
      bytes[sites] = (byte) VisibleRows.NO_LABEL;
      return new Tuple2<>(position, bytes);
    }
  }
}
