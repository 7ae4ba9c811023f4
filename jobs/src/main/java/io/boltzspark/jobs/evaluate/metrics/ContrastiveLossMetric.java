package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.evaluation.ContrastiveLoss;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.settings.DescribedSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@link ContrastiveLoss} by as many sweeps as the training of the model made. */
final class ContrastiveLossMetric implements Metric {
  @Override
  public String name() {
    return "contrastive-loss";
  }

  /** A reconstruction has labels, so its rows need them as well. */
  @Override
  public String reasonNot(Subject subject) {
    String reason = new FreeEnergyMetric().reasonNot(subject);
    return reason.isEmpty() ? new ReconstructionErrorMetric().reasonNot(subject) : reason;
  }

  private static int sweeps(Subject subject) {
    return DescribedSettings.of(subject.model().description()).sweeps().orElse(1);
  }

  @Override
  public MetricResult measure(Subject subject, Progress progress) {
    int sweeps = sweeps(subject);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sweeps", sweeps);
    List<String> lines = new ArrayList<>();
    subject
        .means(new ContrastiveLoss(sweeps))
        .forEach(
            (part, mean) -> {
              String word = part.name().toLowerCase(Locale.ROOT);
              Map<String, Object> one = new LinkedHashMap<>();
              mean.putRows(one);
              one.put("value", MetricResult.finite(mean.mean()));
              one.put("standard_error", MetricResult.finite(mean.standardError()));
              json.put(word, one);
              String error =
                  Double.isFinite(mean.standardError())
                      ? String.format(Locale.ROOT, " +- %.2f", mean.standardError())
                      : "";
              lines.add(
                  String.format(
                      Locale.ROOT,
                      "contrastive loss, %s: %.2f%s (free energy of rows less that of their"
                          + " reconstructions by %d sweeps; does not rank models)",
                      word,
                      mean.mean(),
                      error,
                      sweeps));
            });
    return new MetricResult(json, lines, List.of());
  }
}
