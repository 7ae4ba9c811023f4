package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.evaluation.RowScores;
import io.boltzspark.evaluation.partition.BracketTrust;
import io.boltzspark.evaluation.partition.LogLikelihood;
import io.boltzspark.evaluation.partition.Normalisable;
import io.boltzspark.jobs.console.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The log-likelihood of rows, in nats a row: exact if the states of one side can be enumerated,
 * otherwise from log Z estimated from both sides; for a deep machine a lower bound.
 *
 * <p>Where visible units are real it is the logarithm of a density of the data's values, in their
 * own units; that of standardised values, from which it differs by {@code log_jacobian}, stands
 * beside it. {@code unnormalised} and log Z are of the machine, and so of standardised values:
 *
 * <pre>value = standardised + log_jacobian,    standardised = unnormalised - log Z</pre>
 */
final class LogLikelihoodMetric implements Metric {
  static final String NAME = "log-likelihood";

  /** Methods for log Z, each with its word on the command line. */
  enum Method {
    EXACT,
    AIS,
    REVERSE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Set<Method> asked;

  /**
   * @param asked methods for log Z; none: exact if possible, otherwise both estimates
   */
  LogLikelihoodMetric(Set<Method> asked) {
    this.asked = Set.copyOf(asked);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String reasonNot(Subject subject) {
    String reason = Normalisable.reasonNot(subject.model().machine(), subject.model().parameters());
    if (reason.isEmpty() && asked.contains(Method.EXACT)) {
      return new LogPartitionMethods(subject, Progress.silent()).reasonNotExact();
    }
    return reason;
  }

  @Override
  public MetricResult measure(Subject subject, Progress progress) {
    progress.start("scoring rows", 0);
    Map<Part, RowMean> rows = subject.means(RowScores.UNNORMALISED_LOG_LIKELIHOOD);
    List<LogPartitionValue> values = new LogPartitionMethods(subject, progress).values(asked);
    double logJacobian = subject.model().logJacobian();
    boolean exactRows = LogLikelihood.isExact(subject.model().machine());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("lower_bound", !exactRows);
    json.put("rows_drawn_from_grey_values", subject.rows().areDrawn());
    json.put("density", subject.model().hasDensity());
    json.put("log_jacobian", logJacobian);
    List<String> lines = new ArrayList<>();
    lines.add(
        (exactRows ? "log-likelihood" : "lower bound of the log-likelihood")
            + ", nats a row (higher is better)"
            + (subject.rows().areDrawn() ? "; rows drawn once from the grey values" : ""));
    BracketTrust trust = LogPartitionValue.trust(values);
    if (subject.model().hasDensity()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  a density of values in the data's own units: that of standardised values, and"
                  + " %+.2f (minus the logarithms of the scales)",
              logJacobian));
    }
    Map<String, Object> partitions = new LinkedHashMap<>();
    for (LogPartitionValue value : values) {
      partitions.put(value.key(), value.json(trust));
      lines.add("  " + value.line());
    }
    json.put("log_partition", partitions);
    json.put("trusted", trust.isTrusted());
    LikelihoodGap gap = LikelihoodGap.of(values, trust);
    if (gap.isKnown()) {
      json.put("gap", gap.nats());
      lines.add("  " + gap.line());
    }
    Map<Part, RowLikelihood> likelihoods = new LinkedHashMap<>();
    rows.forEach(
        (part, mean) -> likelihoods.put(part, RowLikelihood.of(mean, values, trust, logJacobian)));
    likelihoods.forEach(
        (part, found) -> {
          PartLikelihood one = new PartLikelihood(subject, part, found);
          json.put(one.key(), one.json());
          lines.add("  " + one.line());
        });
    List<String> warnings = trust.warnings().stream().map(text -> NAME + ": " + text).toList();
    return new MetricResult(json, lines, warnings, likelihoods, Map.of());
  }

  @Override
  public Map<String, Object> settings(Subject subject) {
    return new LogPartitionMethods(subject, Progress.silent()).settings(asked);
  }
}
