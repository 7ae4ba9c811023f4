package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.evaluation.RowScores;
import io.boltzspark.jobs.console.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The difference between rows and their reconstructions by one sampled step up and down. */
final class ReconstructionErrorMetric implements Metric {
  @Override
  public String name() {
    return "reconstruction-error";
  }

  @Override
  public String reasonNot(Subject subject) {
    return subject.parts().stream()
        .filter(part -> subject.rows().unlabelled(part) > 0)
        .findFirst()
        .map(
            part ->
                "%d %s rows have no label, from which to reconstruct them"
                    .formatted(subject.rows().unlabelled(part), part.directoryName()))
        .orElse("");
  }

  @Override
  public MetricResult measure(Subject subject, Progress progress) {
    Map<String, Object> json = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    Map<Part, RowMean> means = subject.means(RowScores.SQUARED_RECONSTRUCTION_ERROR);
    means.forEach(
        (part, mean) -> {
          String word = part.name().toLowerCase(Locale.ROOT);
          double error = Math.sqrt(mean.mean());
          json.put(word, MetricResult.finite(error));
          lines.add(
              String.format(
                  Locale.ROOT,
                  "reconstruction error, %s: %.4f (0 is perfect, 1 a guess; does not rank models)",
                  word,
                  error));
        });
    return new MetricResult(json, lines, List.of());
  }
}
