package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.evaluation.RowScores;
import io.boltzspark.evaluation.partition.BracketTrust;
import io.boltzspark.evaluation.partition.LogLikelihood;
import io.boltzspark.evaluation.partition.Normalisable;
import io.boltzspark.jobs.console.Progress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The log-likelihood of rows, in nats a row: exact if the states of one side can be enumerated,
 * otherwise from log Z estimated from both sides; for a deep machine a lower bound.
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
    List<LogPartitionValue> values = values(new LogPartitionMethods(subject, progress));
    boolean exactRows = LogLikelihood.isExact(subject.model().machine());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("lower_bound", !exactRows);
    json.put("rows_drawn_from_grey_values", subject.rows().areDrawn());
    List<String> lines = new ArrayList<>();
    lines.add(
        (exactRows ? "log-likelihood" : "lower bound of the log-likelihood")
            + ", nats a row (higher is better)"
            + (subject.rows().areDrawn() ? "; rows drawn once from the grey values" : ""));
    BracketTrust trust = LogPartitionValue.trust(values);
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
    rows.forEach((part, mean) -> likelihoods.put(part, RowLikelihood.of(mean, values, trust)));
    likelihoods.forEach(
        (part, found) -> {
          String name = part.name().toLowerCase(Locale.ROOT);
          json.put(name, partJson(subject, part, found));
          lines.add("  " + partLine(name, found));
        });
    List<String> warnings = trust.warnings().stream().map(text -> NAME + ": " + text).toList();
    return new MetricResult(json, lines, warnings, likelihoods, Map.of());
  }

  @Override
  public Map<String, Object> settings(Subject subject) {
    if (chosen(new LogPartitionMethods(subject, Progress.silent())).equals(Set.of(Method.EXACT))) {
      return Map.of();
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("chains", subject.precision().chains());
    settings.put("temperatures", subject.precision().schedule().temperatures());
    settings.put("spacing", word(subject.precision().schedule().spacing()));
    settings.put("base", word(subject.precision().base()));
    settings.put("burn_in", subject.precision().sweeps());
    return settings;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private Set<Method> chosen(LogPartitionMethods methods) {
    if (!asked.isEmpty()) {
      return asked;
    }
    return methods.reasonNotExact().isEmpty()
        ? Set.of(Method.EXACT)
        : Set.of(Method.AIS, Method.REVERSE);
  }

  private List<LogPartitionValue> values(LogPartitionMethods methods) {
    List<LogPartitionValue> values = new ArrayList<>();
    for (Method method : EnumSet.copyOf(chosen(methods))) {
      switch (method) {
        case EXACT -> values.add(methods.exact());
        case AIS -> values.add(methods.annealed());
        case REVERSE -> values.addAll(methods.reversed());
      }
    }
    return values;
  }

  private static Map<String, Object> partJson(Subject subject, Part part, RowLikelihood found) {
    RowMean rows = found.rows();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", rows.rows());
    json.put("standard_error_of_rows", MetricResult.finite(rows.standardError()));
    json.put("unnormalised", MetricResult.finite(rows.mean()));
    json.put("lower", MetricResult.finite(found.lower()));
    json.put("upper", MetricResult.finite(found.upper()));
    for (RowLikelihood.Estimate estimate : found.estimates()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("value", MetricResult.finite(estimate.value()));
      if (!estimate.isExact()) {
        one.put("lower", MetricResult.finite(estimate.lower()));
        one.put("upper", MetricResult.finite(estimate.upper()));
      } else if (subject.rows().areDiscrete() && LogLikelihood.isExact(subject.model().machine())) {
        double entropy = subject.rows().empiricalEntropy(part, subject.limit());
        one.put("kl_divergence", MetricResult.finite(-estimate.value() - entropy));
      }
      json.put(estimate.method(), one);
    }
    return json;
  }

  private static String partLine(String part, RowLikelihood found) {
    RowMean rows = found.rows();
    String error =
        Double.isNaN(rows.standardError())
            ? ""
            : String.format(Locale.ROOT, ", +- %.2f for the choice of rows", rows.standardError());
    return String.format(
        Locale.ROOT, "%-5s %s (%,d rows%s)", part, found.text(), rows.rows(), error);
  }
}
