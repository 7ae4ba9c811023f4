package io.boltzspark.jobs.retrain.registry;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.console.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All versions of a registry, oldest first. */
record VersionTable(String registry, List<ListedVersion> versions) implements ActionResult {
  private static final int SHOWN_OF_SHA256 = 12;

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("registry", registry);
    json.put("versions", versions.stream().map(ListedVersion::json).toList());
    return json;
  }

  @Override
  public List<String> summary() {
    if (versions.isEmpty()) {
      return List.of(registry + " has no versions yet");
    }
    TextTable table =
        new TextTable()
            .left("")
            .left("version")
            .left("promoted at")
            .left("run")
            .left("log-likelihood")
            .right("rows", "%,d")
            .left("model SHA-256");
    versions.forEach(version -> table.row(cells(version)));
    List<String> lines = new ArrayList<>(table.lines());
    lines.add(
        "* the champion; log-likelihood in nats per row, on the rows held out when the version was"
            + " made");
    return lines;
  }

  private static Object[] cells(ListedVersion listed) {
    ModelVersion version = listed.version();
    String sha256 = version.training().modelSha256();
    return new Object[] {
      listed.isChampion() ? "*" : "",
      version.name(),
      listed.promotedAt().map(at -> at.replaceAll("\\.\\d+Z$", "Z")).orElse("-"),
      version.runId(),
      version.likelihood().text(),
      version.training().rows(),
      sha256.substring(0, Math.min(SHOWN_OF_SHA256, sha256.length()))
    };
  }
}
