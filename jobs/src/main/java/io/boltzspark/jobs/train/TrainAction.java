package io.boltzspark.jobs.train;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.training.SamplesConfig;
import io.boltzspark.engine.training.TrainingLoop;
import io.boltzspark.engine.training.TrainingObserver;
import io.boltzspark.engine.training.TrainingResult;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.Causes;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.BuildVersion;
import io.boltzspark.jobs.console.Interruption;
import io.boltzspark.jobs.console.MonitorNames;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.console.ShellCommand;
import io.boltzspark.jobs.images.ImageGrid;
import io.boltzspark.jobs.settings.SettingOption;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.jobs.telemetry.MlflowFile;
import io.boltzspark.jobs.telemetry.MlflowObserver;
import io.boltzspark.jobs.telemetry.TrainingMetrics;
import io.boltzspark.math.Matrix;
import io.boltzspark.store.RunDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Trains a machine on prepared data and leaves a run directory. */
public final class TrainAction {
  /**
   * The request of {@code boltz train}.
   *
   * @param data directory of prepared data, or any Parquet
   * @param out run directory
   * @param settings validated; {@code model.dimensions} may still be empty, see {@link
   *     Settings#forVisibleUnits}
   * @param resume resume from the run's newest checkpoint
   * @param overwrite replace an existing run
   * @param stopAfterEpoch stop after this epoch (counted from the run's start), as if interrupted
   */
  public record Request(
      String data,
      String out,
      Settings settings,
      boolean resume,
      boolean overwrite,
      OptionalInt stopAfterEpoch) {

    public Request {
      Objects.requireNonNull(data);
      Objects.requireNonNull(out);
      Objects.requireNonNull(settings);
      Objects.requireNonNull(stopAfterEpoch);
    }
  }

  /**
   * How a training ended.
   *
   * @param run the run directory
   * @param data what it was trained on
   * @param ofSequences whether its rows are sequences rather than images
   * @param endedBefore whether it was resumed and found at its end
   */
  public record Result(
      String run,
      String data,
      Settings.Kind kind,
      boolean ofSequences,
      boolean endedBefore,
      TrainingResult result)
      implements ActionResult {
    private static final String OF_MONITORS = TrainingResult.MONITORS + ".";
    private static final String OF_STEPS = "steps.";

    @Override
    public ExitCode exitCode() {
      return result.ending() == TrainingResult.Ending.INTERRUPTED
          ? ExitCode.INTERRUPTED
          : ExitCode.OK;
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("run", run);
      json.put("data", data);
      json.put("ending", result.ending().name().toLowerCase(Locale.ROOT));
      result.stoppedEarly().ifPresent(reason -> json.put("stopped_early", reason));
      json.put("ended_before", endedBefore);
      json.put("step", result.step());
      json.put("epoch", result.epoch());
      json.put("model_sha256", result.modelSha256());
      json.put("metrics", result.metrics());
      result.health().ifPresent(health -> json.put(TrainingResult.HEALTH, health.facts()));
      json.put("seconds", result.seconds());
      json.put("tasks", result.tasks());
      return json;
    }

    @Override
    public List<String> summary() {
      List<String> lines = new ArrayList<>();
      if (endedBefore) {
        lines.add(
            "%s had ended before, after epoch %d, step %d, and no step was made. To train its model further, start another run from it: %s"
                .formatted(
                    run,
                    result.epoch(),
                    result.step(),
                    ShellCommand.of("train", "--data", "DIR", "--out", "RUN", "--from", run)));
        lines.add("model " + run + "/model (SHA-256 " + result.modelSha256() + ")");
        return lines;
      }
      lines.add(
          String.format(
              Locale.ROOT,
              "Trained on %s: %s after epoch %d, step %d, in %.1f s",
              data,
              result.ending().name().toLowerCase(Locale.ROOT),
              result.epoch(),
              result.step(),
              result.seconds().get("total")));
      result.stoppedEarly().ifPresent(reason -> lines.add("  stopped early: " + reason));
      lines.add("  " + timeLine());
      result.metrics().forEach((name, value) -> addMetric(lines, name, value));
      result.health().ifPresent(health -> lines.add("  " + health.line()));
      lines.add("model " + run + "/model (SHA-256 " + result.modelSha256() + ")");
      lines.add(
          result.ending() == TrainingResult.Ending.FINISHED
              ? "Next: " + next()
              : "Next: " + ShellCommand.of("train", "--resume", "--out", run));
      return lines;
    }

    private String next() {
      return kind == Settings.Kind.CLASSIFIER
          ? ShellCommand.of("evaluate", "--model", run)
          : ShellCommand.of(
              "sample", "--model", run, "--out", ofSequences ? "samples.fasta" : "samples.png");
    }

    /**
     * Where the time went: the parts of a step, and the cost of each monitor and their share of the
     * total.
     */
    private String timeLine() {
      Map<String, Double> seconds = result.seconds();
      double monitors = seconds.getOrDefault(TrainingResult.MONITORS, 0.0);
      String steps = parts(seconds, OF_STEPS, "%s %.1f s");
      String each = parts(seconds, OF_MONITORS, "%s %.2f s");
      return String.format(
          Locale.ROOT,
          "time: steps %.1f s%s, checkpoints %.1f s, monitors %.1f s (%.0f %%%s)",
          seconds.getOrDefault("steps", 0.0),
          steps.isEmpty() ? "" : " (" + steps + ")",
          seconds.getOrDefault("checkpoints", 0.0),
          monitors,
          100 * monitors / seconds.get("total"),
          each.isEmpty() ? "" : ": " + each);
    }

    /** Parts of something, longest first, by their names and seconds. */
    private static String parts(Map<String, Double> seconds, String of, String format) {
      return seconds.entrySet().stream()
          .filter(spent -> spent.getKey().startsWith(of))
          .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
          .map(
              spent ->
                  String.format(
                      Locale.ROOT,
                      format,
                      MonitorNames.words(spent.getKey().substring(of.length()).replace('-', '_')),
                      spent.getValue()))
          .collect(Collectors.joining(", "));
    }

    private static void addMetric(List<String> lines, String name, Object value) {
      if (value instanceof Double number && !List.of("epoch", "seconds").contains(name)) {
        lines.add(String.format(Locale.ROOT, "  %s %.4g", MonitorNames.words(name), number));
      }
    }
  }

