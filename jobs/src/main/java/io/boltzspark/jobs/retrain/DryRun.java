package io.boltzspark.jobs.retrain;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.retrain.RetrainSpec.Start;
import java.time.Instant;
import java.util.ArrayList;
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
 * @param startsFrom the version whose parameters it would start from; empty: afresh
 * @param wouldDelete versions, if it made one
 */
public record DryRun(
    RetrainPlan plan,
    RetrainSpec spec,
    String runId,
    boolean goesOn,
    Optional<Integer> startsFrom,
    List<Integer> wouldDelete)
    implements ActionResult {

  /**
   * Looks and writes nothing, not even a lock.
   *
   * @throws BoltzException what the run would fail with, or refuse, before it prepares anything
   */
  public static ActionResult of(Configuration hadoop, RetrainSpec spec, Optional<String> runId) {
    Optional<RetrainSummary> ended = runId.flatMap(id -> RetrainAction.ended(hadoop, spec, id));
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
    return new DryRun(
        plan,
        spec,
        run.id(),
        begun.isPresent(),
        spec.start() == Start.CHAMPION ? plan.champion() : Optional.empty(),
        Pruning.toDelete(registry, spec.keptVersions() - 1));
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("dry_run", true);
    json.put("run_id", runId);
    json.put("goes_on", goesOn);
    json.put("would_train", reasonNot().isEmpty());
    json.put("reason_not", reasonNot());
    json.put("champion", plan.champion().map(Names::ofVersion).orElse(null));
    json.put("starts_from", startsFrom.map(Names::ofVersion).orElse(null));
    json.put("new", plan.fresh().stream().map(Delivery::json).toList());
    json.put("all", plan.all().stream().map(Delivery::json).toList());
    json.put("would_delete", wouldDelete.stream().map(Names::ofVersion).toList());
    return json;
  }

  private String reasonNot() {
    return plan.reasonNot(spec.leastRows());
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s would be %s; nothing was changed".formatted(runId, goesOn ? "gone on with" : "begun"));
    for (Delivery delivery : plan.fresh()) {
      lines.add(
          "  new: %s, %,d rows, %,d test rows"
              .formatted(delivery.name(), delivery.rows(), delivery.testRows()));
    }
    if (!reasonNot().isEmpty()) {
      lines.add("  no training: " + reasonNot());
      return lines;
    }
    lines.add(
        "  training on %d deliveries, started %s"
            .formatted(
                plan.all().size(),
                startsFrom.map(v -> "from " + Names.ofVersion(v)).orElse("afresh")));
    lines.add(
        "  promoted "
            + plan.champion()
                .map(
                    v ->
                        "if better than %s by %s nats a row at least"
                            .formatted(Names.ofVersion(v), spec.margin()))
                .orElse("in any case, since there is no champion"));
    if (!wouldDelete.isEmpty()) {
      lines.add("  versions deleted: " + wouldDelete.stream().map(Names::ofVersion).toList());
    }
    return lines;
  }
}
