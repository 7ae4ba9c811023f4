package io.boltzspark.engine.data;

import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.dataprep.Manifest;
import io.boltzspark.dataprep.Part;
import io.boltzspark.dataprep.ising.IsingDescription;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.learning.RowFormat;
import java.io.IOException;
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
import org.apache.spark.sql.types.DataTypes;
import scala.Tuple2;

/** What {@code boltz prepare} wrote: Parquet of pixel bytes with a manifest beside it. */
final class PreparedData extends TrainingData {
  private static final String ID = "id";
  private static final String POSITION = "position";
  private static final String PIXELS = "pixels";
  private static final String LABEL = "label";

  private final SparkSession spark;
  private final Path directory;
  private final Manifest manifest;
  private final Optional<RowWeights> weights;
  private final double[] mean;
  private UnitSpread spread;

  PreparedData(SparkSession spark, String directory, WeightColumn weight) {
    this.spark = spark;
    this.directory = Paths.of(directory);
    this.manifest = Manifest.read(hadoop(spark), this.directory);
    this.weights = RowWeights.in(spark, PreparedTables.of(this, this::table), weight, directory);
    this.mean =
        weights.isPresent()
            ? totals().mean()
            : manifest.mean().stream().mapToDouble(Double::doubleValue).toArray();
  }

  static boolean isPrepared(SparkSession spark, String directory) {
    Path manifest = Paths.in(Paths.of(directory), Manifest.FILE_NAME);
    try {
      return FileSystems.of(hadoop(spark), manifest).exists(manifest);
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "cannot read --data " + directory + ": " + e.getMessage(), e);
    }
  }

  private static Configuration hadoop(SparkSession spark) {
    return spark.sparkContext().hadoopConfiguration();
  }

  @Override
  public int width() {
    return manifest.units();
  }

  @Override
  public int[] imageSize() {
    return new int[] {manifest.width(), manifest.height()};
  }

  @Override
  public long rows(Part part) {
    return manifest.rows(prepared(part));
  }

  @Override
  public int labels() {
    return Arrays.stream(Part.values())
        .map(part -> manifest.parts().get(prepared(part)).labelCounts())
        .mapToInt(counts -> counts.isEmpty() ? 0 : counts.lastKey() + 1)
        .max()
        .orElse(0);
  }

  @Override
  public long unlabelled(Part part) {
    Map<Integer, Long> counts = manifest.parts().get(prepared(part)).labelCounts();
    return rows(part) - counts.values().stream().mapToLong(Long::longValue).sum();
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
    return manifest.binarization().isBinary();
  }

  @Override
  public double[] mean() {
    return mean.clone();
  }

  @Override
  public String fingerprint() {
    String rows = manifest.fingerprint();
    return weights.map(w -> w.fingerprint(rows)).orElse(rows);
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
  public Optional<IsingDescription> ising() {
    return manifest.source().ising();
  }

  @Override
  public Map<String, Object> provenance() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("title", title());
    facts.put("fingerprint", fingerprint());
    facts.put("binarization", manifest.binarization().label());
    facts.put("drawn", manifest.source().drawn());
    facts.put("train_rows", rows(Part.TRAIN));
    facts.put("sources", manifest.source().sha256());
    weights.ifPresent(w -> facts.put("weights", w.facts()));
    return facts;
  }

  @Override
  public RowFormat format() {
    return isBinary() ? RowFormat.BINARY : RowFormat.GREY;
  }

  @Override
  public String origin() {
    return directory.toString();
  }

  @Override
  synchronized UnitSpread spread() {
    if (spread == null) {
      spread = isBinary() ? UnitSpread.ofBinary(mean()) : totals().spread();
    }
    return spread;
  }

  private UnitTotals totals() {
    boolean weighted = weights.isPresent();
    return UnitTotals.of(
        bytes(Part.TRAIN, false, weighted), format(), width(), weighted, directory.toString());
  }

  @Override
  public JavaPairRDD<Long, byte[]> bytes(Part part, boolean withLabels) {
    Path table = table(part);
    String path = table.toString();
    Dataset<Row> rows = PreparedTables.read(spark, table);
    PreparedTables.requireColumn(rows, path, POSITION, DataTypes.LongType);
    PreparedTables.requireColumn(rows, path, PIXELS, DataTypes.BinaryType);
    Checked checked = new Checked(path, width(), isBinary(), withLabels);
    if (!withLabels) {
      return rows.select(POSITION, PIXELS).javaRDD().mapToPair(checked);
    }
    PreparedTables.requireColumn(rows, path, LABEL, DataTypes.IntegerType);
    return rows.select(POSITION, PIXELS, LABEL).javaRDD().mapToPair(checked);
  }

  @Override
  JavaPairRDD<Long, byte[]> weightedBytes(Part part, boolean withLabels) {
    String path = table(part).toString();
    return PreparedTables.weighted(
        PreparedTables.read(spark, table(part)),
        withLabels ? List.of(POSITION, PIXELS, LABEL) : List.of(POSITION, PIXELS),
        new Checked(path, width(), isBinary(), withLabels),
        path,
        weights.orElseThrow());
  }

  @Override
  public Dataset<Row> identities(Part part) {
    Dataset<Row> rows = PreparedTables.read(spark, table(part));
    PreparedTables.requireColumn(rows, directory.toString(), ID, DataTypes.LongType);
    PreparedTables.requireColumn(rows, directory.toString(), LABEL, DataTypes.IntegerType);
    return rows.select(POSITION, ID, LABEL);
  }

  private Path table(Part part) {
    return Paths.in(directory, prepared(part).directoryName());
  }

  private static io.boltzspark.dataprep.Part prepared(Part part) {
    return io.boltzspark.dataprep.Part.valueOf(part.name());
  }

  private static final class Checked implements PairFunction<Row, Long, byte[]> {
    private static final long serialVersionUID = 1;
    private final String path;
    private final int width;
    private final boolean binary;
    private final boolean withLabels;

    Checked(String path, int width, boolean binary, boolean withLabels) {
      this.path = path;
      this.width = width;
      this.binary = binary;
      this.withLabels = withLabels;
    }

    @Override
    public Tuple2<Long, byte[]> call(Row row) {
      long position = row.isNullAt(0) ? -1 : row.getLong(0);
      byte[] pixels = row.isNullAt(1) ? new byte[0] : row.getAs(1);
      if (pixels.length != width) {
        throw bad(position, "has " + pixels.length + " units, not " + width);
      }
      if (binary) {
        for (byte value : pixels) {
          if (value != 0 && value != 1) {
            throw bad(
                position,
                "has the value "
                    + (value & 0xff)
                    + ", but its manifest says that it is binary (0 or 1)");
          }
        }
      }
      return new Tuple2<>(position, withLabels ? labelled(position, pixels, row) : pixels);
    }

    private byte[] labelled(long position, byte[] pixels, Row row) {
      int label = row.isNullAt(2) ? VisibleRows.NO_LABEL : row.getInt(2);
      if (!row.isNullAt(2) && !VisibleRows.isLabel(label)) {
        throw bad(position, "has the label " + label + "; " + VisibleRows.ALLOWED_LABELS);
      }
      byte[] bytes = Arrays.copyOf(pixels, width + 1);
      bytes[width] = (byte) label;
      return bytes;
    }

    private BoltzException bad(long position, String what) {
      return PreparedTables.bad(path, position, what);
    }
  }
}
