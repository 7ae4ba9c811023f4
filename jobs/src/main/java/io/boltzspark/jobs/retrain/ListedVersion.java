package io.boltzspark.jobs.retrain;

import io.boltzspark.jobs.actions.ActionResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A version as it stands in its registry.
 *
 * @param promotedAt when it was last made the champion; empty: never
 * @param path where any command finds it as a run
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
    return List.of(
        version.name() + (isChampion ? ", the champion" : ""),
        line("path", path),
        line("run", version.runId()),
        line("created", version.created()),
        line("promoted", promotedAt.orElse("never")),
        line(
            "started from",
            version.training().startedFrom().map(Names::ofVersion).orElse("afresh")),
        line(
            "trained on",
            "%,d rows (%s)"
                .formatted(version.training().rows(), version.training().dataFingerprint())),
        line(
            "log-likelihood",
            "%s, of %,d rows held out then"
                .formatted(version.likelihood().textWithUnit(), version.likelihood().rows())),
        line("model SHA-256", version.training().modelSha256()));
  }

  private static String line(String name, String value) {
    return "  %-16s %s".formatted(name, value);
  }
}
