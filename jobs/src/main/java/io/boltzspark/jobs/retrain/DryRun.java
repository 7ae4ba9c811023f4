package io.boltzspark.jobs.retrain;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.retrain.registry.DataSummary;
import io.boltzspark.jobs.retrain.registry.Delivery;
import io.boltzspark.jobs.retrain.registry.Names;
import io.boltzspark.jobs.retrain.registry.Registry;
import io.boltzspark.jobs.retrain.registry.RunFolder;
import io.boltzspark.jobs.retrain.registry.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What a retraining would do now. Reads all new data, so that it reports damage, but does not
 * prepare it, so that its drift remains unknown.
 *
 * @param plan the plan that it would make
 * @param reasonNot why it would not train, or empty
 * @param owner the process that holds the registry now, as a sentence
 */
public record DryRun(
    RetrainSpec spec,
    RetrainPlan plan,
    Run run,
    String reasonNot,
    Deleted deleted,
    Optional<String> owner)
    implements ActionResult {

  /**
   * The run that would be started or resumed.
   *
   * @param goesOn whether it would be resumed
   * @param nextStage the first unfinished stage
   */
  record Run(String id, boolean goesOn, Stage nextStage) {}

  /**
   * Versions that it would delete.
   *
   * @param ifKept if the champion stays
   * @param ifPromoted if the challenger is promoted
   */
  record Deleted(List<Integer> ifKept, List<Integer> ifPromoted) {}

  /**
   * Whether there are tables.
   *
   * @throws BoltzException as {@link #of}
   */
  public static boolean needsSpark(Configuration hadoop, RetrainSpec spec) {
    return Registry.openOrEmpty(hadoop, spec.registry().directory())
            .watermark()
            .current()
            .flatMap(DataSummary::table)
            .isPresent()
        || new Deliveries(hadoop, spec, Optional.empty()).haveTables();
  }

  /**
   * Only reads: writes nothing, not even a lock.
   *
   * @throws BoltzException as the run would before it prepares anything, also where it would refuse
   *     the data
   */
  public static ActionResult of(Configuration hadoop, RetrainSpec spec, Optional<String> runId) {
    return of(hadoop, spec, runId, Optional.empty());
  }

  /**
   * The same where {@link #needsSpark}.
   *
   * @param spark to read tables with
   */
  public static ActionResult of(
      Configuration hadoop,
      RetrainSpec spec,
      Optional<String> runId,
      Optional<SparkSession> spark) {
    Optional<RetrainResult> ended = runId.flatMap(id -> RetrainAction.ended(hadoop, spec, id));
    if (ended.isPresent()) {
      return ended.get();
    }
    Registry registry = Registry.openOrEmpty(hadoop, spec.registry().directory());
    RunFolder run =
        runId.map(registry::run).orElseGet(() -> RunChoice.of(registry, spec, Instant.now()));
    Optional<RetrainPlan> begun = run.stage(Stage.FIND).map(RetrainPlan::read);
    RetrainPlan plan =
        begun.orElseGet(
            () -> RetrainPlan.make(spec, registry, new Deliveries(hadoop, spec, spark)));
    plan.requireSame(spec, run.id());
    String reasonNot =
        plan.isCurrent(registry, run.id())
            ? plan.reasonNot(spec.check().leastRows())
            : RetrainPlan.SUPERSEDED;
    boolean oneMore = reasonNot.isEmpty() && registry.versions().by(run.id()).isEmpty();
    Stage nextStage =
        Arrays.stream(Stage.values())
            .filter(stage -> run.stage(stage).isEmpty())
            .findFirst()
            .orElse(Stage.PRUNE);
    return new DryRun(
        spec,
        plan,
        new Run(run.id(), begun.isPresent(), nextStage),
        reasonNot,
        new Deleted(
            wouldDelete(registry, spec.registry().keptVersions(), oneMore, false),
            wouldDelete(registry, spec.registry().keptVersions(), oneMore, true)),
        registry.owner());
  }

  private static List<Integer> wouldDelete(
      Registry registry, int keep, boolean oneMore, boolean promoted) {
    return oneMore
        ? Pruning.toDeleteWithOneMore(registry, keep, promoted)
        : Pruning.toDelete(registry, keep);
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dry_run", true);
    json.put("run_id", run.id());
    json.put("goes_on", run.goesOn());
    json.put("next_stage", run.nextStage().word());
    json.put("would_train", reasonNot.isEmpty());
    json.put("reason_not", reasonNot);
    json.put("champion", plan.champion().map(Names::ofVersion).orElse(null));
    json.put("starts_from", plan.startsFrom(spec).map(Names::ofVersion).orElse(null));
    json.put("new", plan.fresh().stream().map(Delivery::json).toList());
    json.put("all", plan.all().stream().map(Delivery::json).toList());
    json.put("waiting", plan.waiting());
    json.put("would_delete", Names.ofVersions(deleted.ifKept()));
    json.put("would_delete_if_promoted", Names.ofVersions(deleted.ifPromoted()));
    json.put("locked", owner.orElse(null));
    return json;
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s would be %s; nothing was changed"
            .formatted(
                run.id(), run.goesOn() ? "resumed at stage " + run.nextStage().word() : "started"));
    owner.ifPresent(
        held ->
            lines.add(
                "  it would wait up to %d s (lock.wait): %s"
                    .formatted(spec.registry().lockWait().toSeconds(), held)));
    for (Delivery delivery : plan.fresh()) {
      lines.add(
          "  new: %s, %,d rows, %,d test rows"
              .formatted(delivery.name(), delivery.rows(), delivery.testRows()));
    }
    if (!plan.fresh().isEmpty()) {
      plan.waiting()
          .forEach((name, why) -> lines.add("  not complete: %s, %s".formatted(name, why)));
    }
    if (!reasonNot.isEmpty()) {
      lines.add("  no training: " + reasonNot);
    } else {
      addTraining(lines);
    }
    addDeleted(lines);
    return lines;
  }

  private void addTraining(List<String> lines) {
    if (run.nextStage().compareTo(Stage.CHECK) <= 0) {
      lines.add(
          "  provided that they drift by at most check.drift = %s, which only the run can measure"
              .formatted(spec.check().mostDrift()));
    }
    lines.add(
        "  training on %s, started %s"
            .formatted(
                RecordText.deliveries(plan.all().size()),
                plan.startsFrom(spec).map(v -> "from " + Names.ofVersion(v)).orElse("afresh")));
    lines.add(
        "  promoted "
            + plan.champion()
                .map(
                    v ->
                        "if better than %s by at least %s nats per row"
                            .formatted(Names.ofVersion(v), spec.comparison().margin()))
                .orElse("in any case, since there is no champion"));
  }

  private void addDeleted(List<String> lines) {
    if (deleted.ifKept().equals(deleted.ifPromoted())) {
      if (!deleted.ifKept().isEmpty()) {
        lines.add("  versions deleted: " + String.join(", ", Names.ofVersions(deleted.ifKept())));
      }
    } else {
      lines.add(
          "  versions deleted: %s if promoted, %s if not"
              .formatted(
                  deleted.ifPromoted().isEmpty()
                      ? "none"
                      : String.join(", ", Names.ofVersions(deleted.ifPromoted())),
                  deleted.ifKept().isEmpty()
                      ? "none"
                      : String.join(", ", Names.ofVersions(deleted.ifKept()))));
    }
  }
}
