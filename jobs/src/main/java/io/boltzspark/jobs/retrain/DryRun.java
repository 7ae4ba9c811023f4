package io.boltzspark.jobs.retrain;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.retrain.RetrainSpec.Start;
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

/**
 * What a retraining would do now. Reads all new data, so that what is damaged shows, but prepares
 * none: how far it has drifted is not known before.
 *
 * @param plan what it would find
 * @param runId that it would have
 * @param goesOn whether that run was begun before
 * @param nextStage the first that is not done
 * @param reasonNot why it would not train, or empty
 * @param startsFrom the version whose parameters it would start from; empty: afresh
 * @param wouldDelete versions, if its own did not become the champion
 * @param wouldDeleteIfPromoted versions, if its own did
 * @param owner the process that has the registry now, in a sentence
 */
public record DryRun(
    RetrainPlan plan,
    RetrainSpec spec,
    String runId,
    boolean goesOn,
    Stage nextStage,
    String reasonNot,
    Optional<Integer> startsFrom,
    List<Integer> wouldDelete,
    List<Integer> wouldDeleteIfPromoted,
    Optional<String> owner)
    implements ActionResult {

  /**
   * Looks and writes nothing, not even a lock.
   *
   * @throws BoltzException what the run would fail with, or refuse, before it prepares anything
   */
  public static ActionResult of(Configuration hadoop, RetrainSpec spec, Optional<String> runId) {
    Optional<RetrainResult> ended = runId.flatMap(id -> RetrainAction.ended(hadoop, spec, id));
    if (ended.isPresent()) {
      return ended.get();
    }
    Registry registry = Registry.openOrEmpty(hadoop, spec.registry());
    RunFolder run =
        runId.map(registry::run).orElseGet(() -> RunChoice.of(registry, spec, Instant.now()));
    Optional<RetrainPlan> begun = run.stage(Stage.FIND).map(RetrainPlan::read);
    RetrainPlan plan =
        begun.orElseGet(
            () -> RetrainPlan.make(spec, registry, new Deliveries(hadoop, spec.data())));
    plan.requireSame(spec, run.id());
    String reasonNot =
        plan.isCurrent(registry, run.id())
            ? plan.reasonNot(spec.leastRows())
            : RetrainPlan.SUPERSEDED;
    boolean oneMore = reasonNot.isEmpty() && registry.versions().by(run.id()).isEmpty();
    return new DryRun(
        plan,
        spec,
        run.id(),
        begun.isPresent(),
        Arrays.stream(Stage.values())
            .filter(stage -> run.stage(stage).isEmpty())
            .findFirst()
            .orElse(Stage.PRUNE),
        reasonNot,
        spec.start() == Start.CHAMPION ? plan.champion() : Optional.empty(),
        wouldDelete(registry, spec.keptVersions(), oneMore, false),
        wouldDelete(registry, spec.keptVersions(), oneMore, true),
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
    json.put("run_id", runId);
    json.put("goes_on", goesOn);
    json.put("next_stage", nextStage.word());
    json.put("would_train", reasonNot.isEmpty());
    json.put("reason_not", reasonNot);
    json.put("champion", plan.champion().map(Names::ofVersion).orElse(null));
    json.put("starts_from", startsFrom.map(Names::ofVersion).orElse(null));
    json.put("new", plan.fresh().stream().map(Delivery::json).toList());
    json.put("all", plan.all().stream().map(Delivery::json).toList());
    json.put("would_delete", names(wouldDelete));
    json.put("would_delete_if_promoted", names(wouldDeleteIfPromoted));
    json.put("locked", owner.orElse(null));
    return json;
  }

  private static List<String> names(List<Integer> versions) {
    return versions.stream().map(Names::ofVersion).toList();
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s would be %s; nothing was changed"
            .formatted(runId, goesOn ? "gone on with, at its stage " + nextStage.word() : "begun"));
    owner.ifPresent(
        held ->
            lines.add(
                "  it would wait up to %d s (lock.wait): %s"
                    .formatted(spec.lockWait().toSeconds(), held)));
    for (Delivery delivery : plan.fresh()) {
      lines.add(
          "  new: %s, %,d rows, %,d test rows"
              .formatted(delivery.name(), delivery.rows(), delivery.testRows()));
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
    if (nextStage.compareTo(Stage.CHECK) <= 0) {
      lines.add(
          "  unless they have drifted by more than check.drift = %s, which is not known before"
              .formatted(spec.mostDrift()));
    }
    lines.add(
        "  training on %s, started %s"
            .formatted(
                RecordText.deliveries(plan.all().size()),
                startsFrom.map(v -> "from " + Names.ofVersion(v)).orElse("afresh")));
    lines.add(
        "  promoted "
            + plan.champion()
                .map(
                    v ->
                        "if better than %s by %s nats a row at least"
                            .formatted(Names.ofVersion(v), spec.margin()))
                .orElse("in any case, since there is no champion"));
  }

  private void addDeleted(List<String> lines) {
    if (wouldDelete.equals(wouldDeleteIfPromoted)) {
      if (!wouldDelete.isEmpty()) {
        lines.add("  versions deleted: " + String.join(", ", names(wouldDelete)));
      }
    } else {
      lines.add(
          "  versions deleted: %s if promoted, %s if not"
              .formatted(
                  wouldDeleteIfPromoted.isEmpty()
                      ? "none"
                      : String.join(", ", names(wouldDeleteIfPromoted)),
                  wouldDelete.isEmpty() ? "none" : String.join(", ", names(wouldDelete))));
    }
  }
}
