package io.boltzspark.jobs.retrain;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.retrain.registry.Registry;
import io.boltzspark.jobs.retrain.registry.RunFolder;
import io.boltzspark.jobs.retrain.registry.Stage;
import io.boltzspark.store.RunLock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Takes in new data, trains a challenger, and makes it the champion if it is better. */
public final class RetrainAction {
  private final SparkSession spark;
  private final RetrainSpec spec;
  private final Optional<String> runId;
  private final Progress progress;
  private final Consumer<Stage> afterStage;

  /**
   * @param runId a run to start, resume or report; empty: see {@link RunChoice}
   */
  public RetrainAction(
      SparkSession spark, RetrainSpec spec, Optional<String> runId, Progress progress) {
    this(spark, spec, runId, progress, stage -> {});
  }

  /**
   * @param afterStage called when a stage is done and recorded
   */
  RetrainAction(
      SparkSession spark,
      RetrainSpec spec,
      Optional<String> runId,
      Progress progress,
      Consumer<Stage> afterStage) {
    this.spark = spark;
    this.spec = spec;
    this.runId = runId;
    this.progress = progress;
    this.afterStage = afterStage;
  }

  /**
   * The result of the run with this id, if it has ended; changes nothing.
   *
   * @throws BoltzException USAGE when the id is not a valid name, and as {@link
   *     Registry#openOrEmpty}
   */
  public static Optional<RetrainResult> ended(
      Configuration hadoop, RetrainSpec spec, String runId) {
    return ended(Registry.openOrEmpty(hadoop, spec.registry().directory()).run(runId));
  }

  private static Optional<RetrainResult> ended(RunFolder run) {
    return run.record().map(record -> new RetrainResult(record, true));
  }

  /**
   * Runs to a recorded outcome; a later call with the same id reports it and does nothing.
   *
   * @throws BoltzException OUTPUT_EXISTS when another process holds the registry for longer than
   *     {@code lock.wait}; and for problems after whose fix the same command resumes the run
   */
  public RetrainResult execute() {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Registry registry = Registry.openOrEmpty(hadoop, spec.registry().directory());
    Optional<RetrainResult> before = runId.map(registry::run).flatMap(RetrainAction::ended);
    if (before.isPresent()) {
      return before.get();
    }
    Deliveries deliveries = new Deliveries(hadoop, spec, Optional.of(spark));
    deliveries.complete(); // fails before anything is written
    registry.create();
    try (RunLock lock =
        registry.lock(spec.registry().lockWait(), Registry.LONGER_WAIT, progress::note)) {
      RunFolder run =
          runId.map(registry::run).orElseGet(() -> RunChoice.of(registry, spec, Instant.now()));
      Optional<RetrainResult> meanwhile = ended(run);
      if (meanwhile.isPresent()) {
        return meanwhile.get();
      }
      Attempt attempt = new Attempt(spec, registry, run, deliveries, progress);
      RetrainStages stages = new RetrainStages(spark, attempt);
      RetrainReport report = new RetrainReport(spark, registry, progress);
      return new RetrainRun(attempt, stages, lock, report, afterStage).perform();
    }
  }
}
