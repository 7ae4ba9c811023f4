package io.boltzspark.engine.data;

import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.dataprep.ising.IsingDescription;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.errors.RowException;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.Unfinished;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * A data set that machines can be trained on and compared with: where its rows are and what they
 * look like. The driver holds none of its rows but those that {@link #first} returns.
 */
public abstract class TrainingData {
  /** The column in which weights of rows are looked for unless another is named. */
  public static final String WEIGHT = "weight";

  /** In place of a column: every row counts alike. */
  public static final String NO_WEIGHTS = "none";

  /** The column of {@link #identities} with the number of a row in the source, from 0. */
  public static final String SOURCE_ROW = "row of the source";

  /** A part of the set. */
  public enum Part {
    TRAIN,
    VALID,
    TEST;

    /** The part's name in directories, manifests and messages: {@code train} and so on. */
    public String directoryName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Opens what {@code boltz prepare} or {@code boltz features} wrote, or any Parquet with a column
   * of arrays of floats, or of whole numbers, which are categories. Every row counts alike: for
   * what looks at rows one by one.
   *
   * @throws BoltzException BAD_INPUT when it is neither
   */
  public static TrainingData open(SparkSession spark, String directory) {
    return open(spark, directory, NO_WEIGHTS);
  }

  /**
   * The same, whose rows have {@linkplain #weights weights}.
   *
   * @param weightColumn the column that has them; {@link #WEIGHT}: if there is one; {@link
   *     #NO_WEIGHTS}: every row counts alike
   * @throws BoltzException BAD_INPUT when the column is missing, has no numbers, or one that is no
   *     weight, or all weights of a part are 0
   */
  public static TrainingData open(SparkSession spark, String directory, String weightColumn) {
    return open(spark, directory, DataLayout.USUAL.withWeight(weightColumn));
  }

  /**
   * The same, with columns and parts as told.
   *
   * @throws BoltzException BAD_INPUT when the data is not as told; BAD_CONFIGURATION when it says
   *     itself what only tables of others must be told
   */
  public static TrainingData open(SparkSession spark, String directory, DataLayout layout) {
    Path path = Paths.of(directory);
    Unfinished.requireNone(FileSystems.of(spark.sparkContext().hadoopConfiguration(), path), path);
    if (PreparedData.isPrepared(spark, directory)) {
      layout.requireKnownParts(directory + " was written by boltz prepare");
      layout.requireUsualColumns(directory + " was written by boltz prepare");
      return SequenceData.isIn(spark, directory)
          ? new SequenceData(spark, directory, layout.weights())
          : new PreparedData(spark, directory, layout.weights());
    }
    return FeatureData.isIn(spark, directory)
        ? FeatureData.read(spark, directory, layout)
        : SplitData.read(spark, directory, layout);
  }

  /**
   * The rows of a program, as {@link #open} has those of Parquet. They are read several times, and
   * have to be the same each time.
   *
   * @param name of the data, for its title and for messages
   * @throws BoltzException BAD_INPUT when the rows are not as told
   */
  public static TrainingData of(Dataset<Row> rows, String name, DataLayout layout) {
    return SplitData.ofProgram(rows, name, layout);
  }

  /** The weights of the rows; empty: every row counts alike. */
  public Optional<RowWeights> weights() {
    return Optional.empty();
  }

  /** Visible units per row, without the label: a value for each, or {@link #states} for a site. */
  public abstract int width();

  /** How many states each site has, where rows are sites with categories; 0 for other values. */
  public final int states() {
    return format().states();
  }

  /**
   * The same rows as sites with categories, each one byte: values that are 1 for one state of a
   * site and 0 for the others, or whole numbers.
   *
   * @param states of each site
   * @throws BoltzException BAD_INPUT, with the row and the site, when a value is none of them
   */
  public TrainingData asCategories(int states) {
    return CategoryData.ofIndicators(this, states);
  }

  /** The same rows as numbers, where {@link #open} took whole numbers for categories. */
  TrainingData asNumbers() {
    return this;
  }

  /** Columns and rows of the picture that a row is; {width, 1} where rows are not pictures. */
  public abstract int[] imageSize();

  /** Rows of a part; 0 where it does not exist. */
  public abstract long rows(Part part);

  /** Number of classes of the rows' labels: the largest label + 1; 0 without labels. */
  public abstract int labels();

  /** Rows of a part that have no label. */
  public long unlabelled(Part part) {
    return labels() > 0 ? 0 : rows(part);
  }

  /** Mean of each unit over the training rows, each as often as its weight says. */
  public abstract double[] mean();

  /** Variance (mean squared distance from {@link #mean}) of each unit over the same rows. */
  public double[] variance() {
    return spread().variance();
  }

  /** No training value is smaller. */
  public abstract double minimum();

  /** No training value is larger. */
  public abstract double maximum();

  /** Whether every training value is 0 or 1. */
  public abstract boolean isBinary();

  /** Identifies the rows, their order and their weights. */
  public abstract String fingerprint();

  /** The name of the set where results are shown. */
  public abstract String title();

  /** How the rows were drawn, where they are configurations of the Ising model. */
  public Optional<IsingDescription> ising() {
    return Optional.empty();
  }

  /** Facts for a model's provenance. */
  public abstract Map<String, Object> provenance();

  public abstract RowFormat format();

  /** Where the values are, for messages: directory and column. */
  public abstract String origin();

  /** Computed by a Spark job on first use, unless it is known already. */
  abstract UnitSpread spread();

  /**
   * Position and bytes of every row of a part, in any order.
   *
   * @param withLabels whether a byte follows each row's values: its label or {@link
   *     VisibleRows#NO_LABEL}; a label that does not fit into a byte is refused when its row is
   *     read
   */
  public abstract JavaPairRDD<Long, byte[]> bytes(Part part, boolean withLabels);

  /** As {@link #bytes}, each row followed by its weight; only where there are {@link #weights}. */
  JavaPairRDD<Long, byte[]> weightedBytes(Part part, boolean withLabels) {
    throw new IllegalStateException(origin() + " has no weights");
  }

  /** Either. */
  public final JavaPairRDD<Long, byte[]> bytes(Part part, boolean withLabels, boolean withWeights) {
    return withWeights ? weightedBytes(part, withLabels) : bytes(part, withLabels);
  }

  /**
   * {@code position} (long), {@code id} (long, the row in the source; the position where none is
   * known) and {@code label} (integer or null) of every row of a part, and what the columns that
   * were asked for, or all others of single values, say of it. An id or label of another type takes
   * their place.
   */
  public abstract Dataset<Row> identities(Part part);

  /**
   * How far the column {@link #SOURCE_ROW} of {@link #identities} counts, which then is the order
   * of the rows in the source; empty where that of positions is.
   */
  public OptionalLong sourceRows(Part part) {
    return OptionalLong.empty();
  }

  /**
   * How messages name a row, in words that say where its source has it, such as {@code the train
   * row at position 5}. May run a Spark job.
   */
  String rowAt(Part part, long position) {
    return rowAt(part.directoryName() + " ", "at position " + position);
  }

  /**
   * Words for a row.
   *
   * @param kind a word and a space, or nothing
   * @param place where it is; empty: nobody can say
   */
  static String rowAt(String kind, String place) {
    return place.isEmpty() ? "a " + kind + "row" : "the " + kind + "row " + place;
  }

  /** The error of a Spark job that reads rows of a part; says where a row that is wrong is. */
  public final RuntimeException failure(Part part, Exception thrown) {
    RuntimeException found = Failures.whileReading(title(), thrown);
    return found instanceof RowException row ? row.named(rowAt(part, row.position())) : found;
  }

  /** The rows at positions 0 .. count - 1 of a part, or all if it has fewer; values unchanged. */
  public Matrix first(Part part, int count) {
    byte[][] rows = firstBytes(part, count, () -> bytes(part, false));
    Matrix matrix = Matrix.zeros(rows.length, width());
    for (int r = 0; r < rows.length; r++) {
      format().decode(rows[r], 0, matrix.values(), matrix.offset(r), width());
    }
    return matrix;
  }

  /**
   * The visible states of those rows, labels after the values.
   *
   * @param random for the draws, in the order of positions
   */
  public Matrix first(Part part, int count, VisibleRows visible, RandomStream random) {
    byte[][] rows = firstBytes(part, count, () -> bytes(part, visible.labels() > 0));
    Matrix states = Matrix.zeros(rows.length, visible.units());
    VisibleRows.Reader reader = visible.reader();
    for (int r = 0; r < rows.length; r++) {
      reader.decode(rows[r], states, r, random);
    }
    return states;
  }

  /** The first row of a part that is no state of units; computed by a Spark job. */
  Optional<ImpossibleRow> firstImpossible(Part part, UnitSpec units) {
    JavaPairRDD<Long, byte[]> rows = bytes(part, false);
    ImpossibleRow.OfPartition find = new ImpossibleRow.OfPartition(units, format(), width(), part);
    String description = "%s rows that are no states".formatted(part.directoryName());
    try {
      return JobGroup.run(
              rows.context(), "boltz-data", description, () -> rows.mapPartitions(find).collect())
          .stream()
          .min(Comparator.comparingLong(ImpossibleRow::position));
    } catch (Exception e) { // SparkException is checked, but not declared
      throw failure(part, e);
    }
  }

  /** The labels of those rows; -1 where there is none. */
  public int[] firstLabels(Part part, int count) {
    byte[][] rows = firstBytes(part, count, () -> bytes(part, true));
    int[] labels = new int[rows.length];
    Arrays.setAll(labels, r -> rows[r][rows[r].length - 1] & 0xff);
    Arrays.setAll(labels, r -> labels[r] == VisibleRows.NO_LABEL ? -1 : labels[r]);
    return labels;
  }

  /** The weights of those rows; empty: every row counts alike. */
  public Optional<double[]> firstWeights(Part part, int count) {
    if (weights().isEmpty()) {
      return Optional.empty();
    }
    byte[][] found =
        firstBytes(
            part,
            count,
            () ->
                weightedBytes(part, false)
                    .mapValues(
                        row ->
                            Arrays.copyOfRange(
                                row, row.length - RowFormat.WEIGHT_BYTES, row.length)));
    return Optional.of(Arrays.stream(found).mapToDouble(RowFormat::weight).toArray());
  }

  /** What is at positions 0 .. count - 1, in that order. */
  private byte[][] firstBytes(Part part, int count, Supplier<JavaPairRDD<Long, byte[]>> all) {
    int rows = (int) Math.min(count, rows(part));
    byte[][] found = new byte[rows][];
    if (rows > 0) {
      for (Tuple2<Long, byte[]> row : collect(part, rows, all.get())) {
        int position = Math.toIntExact(row._1());
        if (found[position] != null) {
          throw bad(part, "two rows", position);
        }
        found[position] = row._2();
      }
      int missing = Arrays.asList(found).indexOf(null);
      if (missing >= 0) {
        throw bad(part, "no row", missing);
      }
    }
    return found;
  }

  private BoltzException bad(Part part, String has, int position) {
    return new BoltzException(
        ExitCode.BAD_INPUT,
        "the %s part of %s has %s at position %d; prepare the data again"
            .formatted(part.directoryName(), title(), has, position));
  }

  private Iterable<Tuple2<Long, byte[]>> collect(
      Part part, long rows, JavaPairRDD<Long, byte[]> all) {
    JavaPairRDD<Long, byte[]> found = all.filter(row -> row._1() >= 0 && row._1() < rows);
    String description = "the first %d %s rows".formatted(rows, part.directoryName());
    try {
      return JobGroup.run(found.context(), "boltz-data", description, () -> found.collect());
    } catch (Exception e) { // SparkException is checked, but not declared
      throw failure(part, e);
    }
  }
}
