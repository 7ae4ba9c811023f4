package io.boltzspark.jobs.sweep;

import io.boltzspark.engine.data.DataFit;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.console.Interruption;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.console.ShellCommand;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.jobs.sweep.SweepOutcome.State;
import io.boltzspark.jobs.train.TrainAction;
import io.boltzspark.store.RunDirectory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Trains the runs of a sweep, one after another or several at once, each as {@link TrainAction}
 * would alone. A failed run is recorded and does not affect the others.
 */
public final class SweepAction {
  /**
   * The arguments of {@code boltz sweep}.
   *
   * @param data directory of prepared data, or Parquet
   * @param out directory of the sweep, with a run directory for each run
   * @param runs at least one
   * @param parallel number of runs at once
   * @param order of the table; empty: that of the runs
   * @param overwrite train all runs again, replacing existing ones
   */
  public record Request(
      String data,
      String out,
      List<SweepRun> runs,
      int parallel,
      Optional<SweepOrder> order,
      boolean overwrite) {

    public Request {
      Objects.requireNonNull(data);
      Objects.requireNonNull(out);
      runs = List.copyOf(runs);
      Objects.requireNonNull(order);
    }
  }

  /**
   * The result of a sweep.
   *
   * @param out its directory
   * @param title of the data
   * @param outcomes of all runs, in the order of the table
   * @param interrupted whether a signal ended it
   * @param ledger content of {@code sweep.json}
   */
  public record Result(
      String out,
      String title,
      List<SweepOutcome> outcomes,
      boolean interrupted,
      Map<String, Object> ledger)
      implements ActionResult {

    public Result {
      outcomes = List.copyOf(outcomes);
      ledger = new LinkedHashMap<>(ledger);
    }

    /** INTERRUPTED after a signal, otherwise the code of the first failed run, if there is one. */
    @Override
    public ExitCode exitCode() {
      if (interrupted) {
        return ExitCode.INTERRUPTED;
      }
      return outcomes.stream()
          .flatMap(outcome -> outcome.failure().stream())
          .map(RunFailure::exitCode)
          .findFirst()
          .orElse(ExitCode.OK);
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("sweep", out);
      json.putAll(ledger);
      return json;
    }

    @Override
    public List<String> summary() {
      List<String> lines = new ArrayList<>();
      lines.add(
          "Sweep on %s: %d of %d runs finished%s"
              .formatted(title, count(State.FINISHED), outcomes.size(), others()));
      lines.addAll(new SweepTable(outcomes).lines());
      for (SweepOutcome outcome : outcomes) {
        outcome.failure().ifPresent(why -> lines.add(outcome.name() + ": " + why.message()));
      }
      lines.add("table: " + out + "/sweep.md and sweep.json");
      lines.add(next());
      return lines;
    }

    private String others() {
      StringBuilder others = new StringBuilder();
      for (State state : List.of(State.FAILED, State.INTERRUPTED, State.WAITING)) {
        if (count(state) > 0) {
          String word = state.name().toLowerCase(Locale.ROOT);
          others.append(", %d %s".formatted(count(state), word));
        }
      }
      return others.toString();
    }

    private String next() {
      return count(State.FINISHED) == outcomes.size()
          ? "Next: "
              + ShellCommand.of(
                  "sample", "--model", outcomes.get(0).directory(), "--out", "samples.png")
          : "To resume, run the same command again; it skips finished runs";
    }

    private long count(State state) {
      return outcomes.stream().filter(outcome -> outcome.state() == state).count();
    }
  }

  private final SparkSession spark;
  private final Request request;
  private final Progress progress;
  private final Function<Throwable, RunFailure> explain;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicBoolean interrupted = new AtomicBoolean();

