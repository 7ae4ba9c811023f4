package io.boltzspark.jobs.train;

import io.boltzspark.dataprep.PrepareAction;
import io.boltzspark.dataprep.PrepareResult;
import io.boltzspark.dataprep.digits.LocatedDigits;
import io.boltzspark.dataprep.digits.MnistLocator;
import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.console.ShellCommand;
import io.boltzspark.jobs.sample.SampleAction;
import io.boltzspark.jobs.sample.SampleRequest;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.jobs.states.OutputFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Finds digits, prepares them, trains a machine and draws samples from it. */
public final class QuickstartAction {
  /**
   * The request of {@code boltz quickstart}.
   *
   * @param out directory for the data, the run and the picture
   * @param source directory of IDX files; empty: look for MNIST in the usual places
   * @param settings of the training
   * @param overwrite replace existing output
   */
  public record Request(String out, Optional<String> source, Settings settings, boolean overwrite) {

    public Request {
      Objects.requireNonNull(out);
      Objects.requireNonNull(source);
      Objects.requireNonNull(settings);
    }
  }

  /**
   * The outcome of quickstart.
   *
   * @param title name of the digits: MNIST, or drawn digits
   * @param drawn whether the project drew the digits itself: not MNIST
   * @param data the prepared directory
   * @param training how training ended
   * @param picture the samples; empty when training was stopped by a signal
   * @param seconds each part took
   */
  public record Result(
      String title,
      boolean drawn,
      String data,
      TrainAction.Result training,
      Optional<String> picture,
      Map<String, Double> seconds)
      implements ActionResult {

    public Result {
      seconds = new LinkedHashMap<>(seconds);
    }

    @Override
    public ExitCode exitCode() {
      return training.exitCode();
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("title", title);
      json.put("drawn", drawn);
      json.put("data", data);
      json.put("training", training.json());
      json.put("picture", picture.orElse(null));
      json.put("seconds", seconds);
      return json;
    }

    @Override
    public List<String> summary() {
      List<String> trained = training.summary();
      List<String> lines = new ArrayList<>(trained.subList(0, 1));
      lines.addAll(trained.stream().filter(line -> line.startsWith("  ")).toList());
      List<String> parts = new ArrayList<>();
      seconds.forEach(
          (part, time) -> parts.add(String.format(Locale.ROOT, "%s %.1f s", part, time)));
      lines.add("time: " + String.join(", ", parts));
      lines.add("data:    " + data + " (" + title + ")");
      lines.add("run:     " + training.run());
      if (picture.isEmpty()) {
        lines.add("picture: none, because training was stopped");
        lines.add(trained.get(trained.size() - 1));
        return lines;
      }
      lines.add("picture: " + picture.get() + " (samples from a model of " + title + ")");
      lines.add("Next:");
      lines.add(
          "  "
              + ShellCommand.of(
                  "sample", "--model", training.run() + "@epoch:1", "--out", "early.png"));
      lines.add(
          "  "
              + ShellCommand.of(
                  "train", "--data", data, "--out", "runs/longer", "--epochs", "30", "--k", "5"));
      lines.add("  " + ShellCommand.of("train", "--help"));
      return lines;
    }
  }

  private static final int IMAGES = 100;
  private static final int SWEEPS = 1000;

  /**
   * The inverse temperature of the first sweep. At 1 from the start, chains from noise crowd into
   * the modes that are nearest to it (conf/presets/README.md, Samples of all kinds).
   */
  private static final double ANNEALED_FROM = 0.5;

  private final SparkSession spark;
  private final Request request;
  private final Progress progress;
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  public QuickstartAction(SparkSession spark, Request request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public Result execute() {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path out = Paths.of(request.out());
    Outputs.requireFreeDirectory(hadoop, out, request.overwrite());
    Path prepared = Paths.in(out, "data");
    String run = Paths.in(out, "run").toString();

    long start = System.nanoTime();
    LocatedDigits digits =
        new MnistLocator(hadoop)
            .explicitDirectory(request.source().map(Paths::of).orElse(null))
            .locate();
    progress.note(digits.message());
    // So that a picture without its context is not mistaken for samples of MNIST.
    boolean drawn = digits.kind() == LocatedDigits.Kind.DRAWN;
    String picture =
        Paths.in(out, drawn ? "samples-of-drawn-digits.png" : "samples.png").toString();
    start = lap("find", start);

    progress.start("preparing " + prepared, 0);
    PrepareResult preparation =
        new PrepareAction(spark)
            .source(digits.directory())
            .output(prepared)
            .overwrite(request.overwrite())
            .execute();
    progress.finish("prepared " + preparation.manifest().title());
    start = lap("prepare", start);

    TrainAction.Request training =
        new TrainAction.Request(
            prepared.toString(),
            run,
            request.settings(),
            false,
            request.overwrite(),
            OptionalInt.empty());
    TrainAction.Result trained = new TrainAction(spark, training, progress).execute();
    start = lap("train", start);
    if (trained.exitCode() != ExitCode.OK) {
      return new Result(
          preparation.manifest().title(),
          drawn,
          prepared.toString(),
          trained,
          Optional.empty(),
          seconds);
    }

    SampleRequest samples =
        new SampleRequest(
            run,
            picture,
            OutputFormat.PNG,
            IMAGES,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "",
            SamplingPlan.of(SWEEPS, request.settings().training().seed())
                .annealedFrom(ANNEALED_FROM),
            request.overwrite());
    new SampleAction(spark, samples, progress).execute();
    lap("sample", start);
    return new Result(
        preparation.manifest().title(),
        drawn,
        prepared.toString(),
        trained,
        Optional.of(picture),
        seconds);
  }

  private long lap(String part, long start) {
    long now = System.nanoTime();
    seconds.put(part, (now - start) / 1e9);
    return now;
  }
}
