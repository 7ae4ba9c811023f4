package io.boltzspark.jobs.prepare;

import io.boltzspark.dataprep.Binarization;
import io.boltzspark.dataprep.Manifest;
import io.boltzspark.dataprep.Part;
import io.boltzspark.dataprep.PrepareAction;
import io.boltzspark.dataprep.PrepareResult;
import io.boltzspark.dataprep.PrepareSequencesAction;
import io.boltzspark.dataprep.WorkProgress;
import io.boltzspark.dataprep.digits.LocatedDigits;
import io.boltzspark.dataprep.digits.MnistLocator;
import io.boltzspark.dataprep.ising.IsingDescription;
import io.boltzspark.dataprep.ising.IsingSource;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.console.ShellCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz prepare}. */
@Command(
    name = "prepare",
    description = {
      "Converts IDX files (MNIST and similar data sets; gzipped or not, with or without"
          + " labels) to shuffled Parquet with a manifest. The same source and seed give the same"
          + " rows in the same order for any number of tasks or files.",
      "With --source ising: draws independent configurations of the two-dimensional Ising"
          + " model (square lattice, periodic, J = 1, no field) by Wolff's cluster algorithm; 1 is"
          + " spin up and 0 spin down. The critical temperature is"
          + " 2 / ln(1 + sqrt 2) = 2.269185.",
      "With a file as the source: a family of aligned sequences of proteins, RNA or DNA, as FASTA,"
          + " A3M or Stockholm, gzipped or not. Rows keep one byte a site, its letter's place in"
          + " the alphabet, which is -ACDEFGHIKLMNPQRSTVWY, -ACGU or -ACGT: a gap is a letter."
          + " boltz train then takes Potts visible units. What was left out is reported."
    },
    footer = {
      "%nExamples:",
      "  boltz prepare --out data/mnist-binary",
      "  boltz prepare --source my/idx/files --out data/mine --binarize sample",
      "  boltz prepare --source data/mnist --out data/mnist-grey --binarize none --seed 7",
      "  boltz prepare --out data/no-threes --without-labels 3",
      "  boltz prepare --source ising --size 16 --temperature 2.269 --out data/ising-critical",
      "  boltz prepare --source family.fasta.gz --max-gaps 0.2 --out data/family"
    })
public final class PrepareCommand extends JobCommand {
  /** The result of {@code boltz prepare}. */
  record Result(PrepareResult result) implements ActionResult {

    @Override
    public Map<String, Object> json() {
      Manifest manifest = result.manifest();
      Map<String, Object> rows = new LinkedHashMap<>();
      for (Part part : Part.values()) {
        rows.put(part.directoryName(), result.rows(part));
      }
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("data", result.directory().toString());
      json.put("title", manifest.title());
      json.put("width", manifest.width());
      json.put("height", manifest.height());
      json.put("drawn", manifest.source().drawn());
      manifest.source().ising().ifPresent(ising -> json.put("ising", json(ising)));
      json.put("transposed", manifest.source().transposed());
      json.put("binarization", manifest.binarization().label());
      json.put("rows", rows);
      json.put("without_labels", List.copyOf(manifest.withoutLabels()));
      json.put("seed", manifest.seed());
      json.put("fingerprint", manifest.fingerprint());
      json.put("seconds", result.seconds());
      return json;
    }

    private static Map<String, Object> json(IsingDescription ising) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("size", ising.size());
      json.put("temperature", ising.temperature());
      json.put("sampler", ising.sampler());
      json.put("updates", ising.updates());
      json.put("seed", ising.seed());
      return json;
    }

