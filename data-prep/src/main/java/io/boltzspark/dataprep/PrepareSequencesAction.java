package io.boltzspark.dataprep;

import io.boltzspark.dataprep.sequences.AlignmentFile;
import io.boltzspark.dataprep.sequences.CheckedAlignment;
import io.boltzspark.dataprep.sequences.SequenceOptions;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.Causes;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.files.StagedDirectory;
import io.boltzspark.files.WriteFailure;
import io.boltzspark.spark.Failures;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a file of aligned sequences into shuffled Parquet with one byte a site.
 *
 * <p>The driver reads the file twice, as a stream, before any work starts: what is wrong with it is
 * found then, and what is kept of it is decided. A task reads it again and sends every sequence to
 * the shard of its shuffled position. The rows, their order and their weights depend on the source
 * and the settings, but not on the number of tasks or shards.
 */
public final class PrepareSequencesAction {
  /**
   * The settings.
   *
   * @param options what is kept
   * @param identity if there are to be weights: the share of identical sites, above 0 and at most
   *     1, from which on two sequences count as neighbours
   * @param validFraction share of the sequences for the validation part, at least 0 and below 1
   * @param shards files of the train part; {@link PrepareAction#AUTOMATIC_SHARDS}: by its size
   * @param seed of the shuffle
   * @param overwrite whether the output may be replaced if it is a prepared directory
   */
  public record Settings(
      SequenceOptions options,
      OptionalDouble identity,
      double validFraction,
      int shards,
      long seed,
      boolean overwrite) {
    /** The share with which the field computes weights. */
    public static final double DEFAULT_IDENTITY = 0.8;

    /**
     * @throws BoltzException BAD_CONFIGURATION for an invalid value
     */
    public Settings {
      Objects.requireNonNull(options);
      identity.ifPresent(
          share ->
              PrepareAction.require(
                  share > 0 && share <= 1, "--identity", share, "above 0 and at most 1"));
      PrepareAction.requireValidFraction(validFraction);
      PrepareAction.requireShards(shards);
    }
  }

  /**
   * What was prepared.
   *
   * @param directory the prepared directory
   * @param manifest its content
   * @param seconds wall time of the whole action
   */
  public record Result(Path directory, SequenceManifest manifest, double seconds) {}

  private static final Logger LOG = LoggerFactory.getLogger(PrepareSequencesAction.class);

  private final SparkSession spark;
  private final Path source;
  private final Path output;
  private final Settings settings;
  private final WorkProgress progress;

  /**
   * @param source the file; every executor must be able to read it
   * @param output the directory to create
   * @param progress of the comparison of sequences, if they get weights
   */
  public PrepareSequencesAction(
      SparkSession spark, Path source, Path output, Settings settings, WorkProgress progress) {
    this.spark = spark;
    this.source = source;
    this.output = Paths.of(output.toString()); // without a slash at its end
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Checks the source, then writes the parts and the manifest. The output appears complete or not
   * at all.
   *
   * @throws BoltzException BAD_INPUT for a source that is missing or damaged; BAD_CONFIGURATION for
   *     settings that leave a part without rows; OUTPUT_EXISTS; ENVIRONMENT when the output cannot
   *     be written; EXECUTION when the Spark job fails
   */
  public Result execute() {
    long start = System.nanoTime();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    PrepareOutput.check(hadoop, output, List.of(source), settings.overwrite());
    AlignmentFile file = AlignmentFile.open(hadoop, source, settings.options().format());
    CheckedAlignment alignment = CheckedAlignment.check(hadoop, file, settings.options());
    LOG.info(
        "Checked {}: {} sequences of {} columns in the alphabet {} ({})",
        source,
        alignment.report().sequences(),
        alignment.report().columns(),
        alignment.alphabet().name(),
        alignment.alphabet().letters());
    SourceLayout layout =
        PreparePlan.trainLayout(
            alignment.rows(),
            settings.validFraction(),
            settings.shards(),
            alignment.sites(),
            settings.seed());
    try (StagedDirectory staged = StagedDirectory.create(hadoop, output, settings.overwrite())) {
      SequenceManifest manifest;
      SequenceJobs jobs = new SequenceJobs(spark, staged.fileSystem(), staged.path());
      try {
        manifest = prepare(jobs, alignment, layout);
      } catch (BoltzException e) {
        throw e;
      } catch (Exception e) {
        throw failed(e);
      }
      manifest.write(staged.fileSystem(), staged.path());
      staged.commit();
      return new Result(output, manifest, (System.nanoTime() - start) * 1e-9);
    }
  }

  private SequenceManifest prepare(
      SequenceJobs jobs, CheckedAlignment alignment, SourceLayout layout) throws IOException {
    double[] weights =
        settings.identity().isPresent()
            ? jobs.weights(alignment, settings.identity().getAsDouble(), progress)
            : null;
    jobs.write(alignment, layout, weights);
    SequenceOptions options = settings.options();
    return new SequenceManifest(
        title(source),
        alignment.alphabet(),
        new SequenceManifest.Source(alignment.file().format(), alignment.sha256()),
        new SequenceManifest.Choices(
            options.unknown(),
            options.duplicates(),
            options.maxGaps(),
            options.maxColumnGaps(),
            settings.validFraction(),
            settings.seed()),
        alignment.report(),
        IntStream.of(alignment.columns()).boxed().toList(),
        weights == null
            ? Optional.empty()
            : Optional.of(
                new SequenceManifest.Weights(
                    settings.identity().getAsDouble(), Arrays.stream(weights).sum())),
        SequenceJobs.rows(layout),
        jobs.counts(alignment, layout));
  }

  private BoltzException failed(Exception e) {
    if (Failures.firstCause(e) instanceof BoltzException known) {
      return known;
    }
    if (e instanceof IOException) {
      return WriteFailure.of("cannot write " + output, e);
    }
    return new BoltzException(
        ExitCode.EXECUTION,
        "preparing "
            + source
            + " failed: "
            + Causes.root(e)
            + " (executors must be able to read the source and write the output: a file: path must"
            + " exist on every machine)",
        e);
  }

  /** A file's name without its endings. */
  static String title(Path file) {
    String name = file.getName();
    String base = name.replaceFirst("\\.gz$", "").replaceFirst("\\.[A-Za-z0-9]{1,9}$", "");
    return base.isEmpty() ? name : base;
  }
}
