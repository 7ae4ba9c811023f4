package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.evaluation.partition.LogPartitionEstimate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The log Z of one method.
 *
 * @param key of the method in JSON
 * @param words for the method
 * @param value in nats
 * @param lower three standard errors down; the value where it is exact
 * @param upper three standard errors up
 * @param facts more for JSON
 * @param warning empty if it can be trusted
 */
record LogPartitionValue(
    String key,
    String words,
    double value,
    double lower,
    double upper,
    Map<String, Object> facts,
    String warning) {

  static LogPartitionValue exact(String words, double value) {
    return new LogPartitionValue("exact", words, value, value, value, Map.of(), "");
  }

  static LogPartitionValue estimated(
      String key, String words, LogPartitionEstimate estimate, Map<String, Object> how) {
    Map<String, Object> facts = new LinkedHashMap<>(how);
    facts.put("chains", estimate.chains());
    facts.put("effective_sample_size", MetricResult.finite(estimate.effectiveSampleSize()));
    facts.put("relative_standard_error", MetricResult.finite(estimate.standardError()));
    facts.put("trusted", estimate.isTrusted());
    return new LogPartitionValue(
        key,
        words,
        estimate.logPartition(),
        estimate.lower(),
        estimate.upper(),
        facts,
        estimate.warning());
  }

  boolean isExact() {
    return key.equals("exact");
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("value", MetricResult.finite(value));
    if (!isExact()) {
      json.put("lower", MetricResult.finite(lower));
      json.put("upper", MetricResult.finite(upper));
    }
    json.putAll(facts);
    return json;
  }

  /** Such as {@code log Z 1073.21 (1073.05 to 1073.34) by annealed importance sampling}. */
  String line() {
    return isExact()
        ? String.format(Locale.ROOT, "log Z %.4f, exact, by %s", value, words)
        : String.format(Locale.ROOT, "log Z %.3f (%.3f to %.3f) by %s", value, lower, upper, words);
  }
}
