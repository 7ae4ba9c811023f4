package io.boltzspark.jobs.retrain.registry;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.console.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A version as listed in its registry.
 *
 * @param promotedAt time at which it last became the champion; empty: never
 * @param path its location, which any command accepts as a run
 */
record ListedVersion(
    ModelVersion version, Optional<String> promotedAt, boolean isChampion, String path)
    implements ActionResult {

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>(version.json());
    json.put("promoted_at", promotedAt.orElse(null));
    json.put("champion", isChampion);
    json.put("path", path);
    return json;
  }

  @Override
  public List<String> summary() {
    TextTable facts = new TextTable(2).left("").left("");
    facts.row("path", path);
    facts.row("run", version.runId());
    facts.row("created", version.created());
    facts.row("promoted", promotedAt.orElse("never"));
    ModelVersion.Training training = version.training();
    facts.row("started from", training.startedFrom().map(Names::ofVersion).orElse("afresh"));
    facts.row("trained on", "%,d rows (%s)".formatted(training.rows(), training.dataFingerprint()));
    facts.row(
        "log-likelihood",
        "%s, on %,d rows held out at the time"
            .formatted(version.likelihood().textWithUnit(), version.likelihood().rows()));
    facts.row("model SHA-256", training.modelSha256());
    List<String> lines = new ArrayList<>();
    lines.add(version.name() + (isChampion ? ", the champion" : ""));
    lines.addAll(facts.lines());
    return lines;
  }
}
