package io.boltzspark.jobs.retrain;

import io.boltzspark.jobs.actions.ActionResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All versions of a registry, oldest first. */
record VersionTable(String registry, List<ListedVersion> versions) implements ActionResult {
  private static final int SHOWN_OF_SHA256 = 12;
  private static final List<String> HEADINGS =
      List.of("", "version", "promoted at", "run", "log-likelihood", "rows", "model SHA-256");

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
    List<List<String>> rows = new ArrayList<>(List.of(HEADINGS));
    versions.forEach(version -> rows.add(cells(version)));
    int[] widths = new int[HEADINGS.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = row.get(i);
        String pad = " ".repeat(widths[i] - cell.length());
        line.append(HEADINGS.get(i).equals("rows") ? pad + cell : cell + pad).append("  ");
      }
      lines.add(line.toString().stripTrailing());
    }
    lines.add(
        "* the champion; log-likelihood in nats a row, of the rows held out when it was made");
    return lines;
  }

  private static List<String> cells(ListedVersion listed) {
    ModelVersion version = listed.version();
    String sha256 = version.training().modelSha256();
    return List.of(
        listed.isChampion() ? "*" : " ",
        version.name(),
        listed.promotedAt().map(at -> at.replaceAll("\\.\\d+Z$", "Z")).orElse("-"),
        version.runId(),
        version.likelihood().text(),
        "%,d".formatted(version.training().rows()),
        sha256.substring(0, Math.min(SHOWN_OF_SHA256, sha256.length())));
  }
}
