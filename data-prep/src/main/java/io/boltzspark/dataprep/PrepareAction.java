package io.boltzspark.dataprep;

import io.boltzspark.dataprep.idx.CheckedSources;
import io.boltzspark.dataprep.idx.JoinedSources;
import io.boltzspark.dataprep.ising.DrawnIsing;
import io.boltzspark.dataprep.ising.IsingDescription;
import io.boltzspark.dataprep.ising.IsingSource;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.Causes;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.files.StagedDirectory;
import io.boltzspark.files.WriteFailure;
import io.boltzspark.spark.Failures;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns directories of IDX files, or configurations of the Ising model that it draws first, into
 * shuffled, binarised Parquet.
 *
 * <pre>{@code
 * PrepareResult result =
 *     new PrepareAction(spark).source(Paths.of("data/mnist")).output(Paths.of("data/prepared")).execute();
 * }</pre>
 *
 * <p>The sources are read twice, as streams: once on the driver, to check before any work starts
 * that they are complete, and once by tasks, which send every row to the shard of its shuffled
 * position. No set of rows is ever held in memory as a whole. The output is then read again for the
 * sums of the manifest, so that the manifest describes what is on disk.
 *
 * <p>The rows and their order depend on the sources and the settings, but not on the number of
 * tasks or on {@link #shards}.
 */
public final class PrepareAction {
  public static final Binarization DEFAULT_BINARIZATION = Binarization.THRESHOLD;
  public static final double DEFAULT_THRESHOLD = 0.5;
  public static final double DEFAULT_VALID_FRACTION = 0.05;
  public static final long DEFAULT_SEED = 1;

  /** Chosen by the size of the data: a shard for every 32 MiB of pixels, at least four. */
  public static final int AUTOMATIC_SHARDS = 0;

  private static final Logger LOG = LoggerFactory.getLogger(PrepareAction.class);
  private static final int MAXIMUM_SHARDS = 100_000;
  private static final int LONGEST_TITLE = 200;

  private final SparkSession spark;
  private List<Path> sources = List.of();
  private double heldOut;
  private IsingSource ising;
  private Path output;
  private Binarization binarization = DEFAULT_BINARIZATION;
  private double threshold = DEFAULT_THRESHOLD;
  private double validFraction = DEFAULT_VALID_FRACTION;
  private int shards = AUTOMATIC_SHARDS;
  private SortedSet<Integer> withoutLabels = Collections.emptySortedSet();
  private long seed = DEFAULT_SEED;
  private boolean overwrite;
  private boolean transposed;
  private Optional<String> title = Optional.empty();

  public PrepareAction(SparkSession spark) {
    this.spark = Objects.requireNonNull(spark);
  }

  /** The directory of the IDX files; every executor must be able to read it. */
  public PrepareAction source(Path directory) {
    this.sources = List.of(withoutTrailingSlash(directory));
    this.heldOut = 0;
    this.ising = null;
    return this;
  }

  /**
   * Several directories of IDX files, prepared as one: their rows in the order of the list. They
   * are first written to files beside the output, which {@link #execute} deletes when it ends.
   *
   * @param share of each directory's training rows that becomes test rows, evenly spaced. A row's
   *     place in its own directory decides, so that a row once held out stays held out when
   *     directories are added.
   * @throws BoltzException BAD_CONFIGURATION unless the share is in [0, 1)
   */
  public PrepareAction sources(List<Path> directories, double share) {
    require(share >= 0 && share < 1, "the held-out share", share, "at least 0 and below 1");
    this.sources = directories.stream().map(PrepareAction::withoutTrailingSlash).toList();
    this.heldOut = share;
    this.ising = null;
    return this;
  }

  /**
   * Instead of a directory: what to draw. The threads of this process draw to files beside the
   * output, which {@link #execute} deletes when it ends.
   */
  public PrepareAction source(IsingSource draws) {
    this.ising = Objects.requireNonNull(draws);
    this.sources = List.of();
    return this;
  }

  /** The directory to create. */
  public PrepareAction output(Path directory) {
    this.output = withoutTrailingSlash(directory);
    return this;
  }

  /** What grey values become. */
  public PrepareAction binarize(Binarization how) {
    this.binarization = Objects.requireNonNull(how);
    return this;
  }

  /**
   * The least grey / 255 that {@link Binarization#THRESHOLD} makes 1.
   *
   * @throws BoltzException BAD_CONFIGURATION unless in (0, 1]
   */
  public PrepareAction threshold(double value) {
    require(value > 0 && value <= 1, "--threshold", value, "above 0 and at most 1");
    this.threshold = value;
    return this;
  }

  /**
   * The share of the training source that becomes the validation part, rounded to whole rows; 0 for
   * none.
   *
   * @throws BoltzException BAD_CONFIGURATION unless in [0, 1)
   */
  public PrepareAction validFraction(double fraction) {
    requireValidFraction(fraction);
    this.validFraction = fraction;
    return this;
  }

  /**
   * Labels of rows that are left out of the train and validation parts, such as the digit that is
   * to count as an anomaly; the test part keeps them. None by default.
   *
   * @throws BoltzException BAD_CONFIGURATION when one is outside 0..255
   */
  public PrepareAction withoutLabels(Collection<Integer> labels) {
    for (int label : labels) {
      require(label >= 0 && label <= 255, "--without-labels", label, "0 to 255");
    }
    this.withoutLabels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
    return this;
  }

  /**
   * Files of the train part, {@link #AUTOMATIC_SHARDS} by default; the other parts get as many as
   * keep the files about equal in size.
   *
   * @throws BoltzException BAD_CONFIGURATION when negative or above 100,000
   */
  public PrepareAction shards(int count) {
    requireShards(count);
    this.shards = count;
    return this;
  }

  /** The seed of the shuffle, of {@link Binarization#SAMPLE} and of {@link IsingSource}. */
  public PrepareAction seed(long value) {
    this.seed = value;
    return this;
  }

  /**
   * Whether rows and columns of the images are exchanged, as those of EMNIST need to be; nothing
   * that the Ising model would show.
   */
  public PrepareAction transpose(boolean value) {
    this.transposed = value;
    return this;
  }

  /**
   * What the set is called where results are shown, in place of a name by its files.
   *
   * @throws BoltzException BAD_CONFIGURATION when it is blank or longer than a line
   */
  public PrepareAction title(String name) {
    require(
        !name.isBlank() && name.length() <= LONGEST_TITLE && name.indexOf('\n') < 0,
        "--title",
        "'" + name + "'",
        "a line of 1 to %d characters".formatted(LONGEST_TITLE));
    this.title = Optional.of(name.strip());
    return this;
  }

  /** Whether the output may be replaced if it is a prepared directory; no other directory is. */
  public PrepareAction overwrite(boolean value) {
    this.overwrite = value;
    return this;
  }

  /**
   * Checks the sources, then writes the parts and the manifest. The output appears complete or not
   * at all.
   *
   * @throws BoltzException BAD_INPUT for sources that are missing, damaged or inconsistent;
   *     BAD_CONFIGURATION for settings that leave a part without rows; OUTPUT_EXISTS; ENVIRONMENT
   *     when the output cannot be written; EXECUTION when the Spark job fails
   */
  public PrepareResult execute() {
    long start = System.nanoTime();
    if (sources.isEmpty() && ising == null || output == null) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION, "prepare needs a source (--source) and an output (--out)");
    }
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    PrepareOutput.check(hadoop, output, sources, overwrite);
    List<CheckedSources> checked =
        sources.stream().map(directory -> CheckedSources.check(hadoop, directory)).toList();
    Manifest manifest = ising == null ? prepareFiles(hadoop, checked) : prepareIsing(hadoop);
    double seconds = (System.nanoTime() - start) * 1e-9;
    LOG.info("Prepared {} in {} s: {}", output, String.format("%.1f", seconds), rowsOf(manifest));
    return new PrepareResult(
        output, manifest, checked.stream().map(Manifest.Source::idx).toList(), seconds);
  }

  private Manifest prepareFiles(Configuration hadoop, List<CheckedSources> checked) {
    for (CheckedSources one : checked) {
      Path images = one.train().images().path();
      LOG.info("Checked {}: {} training rows", images, one.train().rows());
      if (!transposed && images.getName().toLowerCase(Locale.ROOT).startsWith("emnist-")) {
        LOG.warn(
            "{} has the name of a file of EMNIST, whose images lie on their side, rows and columns"
                + " exchanged: --transpose turns them upright",
            images);
      }
    }
    if (checked.size() == 1 && heldOut == 0) {
      return prepare(hadoop, checked.get(0), Manifest.Source.idx(checked.get(0)));
    }
    JoinedSources joined = new JoinedSources(hadoop, checked, heldOut);
    // As for the Ising model: beside the output, and never committed, so deleted.
    try (StagedDirectory files = StagedDirectory.create(hadoop, output, true)) {
      joined.write(files.fileSystem(), files.path());
      boolean drawn = checked.stream().anyMatch(CheckedSources::drawn);
      CheckedSources all = CheckedSources.check(hadoop, files.path()).drawnIf(drawn);
      return prepare(hadoop, all, Manifest.Source.idx(all));
    }
  }

  private Manifest prepareIsing(Configuration hadoop) {
    ValidRows.of(ising.count(), validFraction); // refuse before the work of drawing
    require(
        withoutLabels.isEmpty(),
        "--without-labels",
        withoutLabels,
        "none, since the Ising model has no labels");
    // Beside the output, where executors can read; never committed, so deleted.
    try (StagedDirectory drawn = StagedDirectory.create(hadoop, output, true)) {
      LOG.info(
          "Drawing {} training and {} test configurations of a {} x {} Ising model",
          ising.count(),
          ising.testRows(),
          ising.size(),
          ising.size());
      IsingDescription description =
          DrawnIsing.write(drawn.fileSystem(), drawn.path(), ising, seed);
      CheckedSources all = CheckedSources.check(hadoop, drawn.path());
      return prepare(hadoop, all, Manifest.Source.ising(all, description));
    }
  }

  private Manifest prepare(
      Configuration hadoop, CheckedSources sources, Manifest.Source described) {
    PreparePlan plan =
        PreparePlan.of(
            sources,
            KeptRows.without(hadoop, sources.train(), withoutLabels),
            binarization,
            threshold,
            validFraction,
            shards,
            seed,
            transposed);
    try (StagedDirectory staged = StagedDirectory.create(hadoop, output, overwrite)) {
      Manifest manifest;
      PrepareJobs jobs = new PrepareJobs(spark, staged.fileSystem(), staged.path());
      try {
        jobs.write(plan);
        LOG.info("Shuffled and binarized into {} files", plan.shards());
        manifest = jobs.summarise(plan, described.with(transposed, title));
      } catch (BoltzException e) {
        throw e;
      } catch (Exception e) {
        throw failed(e);
      }
      manifest.write(staged.fileSystem(), staged.path());
      staged.commit();
      return manifest;
    }
  }

  private BoltzException failed(Exception e) {
    if (Failures.firstCause(e) instanceof BoltzException known) {
      return known;
    }
    if (e instanceof IOException) {
      return WriteFailure.of("cannot write " + output, e);
    }
    Throwable root = Causes.root(e);
    return new BoltzException(
        ExitCode.EXECUTION,
        "preparing "
            + (ising == null ? sources : "Ising configurations")
            + " failed: "
            + root
            + " (executors must be able to read the source and write the output: a file: path must"
            + " exist on every machine)",
        e);
  }

  /** A path made from a URI may end in a slash, and then has no name and equals no other. */
  private static Path withoutTrailingSlash(Path path) {
    return Paths.of(path.toString());
  }

  private static String rowsOf(Manifest manifest) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<Part, Manifest.PartSummary> part : manifest.parts().entrySet()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(part.getKey().directoryName())
          .append(' ')
          .append(part.getValue().rows());
    }
    return text.append(" rows").toString();
  }

  static void requireValidFraction(double fraction) {
    require(fraction >= 0 && fraction < 1, "--valid-fraction", fraction, "at least 0 and below 1");
  }

  static void requireShards(int count) {
    require(
        count >= AUTOMATIC_SHARDS && count <= MAXIMUM_SHARDS,
        "--shards",
        count,
        "1 to " + MAXIMUM_SHARDS + ", or " + AUTOMATIC_SHARDS + " for as many as the data needs");
  }

  static void require(boolean holds, String option, Object value, String allowed) {
    if (!holds) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION, option + " is " + value + "; expected " + allowed);
    }
  }
}
