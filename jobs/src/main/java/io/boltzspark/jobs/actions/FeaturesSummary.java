package io.boltzspark.jobs.actions;

import io.boltzspark.boltzmann.TrainingConfig;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.inference.ModelTables;
import io.boltzspark.evaluation.Classification;
import io.boltzspark.jobs.console.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Features that were written, and what they are worth.
 *
 * @param model as it was named
 * @param data title of the set
 * @param layer whose means they are
 * @param width how many a row has
 * @param out where they are
 * @param rows of each part, by its directory's name
 * @param classifiers errors, where they were asked for
 * @param seconds wall time
 */
public record FeaturesSummary(
    String model,
    String data,
    int layer,
    int width,
    String out,
    Map<String, Long> rows,
    Optional<Classifiers> classifiers,
    double seconds)
    implements ActionResult {

  /**
   * Softmax classifiers on the training rows and their errors.
   *
   * @param ofFeatures the one that saw the features, by part with labels
   * @param ofData the one that saw the data itself
   * @param config of both
   */
  public record Classifiers(
      Map<Part, Classification> ofFeatures,
      Map<Part, Classification> ofData,
      TrainingConfig config) {}

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model);
    json.put("data", data);
    json.put("layer", layer);
    json.put("width", width);
    json.put("out", out);
    json.put("rows", rows);
    json.put("classifier", classifiers.map(FeaturesSummary::json).orElse(null));
    json.put("seconds", seconds);
    return json;
  }

  private static Map<String, Object> json(Classifiers classifiers) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("epochs", classifiers.config().epochs());
    json.put("l2", classifiers.config().penalty().l2());
    json.put("features", json(classifiers.ofFeatures()));
    json.put("data", json(classifiers.ofData()));
    return json;
  }

  private static Map<String, Object> json(Map<Part, Classification> errors) {
    Map<String, Object> json = new LinkedHashMap<>();
    errors.forEach(
        (part, found) -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("rows", found.rows());
          one.put("errors", found.errors());
          one.put("error_rate", found.errorRate());
          json.put(ModelTables.directoryName(part), one);
        });
    return json;
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "means of the %d units of layer %d of %s for %s: %s"
            .formatted(width, layer, model, data, RowCounts.text(rows)));
    classifiers.ifPresent(found -> lines.addAll(table(found).lines()));
    lines.add(String.format(Locale.ROOT, "in %s (%.1f s)", out, seconds));
    lines.add("Next: boltz train --data %s --out runs/next".formatted(out));
    return lines;
  }

  private static TextTable table(Classifiers found) {
    TextTable table = new TextTable().left("softmax classifier, wrong %");
    found.ofFeatures().keySet().forEach(p -> table.right(ModelTables.directoryName(p), "%.2f"));
    return table
        .row(cells("  trained on these features", found.ofFeatures()))
        .row(cells("  trained on the data itself", found.ofData()));
  }

  private static Object[] cells(String name, Map<Part, Classification> errors) {
    List<Object> cells = new ArrayList<>(List.of(name));
    errors.values().forEach(found -> cells.add(100 * found.errorRate()));
    return cells.toArray();
  }
}
