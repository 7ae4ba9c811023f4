package io.boltzspark.jobs.metrics;

import io.boltzspark.engine.TrainingData.Part;
import io.boltzspark.evaluation.RowScores;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The pseudo-log-likelihood as its stochastic estimate from one unit a row. */
final class PseudoLogLikelihoodMetric implements Metric {
  @Override
  public String name() {
    return "pseudo-log-likelihood";
  }

  @Override
  public String reasonNot(Subject subject) {
    BoltzmannMachine machine = subject.model().machine();
    List<UnitSpec> visible = machine.spec().layers().get(0);
    if (!machine.isRestricted()) {
      return "it needs a free energy in closed form, which more than one hidden layer do not have";
    }
    if (visible.size() != 1 || visible.get(0).type() != UnitType.BERNOULLI) {
      return "it is defined here for bernoulli visible units alone";
    }
    return new FreeEnergyMetric().reasonNot(subject);
  }

  @Override
  public MetricResult measure(Subject subject, Progress progress) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("estimate", "one unit a row");
    List<String> lines = new ArrayList<>();
    Map<Part, RowMean> means = subject.means(RowScores.PSEUDO_LOG_LIKELIHOOD);
    means.forEach(
        (part, mean) -> {
          String word = part.name().toLowerCase(Locale.ROOT);
          json.put(word, MetricResult.finite(mean.mean()));
          lines.add(
              String.format(
                  Locale.ROOT,
                  "pseudo-log-likelihood, %s: %.2f (one unit a row; can rise while the likelihood"
                      + " falls)",
                  word,
                  mean.mean()));
        });
    return new MetricResult(json, lines, List.of());
  }
}
