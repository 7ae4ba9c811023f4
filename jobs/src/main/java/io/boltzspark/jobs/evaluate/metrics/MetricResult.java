package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.jobs.actions.KeptMeasures;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a metric.
 *
 * @param json all results, for programs; numbers that are not finite are null
 * @param lines the main results, for people
 * @param warnings reasons not to trust a result
 * @param likelihoods of the parts of the data, if these were measured; otherwise empty
 * @param settings that the results were made with, by their options' names
 */
public record MetricResult(
    Map<String, Object> json,
    List<String> lines,
    List<String> warnings,
    Map<Part, RowLikelihood> likelihoods,
    Map<String, Object> settings) {
  public MetricResult {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    likelihoods = Collections.unmodifiableMap(new LinkedHashMap<>(likelihoods));
    lines = List.copyOf(lines);
    warnings = List.copyOf(warnings);
  }

  /** A result without likelihoods. */
  public MetricResult(Map<String, Object> json, List<String> lines, List<String> warnings) {
    this(json, lines, warnings, Map.of(), Map.of());
  }

  /** The same, made with these settings. */
  public MetricResult madeWith(Map<String, Object> used) {
    return new MetricResult(json, lines, warnings, likelihoods, used);
  }

  /** All that is kept of it. Settings and warnings live as long as the results. */
  public Map<String, Object> kept() {
    Map<String, Object> kept = new LinkedHashMap<>(json);
    kept.put(KeptMeasures.SETTINGS, settings);
    kept.put(KeptMeasures.WARNINGS, warnings);
    return kept;
  }

  /** A number as JSON can hold it. */
  static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