  private final SparkSession spark;
  private final Request request;
  private final Progress progress;
  private String wayOn;

  public TrainAction(SparkSession spark, Request request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
    this.wayOn = ShellCommand.of("train", "--resume", "--out", request.out());
  }

  /** What resumes it, in place of {@code boltz train --resume}. */
  public TrainAction resumedBy(String command) {
    wayOn = command;
    return this;
  }

  public Result execute() {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path out = Paths.of(request.out());
    if (request.resume()) {
      RunDirectory.open(hadoop, out).requireWritable();
    } else {
      RunDirectory.requireFree(hadoop, out, request.overwrite());
    }
    PlannedTraining planned =
        PlannedTraining.of(
            spark,
            TrainingData.open(spark, request.data(), request.settings().data()),
            request.settings(),
            progress::note);
    TrainingData data = planned.data();
    Optional.ofNullable(data.provenance().get("split"))
        .ifPresent(split -> progress.note("parts of the data are told by " + split));
    Settings settings = planned.settings();
    Optional<ResumedRun> resumed =
        request.resume()
            ? Optional.of(new ResumedRun(RunDirectory.open(hadoop, out), progress::note))
            : Optional.empty();
    resumed.ifPresent(run -> run.requireSame(settings, data));
    // Not before the run is locked and its checkpoint is known to fit: a refused resume must not
    // change the run.
    Runnable whenResumed =
        () -> {
          if (request.resume()) {
            record(RunDirectory.open(hadoop, out), hadoop, settings);
          }
        };
    ProgressObserver observer =
        new ProgressObserver(
            progress,
            whenResumed,
            (epoch, values) -> writeSamples(hadoop, data.imageSize(), epoch, values));
    Optional<MlflowObserver> mlflow = mlflow(data, settings);
    List<TrainingObserver> observers = new ArrayList<>();
    observers.add(observer);
    observers.add(TrainingMetrics.ofThisProcess().observer());
    mlflow.ifPresent(observers::add);
    TrainingLoop loop =
        planned.loop(
            isOfImages(data) ? settings.samples() : SamplesConfig.NONE, new Observers(observers));
    AtomicBoolean stop = new AtomicBoolean();
    AtomicBoolean abandoned = new AtomicBoolean();
    AtomicBoolean begun = new AtomicBoolean();
    Interruption.Registration registration =
        Interruption.onStop(
            () -> stop.set(true),
            () -> {
              abandoned.set(true);
              spark.sparkContext().cancelAllJobs();
            });
    progress.start("reading " + data.title(), 0);
    try {
      TrainingResult result =
          loop.run(
              () -> {
                RunDirectory run = runDirectory(hadoop, settings);
                begun.set(true);
                return run;
              },
              planned.identity(),
              planned.description(),
              new TrainingLoop.Request(request.resume(), request.stopAfterEpoch(), stop::get));
      observer.ended(result);
      mlflow.ifPresent(m -> m.ended(result, () -> modelFiles(hadoop, settings)));
      return new Result(
          request.out(),
          data.title(),
          settings.kind(),
          data.provenance().containsKey("alphabet"),
          result.ending() == TrainingResult.Ending.FINISHED
              && resumed.map(run -> run.endedBefore(result.step())).orElse(false),
          result);
    } catch (RuntimeException e) {
      throw abandoned.get() ? abandoned(e) : begun.get() ? withWayOn(e) : e;
    } finally {
      registration.close();
      mlflow.ifPresent(MlflowObserver::close);
    }
  }

