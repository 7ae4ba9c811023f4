package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.engine.data.TrainingData.Part;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was measured.
 *
 * @param json everything, for programs; numbers that are not finite are null
 * @param lines what matters, for people
 * @param warnings why something should not be trusted
 * @param likelihoods of the parts of the data, where that is what was measured; else empty
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

  /** Of anything else than likelihoods. */
  public MetricResult(Map<String, Object> json, List<String> lines, List<String> warnings) {
    this(json, lines, warnings, Map.of());
  }

  /** A number as JSON can hold it. */
  static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
