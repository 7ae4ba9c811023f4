package io.boltzspark.jobs.actions;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.jobs.metrics.MetricResult;
import io.boltzspark.jobs.metrics.RowLikelihood;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How good a model is.
 *
 * @param model as it was named
 * @param modelSha256 of its file, or empty where that is not known
 * @param machine its layers, such as {@code 784 bernoulli - 500 bernoulli}
 * @param data what it was compared with
 * @param fingerprint of that data
 * @param results by the metrics' names
 * @param skipped metrics that were not asked for by name and do not exist for this model, and why
 * @param file where this is kept, if it could be
 * @param seconds wall time
 */
public record EvaluationSummary(
    String model,
    String modelSha256,
    String machine,
    String data,
    String fingerprint,
    Map<String, MetricResult> results,
    Map<String, String> skipped,
    Optional<String> file,
    double seconds)
    implements ActionResult {

  /** The log-likelihood of a part of the data, if that was measured. */
  public Optional<RowLikelihood> likelihood(Part part) {
    return results.values().stream()
        .map(result -> result.likelihoods().get(part))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** Where it was written is known only afterwards. */
  EvaluationSummary in(String path) {
    return new EvaluationSummary(
        model,
        modelSha256,
        machine,
        data,
        fingerprint,
        results,
        skipped,
        Optional.of(path),
        seconds);
  }

  /**
   * What is measured now, and whatever else was measured before of the same model and data.
   *
   * @param earlier what {@link #json} was then
   */
  Map<String, Object> besides(Optional<JsonNode> earlier) {
    Map<String, Object> all = json();
    earlier
        .filter(old -> isSame(old, "model_sha256", all) && isSame(old, "data_fingerprint", all))
        .ifPresent(old -> old.properties().forEach(e -> all.putIfAbsent(e.getKey(), e.getValue())));
    return all;
  }

  private static boolean isSame(JsonNode old, String field, Map<String, Object> now) {
    return !old.path(field).asText().isEmpty() && old.path(field).asText().equals(now.get(field));
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model);
    json.put("model_sha256", modelSha256);
    json.put("machine", machine);
    json.put("data", data);
    json.put("data_fingerprint", fingerprint);
    List<String> warnings = new ArrayList<>();
    results.forEach(
        (name, result) -> {
          json.put(name.replace('-', '_'), result.json());
          warnings.addAll(result.warnings());
        });
    json.put("skipped", skipped);
    json.put("warnings", warnings);
    json.put("file", file.orElse(null));
    json.put("seconds", seconds);
    return json;
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(model + " (" + machine + ") on " + data);
    results.values().forEach(result -> lines.addAll(result.lines()));
    skipped.forEach((name, why) -> lines.add("no " + name + ": " + why));
    results.values().stream()
        .flatMap(result -> result.warnings().stream())
        .forEach(warning -> lines.add("WARNING: " + warning));
    lines.add(
        String.format(
            Locale.ROOT, "%s%.1f s", file.map(f -> "kept in " + f + "; ").orElse(""), seconds));
    return lines;
  }
}
