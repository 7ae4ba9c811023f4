package io.boltzspark.jobs.evaluate.metrics;

import java.util.List;
import java.util.Map;

/**
 * What was measured.
 *
 * @param json everything, for programs; numbers that are not finite are null
 * @param lines what matters, for people
 * @param warnings why something should not be trusted
 */
public record MetricResult(Map<String, Object> json, List<String> lines, List<String> warnings) {
  public MetricResult {
    lines = List.copyOf(lines);
    warnings = List.copyOf(warnings);
  }

  /** A number as JSON can hold it. */
  static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
