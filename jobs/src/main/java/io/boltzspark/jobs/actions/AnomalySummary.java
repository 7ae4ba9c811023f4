package io.boltzspark.jobs.actions;

import io.boltzspark.evaluation.RocArea;
import io.boltzspark.jobs.console.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;

/**
 * Free energies that were written, and how well they tell odd rows.
 *
 * @param model as it was named
 * @param data title of the set
 * @param out where they are
 * @param rows of each part, by its directory's name
 * @param exact whether they are free energies, rather than upper bounds by mean field
 * @param oddLabels labels of rows that should score high; empty: none were named
 * @param areas by part, of those that have rows of both kinds
 * @param seconds wall time
 */
public record AnomalySummary(
    String model,
    String data,
    String out,
    Map<String, Long> rows,
    boolean exact,
    SortedSet<Integer> oddLabels,
    Map<String, RocArea> areas,
    double seconds)
    implements ActionResult {

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model);
    json.put("data", data);
    json.put("out", out);
    json.put("rows", rows);
    json.put("exact", exact);
    json.put("odd_labels", List.copyOf(oddLabels));
    Map<String, Object> byPart = new LinkedHashMap<>();
    areas.forEach((part, area) -> byPart.put(part, json(area)));
    json.put("area_under_roc", oddLabels.isEmpty() ? null : byPart);
    json.put("seconds", seconds);
    return json;
  }

  private static Map<String, Object> json(RocArea area) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("area", area.area());
    json.put("standard_error", hasError(area) ? area.standardError() : null);
    json.put("odd_rows", area.odd());
    json.put("normal_rows", area.normal());
    return json;
  }

  private static boolean hasError(RocArea area) {
    return Double.isFinite(area.standardError());
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s under %s for %s: %s"
            .formatted(
                exact ? "free energies" : "upper bounds of free energies",
                model,
                data,
                RowCounts.text(rows)));
    TextTable table = new TextTable().left("").left("");
    areas.forEach((part, area) -> table.row(part, text(area)));
    lines.addAll(table.lines());
    lines.add(String.format(Locale.ROOT, "in %s (%.1f s)", out, seconds));
    return lines;
  }

  private String text(RocArea area) {
    return String.format(
        Locale.ROOT,
        "area under the ROC curve %.4f%s: %d rows with the label %s against %d others",
        area.area(),
        hasError(area) ? String.format(Locale.ROOT, " +- %.4f", area.standardError()) : "",
        area.odd(),
        oddLabels.stream().map(String::valueOf).collect(Collectors.joining(" or ")),
        area.normal());
  }
}
