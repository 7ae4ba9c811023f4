package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.engine.data.TrainingData.Part;
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
 */
public record MetricResult(
    Map<String, Object> json,
    List<String> lines,
    List<String> warnings,
    Map<Part, RowLikelihood> likelihoods) {
  public MetricResult {
    likelihoods = Collections.unmodifiableMap(new LinkedHashMap<>(likelihoods));
    lines = List.copyOf(lines);
    warnings = List.copyOf(warnings);
  }

  /** A result without likelihoods. */
  public MetricResult(Map<String, Object> json, List<String> lines, List<String> warnings) {
    this(json, lines, warnings, Map.of());
  }

  /** A number as JSON can hold it. */
  static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