  private BoltzException abandoned(RuntimeException e) {
    return new BoltzException(
        ExitCode.INTERRUPTED,
        "training did not reach a checkpoint within %d s of the signal and was stopped; earlier checkpoints are kept: resume with %s"
            .formatted(Interruption.PATIENCE.toSeconds(), wayOn),
        e);
  }

  /** A full or broken disk costs what came after the last checkpoint. */
  private RuntimeException withWayOn(RuntimeException e) {
    return e instanceof BoltzException ours
            && ours.exitCode() == ExitCode.ENVIRONMENT
            && Causes.first(e, IOException.class).isPresent()
        ? new BoltzException(
            ours.exitCode(), e.getMessage() + ". Checkpoints are kept; resume with: " + wayOn, e)
        : e;
  }

  /** In MLflow a resumed run is a new run with the same name, whose steps continue. */
  private Optional<MlflowObserver> mlflow(TrainingData data, Settings settings) {
    if (!settings.mlflow().isOn()) {
      return Optional.empty();
    }
    Map<String, String> params = new LinkedHashMap<>();
    settings
        .resolved()
        .entrySet()
        .forEach(entry -> params.put(entry.getKey(), entry.getValue().unwrapped().toString()));
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("boltz.run", request.out());
    tags.put("boltz.data", data.title());
    tags.put("boltz.data_fingerprint", data.fingerprint());
    tags.put("boltz.version", BuildVersion.version());
    tags.put("boltz.source_revision", BuildVersion.revision());
    return Optional.of(
        new MlflowObserver(settings.mlflow(), Paths.of(request.out()).getName(), params, tags));
  }

  private List<MlflowFile> modelFiles(Configuration hadoop, Settings settings) {
    return settings.mlflow().uploadModel()
        ? MlflowFile.in(hadoop, RunDirectory.open(hadoop, Paths.of(request.out())).modelDirectory())
        : List.of();
  }

  private static boolean isOfImages(TrainingData data) {
    return data.imageSize()[0] > 1 && data.imageSize()[1] > 1;
  }

  private void writeSamples(Configuration hadoop, int[] imageSize, int epoch, Matrix values) {
    int width = imageSize[0];
    int columns = (int) Math.ceil(Math.sqrt(values.rows()));
    byte[] png =
        ImageGrid.png(
            values.toArray(), imageSize[1], width, columns, ImageGrid.scaleFor(2 * columns, width));
    RunDirectory.open(hadoop, Paths.of(request.out()))
        .writeImage("epoch-%03d.png".formatted(epoch), png);
  }

  private RunDirectory runDirectory(Configuration hadoop, Settings settings) {
    Path out = Paths.of(request.out());
    if (request.resume()) {
      return RunDirectory.open(hadoop, out);
    }
    return RunDirectory.createLocked(
        hadoop, out, request.overwrite(), run -> record(run, hadoop, settings));
  }

  /** Stores what a later {@code --resume} needs. */
  private void record(RunDirectory run, Configuration hadoop, Settings settings) {
    run.writeConfig(located(hadoop, settings).render());
    Path data = Paths.of(request.data());
    run.writeDataLocation(FileSystems.of(hadoop, data).makeQualified(data).toString());
  }

  /** With the whole path of the test rows, since others may start elsewhere. */
  private static Settings located(Configuration hadoop, Settings settings) {
    if (settings.data().test().isEmpty()) {
      return settings;
    }
    Path test = Paths.of(settings.data().test());
    return settings.with(
        Map.of(
            SettingOption.TEST.key(), FileSystems.of(hadoop, test).makeQualified(test).toString()));
  }
}
