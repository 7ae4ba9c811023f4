package io.boltzspark.engine.training;

import io.boltzspark.engine.KernelCheck;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.store.Checkpoint;
import io.boltzspark.store.CheckpointStore;
import io.boltzspark.store.MetricsLog;
import io.boltzspark.store.RunDirectory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the results of all stages of a training to its run directory: metrics, checkpoints and the
 * model; also records where the time goes.
 */
final class RunLog {
  private final RunDirectory run;
  private final CheckpointStore checkpoints;
  private final String identity;
  private final Map<String, Object> description;
  private final TrainingObserver observer;
  private final EpochPlan plan;
  private final long totalSteps;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private final long started = System.nanoTime();
  private long firstStep;
  private double secondsBefore;
  private Map<String, Object> metrics = Map.of();

  /**
   * @param identity SHA-256 of all inputs that affect the bytes
   * @param description facts for model and checkpoints
   * @param totalSteps number of steps of all stages
   */
  RunLog(
      RunDirectory run,
      String identity,
      Map<String, Object> description,
      TrainingObserver observer,
      EpochPlan plan,
      long totalSteps) {
    this.run = run;
    this.checkpoints = run.checkpoints(observer::note);
    this.identity = identity;
    this.description = description;
    this.observer = observer;
    this.plan = plan;
    this.totalSteps = totalSteps;
  }

  String identity() {
    return identity;
  }

  TrainingObserver observer() {
    return observer;
  }

  Optional<Checkpoint> newestCheckpoint() {
    return checkpoints.latest();
  }

  /** Resumes from a checkpoint. */
  void resume(Checkpoint checkpoint, KernelCheck kernels) {
    TrainingState.requireSame(identity, checkpoint);
    CheckpointFacts facts = new CheckpointFacts(checkpoint);
    firstStep = checkpoint.step();
    if (firstStep > totalSteps) {
      // Going on would record fewer epochs than the model has.
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "the run has made %d epochs already, more than learning.epochs = %d; omit --epochs, or train into another directory"
              .formatted(firstStep / plan.steps(), totalSteps / plan.steps()));
    }
    secondsBefore = facts.number("seconds");
    facts.within("metrics").filter(last -> !last.all().isEmpty()).ifPresent(this::takeMetrics);
    kernels.report("checkpoint of step " + firstStep, facts.text("blas_kernel"));
    if (!TrainingState.roundsAs(checkpoint)) {
      observer.note(
          "the checkpoint of step "
              + firstStep
              + " is of an earlier version, which rounded products in another way: the resumed run"
              + " is as good, but its model will not have the bytes of an unbroken run");
    }
  }

  private void takeMetrics(CheckpointFacts last) {
    last.whole("step", 0, firstStep);
    Map<String, Object> copy = new LinkedHashMap<>();
    last.all().forEach((key, value) -> copy.put(String.valueOf(key), value));
    metrics = copy;
  }

  /** Drops lines after the checkpoint, and notes anything unusual. */
  void begin(Limits limits) {
    run.steps().truncateAfter(firstStep, "");
    run.metrics().truncateAfter(lastMetricsStep(), String.valueOf(metrics.get("stage")));
    if (firstStep > 0 && firstStep >= limits.lastStep()) {
      observer.note(
          "nothing left to do: the run has made "
              + firstStep / plan.steps()
              + " epochs, and "
              + limits.lastStep() / plan.steps()
              + " are requested");
    }
    if (plan.batchSize() > plan.rows()) {
      observer.note(
          "learning.batch-size = "
              + plan.batchSize()
              + " exceeds the "
              + plan.rows()
              + " training rows: an epoch is a single step");
    }
  }

  /** The log of values of every step. */
  MetricsLog steps() {
    return run.steps();
  }

  /** The step of the last line of metrics; -1 without one. */
  long lastMetricsStep() {
    return metrics.isEmpty() ? -1 : ((Number) metrics.get("step")).longValue();
  }

  /** Nanoseconds since this part of the run began. */
  long elapsedNanos() {
    return System.nanoTime() - started;
  }

  long totalSteps() {
    return totalSteps;
  }

  void spend(String what, double amount) {
    seconds.merge(what, amount, Double::sum);
  }

  /** Adds each monitor's cost to that of earlier stages, and to the total of all monitors. */
  void spendOnMonitors(Map<String, Double> amounts) {
    spend(TrainingResult.MONITORS, 0);
    amounts.forEach(
        (name, amount) -> {
          spend(TrainingResult.MONITORS, amount);
          spend(TrainingResult.MONITORS + "." + name, amount);
        });
  }

  /** Appends a line of metrics. */
  void metrics(String stage, long step, Map<String, Object> values) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", step);
    line.put("epoch", (double) step / plan.steps());
    line.put("stage", stage);
    line.put("seconds", secondsBefore + elapsedNanos() / 1e9);
    line.putAll(values);
    run.metrics().append(line);
    metrics = line;
    observer.metrics(line);
  }

  /** Facts for a checkpoint at this point. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>(description);
    facts.put("seconds", secondsBefore + elapsedNanos() / 1e9);
    facts.put("metrics", metrics);
    return facts;
  }

  void checkpoint(Checkpoint checkpoint, int keep) {
    checkpoints.write(checkpoint);
    if (keep > 0) {
      checkpoints.prune(keep);
    }
  }

  TrainingResult finish(StageOutcome outcome, KernelCheck kernels, int tasks) {
    int epoch = (int) (outcome.step() / plan.steps());
    Map<String, Object> facts = new LinkedHashMap<>(description);
    facts.putAll(outcome.model());
    facts.put("step", outcome.step());
    facts.put("epoch", epoch);
    facts.putAll(outcome.training());
    facts.put("blas_kernels", List.copyOf(kernels.kernels()));
    facts.put("metrics", metrics);
    seconds.put("total", elapsedNanos() / 1e9);
    facts.put("time", Map.copyOf(seconds));
    String sha = run.writeModel(outcome.tensors(), facts);
    return new TrainingResult(
        outcome.ending(),
        outcome.step(),
        epoch,
        sha,
        metrics,
        outcome.stoppedEarly(),
        outcome.health(),
        Map.copyOf(seconds),
        tasks);
  }
}
