package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.evaluation.PseudoLikelihood;
import io.boltzspark.evaluation.RowScores;
import io.boltzspark.jobs.console.MonitorNames;
import io.boltzspark.jobs.console.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The pseudo-log-likelihood: exact, from all units of a row, or the one-unit estimate of it, {@link
 * PseudoLikelihood}.
 */
final class PseudoLogLikelihoodMetric implements Metric {
  private final boolean exact;

  /**
   * @param exact whether all units of a row are counted
   */
  PseudoLogLikelihoodMetric(boolean exact) {
    this.exact = exact;
  }

  @Override
  public String name() {
    return exact ? "exact-pseudo-log-likelihood" : "pseudo-log-likelihood";
  }

  @Override
  public String reasonNot(Subject subject) {
    return PseudoLikelihood.reasonNot(subject.model().machine());
  }

  @Override
  public MetricResult measure(Subject subject, Progress progress) {
    String words = MonitorNames.words(name().replace('-', '_'));
    boolean all = exact || PseudoLikelihood.hasAllTermsAtOnce(subject.model().machine());
    String how = all ? "all units of a row" : "one random unit of each row";
    progress.start(words, 0);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("estimate", how);
    List<String> lines = new ArrayList<>();
    Map<Part, RowMean> means =
        subject.means(
            exact ? RowScores.EXACT_PSEUDO_LOG_LIKELIHOOD : RowScores.PSEUDO_LOG_LIKELIHOOD);
    means.forEach(
        (part, mean) -> {
          String word = part.name().toLowerCase(Locale.ROOT);
          json.put(word, rows(mean));
          String error =
              Double.isFinite(mean.standardError())
                  ? String.format(Locale.ROOT, " +- %.2f", mean.standardError())
                  : "";
          lines.add(
              String.format(
                  Locale.ROOT,
                  "%s, %s: %.2f%s (from %s; can rise while the likelihood falls)",
                  words,
                  word,
                  mean.mean(),
                  error,
                  how));
        });
    return new MetricResult(json, lines, List.of());
  }

  private static Map<String, Object> rows(RowMean mean) {
    Map<String, Object> json = new LinkedHashMap<>();
    mean.putRows(json);
    json.put("mean", MetricResult.finite(mean.mean()));
    json.put("standard_error", MetricResult.finite(mean.standardError()));
    return json;
  }
}
