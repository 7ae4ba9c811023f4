package io.boltzspark.jobs.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.console.LastWord;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.retrain.registry.Names;
import io.boltzspark.jobs.retrain.registry.Registry;
import io.boltzspark.jobs.retrain.registry.RunFolder;
import io.boltzspark.jobs.retrain.registry.Stage;
import io.boltzspark.store.Json;
import io.boltzspark.store.RunLock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Takes a run through its stages to its record, resuming where an earlier attempt stopped. */
final class RetrainRun {
  private final RetrainSpec spec;
  private final Registry registry;
  private final RunFolder run;
  private final Deliveries deliveries;
  private final RetrainStages stages;
  private final RunLock lock;
  private final RetrainReport report;
  private final Progress progress;
  private final Consumer<Stage> afterStage;
  private final Map<String, Object> done = new LinkedHashMap<>();

  /**
   * @param lock of the registry
   * @param afterStage called when a stage is done and recorded
   */
  RetrainRun(
      Attempt attempt,
      RetrainStages stages,
      RunLock lock,
      RetrainReport report,
      Consumer<Stage> afterStage) {
    this.spec = attempt.spec();
    this.registry = attempt.registry();
    this.run = attempt.run();
    this.deliveries = attempt.deliveries();
    this.progress = attempt.progress();
    this.stages = stages;
    this.lock = lock;
    this.report = report;
    this.afterStage = afterStage;
  }

  /**
   * @throws BoltzException for problems after whose fix the same command resumes the run; a problem
   *     with the data is an outcome instead
   */
  RetrainResult perform() {
    String begun = Instant.now().toString();
    try {
      RetrainPlan plan =
          RetrainPlan.read(
              stage(Stage.FIND, () -> RetrainPlan.make(spec, registry, deliveries).json()));
      begun = plan.begun();
      plan.requireSame(spec, run.id());
      plan.waiting()
          .forEach((name, why) -> progress.note("%s is not complete: %s".formatted(name, why)));
      if (!plan.isCurrent(registry, run.id())) {
        return end(Outcome.SUPERSEDED, begun, RetrainPlan.SUPERSEDED);
      }
      String reasonNot = plan.reasonNot(spec.check().leastRows());
      return reasonNot.isEmpty() ? retrain(plan) : end(Outcome.NOTHING_NEW, begun, reasonNot);
    } catch (BoltzException e) {
      Optional<Outcome> outcome = outcomeOf(e);
      if (outcome.isEmpty()) {
        throw e;
      }
      return end(outcome.get(), begun, e.getMessage());
    }
  }

  private RetrainResult retrain(RetrainPlan plan) {
    JsonNode checked = stage(Stage.CHECK, () -> stages.check(plan));
    double drift = checked.path("drift").asDouble();
    if (drift > spec.check().mostDrift()) {
      return end(Outcome.DRIFTED, plan.begun(), drifted(drift, plan));
    }
    stage(Stage.PREPARE, () -> stages.prepare(plan));
    JsonNode trained = stage(Stage.TRAIN, () -> stages.train(plan));
    JsonNode evaluated = stage(Stage.EVALUATE, () -> stages.evaluate(plan));
    lock.requireHeld();
    JsonNode published = stage(Stage.PUBLISH, () -> stages.publish(plan, trained, evaluated));
    boolean promoted = published.path("promoted").asBoolean();
    return end(
        promoted ? Outcome.PROMOTED : Outcome.KEPT,
        plan.begun(),
        "%s %s: %s"
            .formatted(
                published.path("version").asText(),
                promoted
                    ? "is the champion"
                        + plan.champion().map(v -> " instead of " + Names.ofVersion(v)).orElse("")
                    : "is not the champion, "
                        + plan.champion().map(Names::ofVersion).orElse("none")
                        + " stays",
                evaluated.path("reason").asText()));
  }

  private String drifted(double drift, RetrainPlan plan) {
    String by =
        "by %.3f standard deviations, more than check.drift = %s"
            .formatted(drift, spec.check().mostDrift());
    if (spec.deliveries().depth() == 0) {
      return "the new rows of %s have drifted %s; inspect the table, then correct it, or increase check.drift"
          .formatted(spec.deliveries().source(), by);
    }
    return "the new rows of %s have drifted %s; inspect them, then remove faulty deliveries, add them by these names to data.exclude, or increase check.drift"
        .formatted(
            plan.fresh().stream()
                .map(delivery -> DeliveryPlaces.inExclude(delivery.name()))
                .collect(Collectors.joining(", ")),
            by);
  }

  /**
   * Runs a stage unless it is done; either way, returns the result that a later attempt would read.
   */
  private ObjectNode stage(Stage stage, Supplier<Map<String, Object>> work) {
    if (run.stage(stage).isEmpty()) {
      progress.note("%s: %s".formatted(run.id(), stage.word()));
      long start = System.nanoTime();
      Map<String, Object> result = new LinkedHashMap<>(work.get());
      result.put("seconds", (System.nanoTime() - start) / 1e9);
      run.writeStage(stage, result);
    }
    ObjectNode result = run.stage(stage).orElseThrow();
    done.put(stage.word(), Json.toMap(result));
    afterStage.accept(stage);
    return result;
  }

  /** The outcome that an error decides; empty where the same run may still succeed. */
  private Optional<Outcome> outcomeOf(BoltzException e) {
    if (LastWord.isOfSignal()) {
      return Optional.empty(); // Spark stops because of the signal, which says nothing of the data.
    }
    if (e.exitCode() == ExitCode.DIVERGED) {
      return Optional.of(Outcome.DIVERGED);
    }
    boolean ofData = !done.containsKey(Stage.PREPARE.word());
    return e.exitCode() == ExitCode.BAD_INPUT && ofData
        ? Optional.of(Outcome.REFUSED)
        : Optional.empty();
  }

  /** Writes the record last, since a run that has one is never resumed. */
  private RetrainResult end(Outcome outcome, String begun, String message) {
    lock.requireHeld();
    Set<Integer> chosen = new TreeSet<>();
    stage(
            Stage.PRUNE,
            () ->
                Map.of(
                    "versions",
                    Names.ofVersions(Pruning.toDelete(registry, spec.registry().keptVersions()))))
        .path("versions")
        .forEach(name -> chosen.add(Names.version(name.asText())));
    Pruning.prune(registry, run, chosen, spec.registry().keptVersions());
    // A version chosen by an attempt that died may have been promoted since.
    chosen.removeAll(registry.versions().all().keySet());
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("run_id", run.id());
    record.put("outcome", outcome.word());
    record.put("exit_code", outcome.exitCode().number());
    record.put("message", message);
    record.put("begun", begun);
    record.put("ended", Instant.now().toString());
    record.put("registry", registry.path().toString());
    record.put("champion", registry.promotions().champion().map(Names::ofVersion).orElse(null));
    record.put("deleted_versions", Names.ofVersions(chosen));
    record.put("stages", done);
    record.put("record", run.recordFile().toString());
    record.put("report", run.report().toString());
    report.write(run, record);
    run.writeRecord(record);
    return new RetrainResult(run.record().orElseThrow(), false);
  }
}
