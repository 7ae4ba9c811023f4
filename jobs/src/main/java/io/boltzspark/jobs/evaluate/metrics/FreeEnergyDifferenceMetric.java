package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.evaluation.RowScores;
import io.boltzspark.jobs.evaluate.samples.SampleSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The mean free energy of rows less that of samples, the loss whose gradient contrastive divergence
 * follows: {@code E[F(v)]} over data minus that over the machine. 0 where both have the same mean;
 * that alone does not make them alike.
 */
final class FreeEnergyDifferenceMetric extends SampleMetric {
  FreeEnergyDifferenceMetric() {
    super("free-energy-difference", MANY_SWEEPS);
  }

  @Override
  public String reasonNot(Subject subject) {
    return new FreeEnergyMetric().reasonNot(subject);
  }

  @Override
  void measure(
      Subject subject, SampleSource.Drawn samples, Map<String, Object> json, List<String> lines) {
    RowMean drawn =
        RowMean.of(
            subject.model().machine().freeEnergy(samples.visible(), subject.model().parameters()));
    json.put("mean_of_samples", MetricResult.finite(drawn.mean()));
    json.put("standard_error_of_samples", MetricResult.finite(drawn.standardError()));
    lines.add(
        String.format(
            Locale.ROOT,
            "%s, samples: %.2f (%d sweeps)",
            FreeEnergyMetric.words(subject),
            drawn.mean(),
            samples.sweeps()));
    for (Map.Entry<Part, RowMean> entry : subject.means(RowScores.FREE_ENERGY).entrySet()) {
      String word = entry.getKey().name().toLowerCase(Locale.ROOT);
      double difference = entry.getValue().mean() - drawn.mean();
      double error = Math.hypot(entry.getValue().standardError(), drawn.standardError());
      Map<String, Object> one = new LinkedHashMap<>();
      entry.getValue().putRows(one);
      one.put("value", MetricResult.finite(difference));
      one.put("standard_error", MetricResult.finite(error));
      json.put(word, one);
      String within = Double.isFinite(error) ? String.format(Locale.ROOT, " +- %.2f", error) : "";
      lines.add(
          String.format(
              Locale.ROOT,
              "free energy, %s less samples: %+.2f%s (below 0: the machine prefers data to its own"
                  + " samples)",
              word,
              difference,
              within));
    }
  }
}
