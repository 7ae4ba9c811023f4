package io.boltzspark.jobs.sweep;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.console.Interruption;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.train.TrainAction;
import io.boltzspark.jobs.train.TrainRequest;
import io.boltzspark.jobs.train.TrainSummary;
import io.boltzspark.store.RunDirectory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
 * would alone. A run that fails is noted and leaves the others be.
 */
public final class SweepAction {
  private final SparkSession spark;
  private final SweepRequest request;
  private final Progress progress;
  private final Function<Throwable, RunFailure> explain;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicBoolean interrupted = new AtomicBoolean();

  /**
   * @param explain what is to be said of an error of a run
   */
  public SweepAction(
      SparkSession spark,
      SweepRequest request,
      Progress progress,
      Function<Throwable, RunFailure> explain) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
    this.explain = explain;
  }

  public SweepSummary execute() {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path out = new Path(request.out());
    SweepDirectory directory = new SweepDirectory(hadoop, out);
    directory.requireNothingElse();
    TrainingData data = TrainingData.open(spark, request.data());
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
    return new SweepSummary(
        request.out(), data.title(), ledger.outcomes(), interrupted.get(), ledger.json());
  }

  private void interrupt() {
    interrupted.set(true);
    stop.set(true);
  }

  /** The runs with all that the data and the slots decide, refused here if any cannot be. */
  private List<SweepRun> fitted(TrainingData data) {
    List<SweepRun> fitting =
        request.runs().stream()
            .map(run -> run.with(run.settings().forVisibleUnits(data.width())))
            .toList();
    return TaskShare.of(spark.sparkContext(), fitting, request.parallel());
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
      throw new BoltzException(ExitCode.INTERRUPTED, "interrupted while runs were under way", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof BoltzException ours
          ? ours
          : new IllegalStateException("a run that was not noted", e.getCause());
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
      own.note("finished before");
      ledger.record(before.get());
      return;
    }
    SweepOutcome outcome = ledger.of(run);
    try {
      TrainRequest training =
          new TrainRequest(
              request.data(),
              outcome.directory(),
              run.settings(),
              resume,
              request.overwrite(),
              OptionalInt.empty());
      TrainSummary trained = new TrainAction(spark, training, own).execute();
      ledger.record(outcome.ended(trained.result()));
      if (trained.exitCode() == ExitCode.INTERRUPTED) {
        interrupt();
      }
    } catch (Exception | OutOfMemoryError e) {
      RunFailure why = explain.apply(e);
      own.finish("failed: " + why.message());
      ledger.record(outcome.failed(why));
      if (spark.sparkContext().isStopped()) {
        stop.set(true); // nothing else could run
      }
    }
  }

  /** An earlier outcome, if the model that it speaks of is still there. */
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
