package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.evaluation.partition.BracketTrust;
import io.boltzspark.evaluation.partition.BracketTrust.Side;
import io.boltzspark.evaluation.partition.ChainWeights;
import io.boltzspark.evaluation.partition.LogPartitionEstimate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The log Z of one method.
 *
 * @param key of the method in JSON
 * @param words for the method
 * @param value in nats; NaN if none was found
 * @param lower three standard errors down; the value where it is exact
 * @param upper three standard errors up
 * @param chains from which it was estimated; empty where it is exact
 */
record LogPartitionValue(
    String key, String words, double value, double lower, double upper, Optional<Chains> chains) {

  /** The chains of an estimate. */
  record Chains(Side side, ChainWeights weights) {}

  static LogPartitionValue exact(String words, double value) {
    return new LogPartitionValue("exact", words, value, value, value, Optional.empty());
  }

  static LogPartitionValue estimated(String key, String words, Side side, ChainWeights weights) {
    LogPartitionEstimate estimate = weights.estimate();
    return new LogPartitionValue(
        key,
        words,
        estimate.logPartition(),
        estimate.lower(),
        estimate.upper(),
        Optional.of(new Chains(side, weights)));
  }

  /** What the estimates among some values say about each other. */
  static BracketTrust trust(List<LogPartitionValue> values) {
    Map<Side, ChainWeights> sides = new EnumMap<>(Side.class);
    for (LogPartitionValue value : values) {
      value.chains().ifPresent(chains -> sides.put(chains.side(), chains.weights()));
    }
    return BracketTrust.of(sides);
  }

  boolean isExact() {
    return chains.isEmpty();
  }

  /** Whether this is an estimate of this side. */
  boolean isOf(Side side) {
    return chains.isPresent() && chains.get().side() == side;
  }

  /**
   * @param trust in all values of the bracket
   */
  Map<String, Object> json(BracketTrust trust) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("value", MetricResult.finite(value));
    chains.ifPresent(
        found -> {
          LogPartitionEstimate estimate = found.weights().estimate();
          json.put("lower", MetricResult.finite(lower));
          json.put("upper", MetricResult.finite(upper));
          json.put("chains", estimate.chains());
          json.put("effective_sample_size", MetricResult.finite(estimate.effectiveSampleSize()));
          json.put("relative_standard_error", MetricResult.finite(estimate.standardError()));
          json.put("trusted", trust.isTrusted(found.side()));
        });
    return json;
  }

  /** Such as {@code log Z 1073.21 (1073.05 to 1073.34) by annealed importance sampling}. */
  String line() {
    if (isExact()) {
      return String.format(Locale.ROOT, "log Z %.4f, exact, by %s", value, words);
    }
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "log Z %.3f (%.3f to %.3f) by %s", value, lower, upper, words)
        : "log Z unknown by " + words;
  }
}