  /**
   * @param explain the failure to record for an error of a run
   */
  public SweepAction(
      SparkSession spark,
      Request request,
      Progress progress,
      Function<Throwable, RunFailure> explain) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
    this.explain = explain;
  }

  public Result execute() {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path out = Paths.of(request.out());
    SweepDirectory directory = new SweepDirectory(hadoop, out);
    directory.requireNothingElse();
    TrainingData data =
        TrainingData.open(spark, request.data(), request.runs().get(0).settings().data());
    List<SweepRun> runs = fitted(data);
    Set<String> begun = begun(directory, runs);
    SweepLedger ledger =
        SweepLedger.open(
            hadoop,
            out,
            runs,
            new SweepLedger.DataFacts(request.data(), data.title(), data.fingerprint()),
            request.order(),
            progress::note);

    SweepProgress shown = new SweepProgress(progress, runs.size(), request.parallel() > 1);
    List<Runnable> work = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      SweepRun run = runs.get(i);
      Progress own = shown.of(i + 1, run.name());
      work.add(() -> train(run, begun.contains(run.name()), ledger, own));
    }
    Interruption.Registration registration = Interruption.onStop(this::interrupt);
    try {
      perform(work);
    } finally {
      registration.close();
    }
    return new Result(
        request.out(), data.title(), ledger.outcomes(), interrupted.get(), ledger.json());
  }

  private void interrupt() {
    interrupted.set(true);
    stop.set(true);
  }

  /** The runs, completed from the data and the task slots; fails if any is impossible. */
  private List<SweepRun> fitted(TrainingData data) {
    List<SweepRun> fitting =
        request.runs().stream().map(run -> run.with(fitted(data, run.settings()))).toList();
    return TaskShare.of(spark.sparkContext(), fitting, request.parallel());
  }

  private static Settings fitted(TrainingData data, Settings settings) {
    TrainingData states =
        settings.visibleUnits().map(units -> DataFit.asStates(data, units)).orElse(data);
    return settings
        .forVisibleUnits(states.width(), states.states())
        .forTrainingRows(data.rows(TrainingData.Part.TRAIN));
  }

  private Set<String> begun(SweepDirectory directory, List<SweepRun> runs) {
    Set<String> begun = new HashSet<>();
    if (!request.overwrite()) {
      for (SweepRun run : runs) {
        if (directory.hasBegun(run)) {
          begun.add(run.name());
        }
      }
    }
    return begun;
  }

  private void perform(List<Runnable> work) {
    ExecutorService threads = Executors.newFixedThreadPool(request.parallel());
    try {
      List<Future<?>> pending = new ArrayList<>();
      work.forEach(one -> pending.add(threads.submit(one)));
      for (Future<?> one : pending) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BoltzException(ExitCode.INTERRUPTED, "interrupted while runs were training", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof BoltzException ours
          ? ours
          : new IllegalStateException("a run failed without an outcome", e.getCause());
    } finally {
      stop.set(true);
      threads.shutdown();
    }
  }

  private void train(SweepRun run, boolean resume, SweepLedger ledger, Progress own) {
    if (stop.get()) {
      return;
    }
    Optional<SweepOutcome> before = request.overwrite() ? Optional.empty() : finished(run, ledger);
    if (before.isPresent()) {
      own.note("already finished");
      ledger.record(before.get());
      return;
    }
    SweepOutcome outcome = ledger.of(run);
    try {
      TrainAction.Request training =
          new TrainAction.Request(
              request.data(),
              outcome.directory(),
              run.settings(),
              resume,
              request.overwrite(),
              OptionalInt.empty());
      TrainAction.Result trained =
          new TrainAction(spark, training, own).resumedBy("the same sweep").execute();
      ledger.record(outcome.ended(trained.result()));
      if (trained.exitCode() == ExitCode.INTERRUPTED) {
        interrupt();
      }
    } catch (Exception | OutOfMemoryError e) {
      RunFailure why = explain.apply(e);
      own.finish("failed: " + why.message());
      ledger.record(outcome.failed(why));
      if (spark.sparkContext().isStopped()) {
        stop.set(true); // no other run could succeed
      }
    }
  }

  /** An earlier outcome, if its model still exists. */
  private Optional<SweepOutcome> finished(SweepRun run, SweepLedger ledger) {
    return ledger.finishedBefore(run).filter(before -> isWhole(before, ledger.directoryOf(run)));
  }

  private boolean isWhole(SweepOutcome before, Path directory) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    try {
      String sha256 = RunDirectory.open(hadoop, directory).readModel().sha256();
      return sha256.equals(before.modelSha256());
    } catch (BoltzException missingOrDamaged) {
      return false;
    }
  }
}