    @Override
    public List<String> summary() {
      Manifest manifest = result.manifest();
      List<String> lines = new ArrayList<>();
      lines.add(
          "%s, %d x %d pixels, %s: %d training rows, %d validation rows, %d test rows"
              .formatted(
                  manifest.title(),
                  manifest.width(),
                  manifest.height(),
                  manifest.binarization().isBinary() ? "binary" : "grey",
                  result.rows(Part.TRAIN),
                  result.rows(Part.VALID),
                  result.rows(Part.TEST)));
      manifest.source().ising().ifPresent(ising -> lines.add(howDrawn(ising)));
      lines.add(String.format(Locale.ROOT, "in %s (%.1f s)", result.directory(), result.seconds()));
      lines.add(
          "Next: "
              + ShellCommand.of(
                  "train", "--data", result.directory().toString(), "--out", "runs/first"));
      return lines;
    }

    private static String howDrawn(IsingDescription ising) {
      return "drawn: each row is the end of a Wolff chain of its own, after %d to %d cluster updates (seed %d)"
          .formatted(ising.updates(), ising.mostUpdates(), ising.seed());
    }
  }

  private static final String ISING = "ising";
  private static final String SIZE = "--size";
  private static final String TEMPERATURE = "--temperature";
  private static final String COUNT = "--count";

  @Option(
      names = "--source",
      paramLabel = "DIR|FILE|ising",
      description =
          "Directory of IDX files, a file of aligned sequences, or ising (write ./ising for a"
              + " directory of that name)."
              + " Default: MNIST from $BOLTZ_MNIST, data/mnist or a download; if unavailable,"
              + " digits drawn by the program.")
  private String source;

  @Option(
      names = SIZE,
      paramLabel = "SIDE",
      description = "With --source ising: spins per side, at least 2.")
  private Integer size;

  @Option(
      names = TEMPERATURE,
      paramLabel = "T",
      description = "With --source ising: temperature in units of J / k_B, above 0.")
  private Double temperature;

  @Option(
      names = COUNT,
      paramLabel = "ROWS",
      description =
          "With --source ising: configurations for training and validation; a tenth as many"
              + " are drawn for testing (default:  "
              + IsingSource.DEFAULT_COUNT
              + ").")
  private Integer count;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Directory to write.")
  private String out;

  @Option(
      names = "--binarize",
      paramLabel = "threshold|sample|none",
      description =
          "threshold: ink from --threshold on; sample: one fixed draw per pixel, with the"
              + " grey value as probability; none: keep grey values, for boltz train --resample"
              + " (default:"
              + " ${DEFAULT-VALUE}).")
  private String binarize = PrepareAction.DEFAULT_BINARIZATION.label();

  @Option(
      names = "--threshold",
      paramLabel = "GREY",
      description = "Least grey value, in (0, 1], that counts as ink (default: ${DEFAULT-VALUE}).")
  private double threshold = PrepareAction.DEFAULT_THRESHOLD;

  @Option(
      names = "--valid-fraction",
      paramLabel = "SHARE",
      description =
          "Share of the training rows held out for validation, in [0, 1) (default:"
              + " ${DEFAULT-VALUE}).")
  private double validFraction = PrepareAction.DEFAULT_VALID_FRACTION;

  @Option(
      names = "--without-labels",
      split = ",",
      paramLabel = "LABEL",
      description =
          "Leave rows with these labels, e.g. 3,5, out of the training and validation rows; the"
              + " test rows keep them. For boltz anomaly.")
  private List<Integer> withoutLabels = new ArrayList<>();

  @Option(
      names = "--transpose",
      description =
          "Exchange rows and columns of the images, which those of EMNIST need to stand upright.")
  private boolean transpose;

  @Option(
      names = "--title",
      paramLabel = "NAME",
      description = "What the data is called in results (default: by its files).")
  private String title;

  @Option(
      names = "--shards",
      paramLabel = "FILES",
      description =
          "Parquet files of the training part; 0: chosen by its size (default:"
              + " ${DEFAULT-VALUE}).")
  private int shards = PrepareAction.AUTOMATIC_SHARDS;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description =
          "Seed of the shuffle, --binarize sample and --source ising (default: ${DEFAULT-VALUE}).")
  private long seed = PrepareAction.DEFAULT_SEED;

  @Option(names = "--overwrite", description = "Replace DIR if it exists and holds prepared data.")
  private boolean overwrite;

  @Mixin private SequenceCommandOptions sequences;

  @Override
  protected ActionResult perform() {
    if (source != null && !ISING.equals(source) && isFile(Paths.of(source))) {
      return sequences();
    }
    for (String name : SequenceCommandOptions.NAMES) {
      requireAbsent(name, "a file of aligned sequences (--source FILE)");
    }
    Binarization how = Binarization.of(binarize);
    Optional<IsingSource> ising = ising();
    return withSpark(
        spark -> {
          PrepareAction action =
              new PrepareAction(spark)
                  .output(Paths.of(out))
                  .binarize(how)
                  .threshold(threshold)
                  .validFraction(validFraction)
                  .withoutLabels(withoutLabels)
                  .shards(shards)
                  .seed(seed)
                  .transpose(transpose)
                  .overwrite(overwrite);
          if (title != null) {
            action.title(title);
          }
          if (ising.isPresent()) {
            action.source(ising.get());
          } else {
            action.source(directory(spark));
          }
          return new Result(action.execute());
        });
  }

  private boolean isFile(Path path) {
    try {
      FileSystem fs = FileSystems.of(hadoop(), path);
      return fs.exists(path) && fs.getFileStatus(path).isFile();
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot read " + path + ": " + e, e);
    }
  }

  private ActionResult sequences() {
    for (String name :
        List.of("--binarize", "--threshold", "--without-labels", "--transpose", "--title")) {
      requireAbsent(name, "images (--source DIR)");
    }
    for (String name : List.of(SIZE, TEMPERATURE, COUNT)) {
      requireAbsent(name, "--source ising");
    }
    PrepareSequencesAction.Settings settings =
        sequences.settings(validFraction, shards, seed, overwrite);
    Progress progress = common.progress();
    return withSpark(
        spark ->
            new SequencesResult(
                new PrepareSequencesAction(
                        spark, Paths.of(source), Paths.of(out), settings, new Comparison(progress))
                    .execute()));
  }

  private void requireAbsent(String option, String requires) {
    if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
      throw new BoltzException(
          ExitCode.USAGE, "%s requires %s; remove %s".formatted(option, requires, option));
    }
  }

  /** Shows how far the comparison of sequences has come. */
  private static final class Comparison implements WorkProgress {
    private final Progress progress;
    private boolean begun;

    Comparison(Progress progress) {
      this.progress = progress;
    }

    @Override
    public void update(long done, long total) {
      if (!begun) {
        progress.start("comparing sequences", total);
        begun = true;
      }
      if (done < total) {
        progress.update(done, "");
      } else {
        progress.finish("compared all pairs of sequences");
      }
    }
  }

  private Optional<IsingSource> ising() {
    if (!ISING.equals(source)) {
      forIsingOnly(SIZE, size);
      forIsingOnly(TEMPERATURE, temperature);
      forIsingOnly(COUNT, count);
      return Optional.empty();
    }
    if (size == null || temperature == null) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--source ising also needs %s, such as --size 16 --temperature 2.269"
              .formatted(size == null ? SIZE : TEMPERATURE));
    }
    return Optional.of(
        new IsingSource(size, temperature, count == null ? IsingSource.DEFAULT_COUNT : count));
  }

  private static void forIsingOnly(String option, Object valueOrNull) {
    if (valueOrNull != null) {
      throw new BoltzException(
          ExitCode.USAGE,
          "%s %s requires --source ising; add it, or remove %s"
              .formatted(option, valueOrNull, option));
    }
  }

  private Path directory(SparkSession spark) {
    if (source != null) {
      return Paths.of(source);
    }
    LocatedDigits digits = new MnistLocator(spark.sparkContext().hadoopConfiguration()).locate();
    common.progress().note(digits.message());
    return digits.directory();
  }
}
