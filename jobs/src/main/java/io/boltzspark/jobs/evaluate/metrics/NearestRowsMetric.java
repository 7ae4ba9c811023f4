package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.evaluation.neighbours.DistanceSummary;
import io.boltzspark.jobs.evaluate.samples.SampleSource;
import io.boltzspark.math.Matrix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The distance to the nearest training row, of samples and of rows not trained on. Samples that are
 * nearer than such rows, or coincide with training rows more often, show memorisation. Distances
 * are between visible states, so those of real values are in their scales.
 */
final class NearestRowsMetric extends SampleMetric {
  NearestRowsMetric() {
    super("nearest-rows", MANY_SWEEPS);
  }

  @Override
  public boolean needsMachine() {
    return false;
  }

  @Override
  public String reasonNot(Subject subject) {
    return subject.comparedRows(Part.TRAIN) < 1 ? "the data has no training rows" : "";
  }

  @Override
  void measure(
      Subject subject, SampleSource.Drawn samples, Map<String, Object> json, List<String> lines) {
    json.put("train_rows", subject.rows().count(Part.TRAIN, subject.limit()));
    add(subject, "samples", "of samples", samples.visible(), json, lines);
    subject
        .heldOut()
        .ifPresent(
            part -> {
              String word = part.name().toLowerCase(Locale.ROOT);
              Matrix rows = subject.firstRows(part, subject.comparedRows(part));
              add(subject, word, "of " + word + " rows", rows, json, lines);
            });
  }

  private static void add(
      Subject subject,
      String key,
      String words,
      Matrix states,
      Map<String, Object> json,
      List<String> lines) {
    DistanceSummary summary =
        DistanceSummary.of(subject.rows().nearest(Part.TRAIN, subject.limit(), states));
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("count", summary.count());
    one.put("coinciding", summary.coinciding());
    one.put("quantile_01", MetricResult.finite(summary.lowest()));
    one.put("quantile_05", MetricResult.finite(summary.low()));
    one.put("median", MetricResult.finite(summary.median()));
    json.put("from_" + key, one);
    lines.add(
        String.format(
            Locale.ROOT,
            "distance%s %s to the nearest training row: median %.3f, 5 %% below %.3f, 1 %% below"
                + " %.3f; %,d of %,d coincide with one",
            subject.isMachine() && subject.model().hasDensity() ? " in scales" : "",
            words,
            summary.median(),
            summary.low(),
            summary.lowest(),
            summary.coinciding(),
            summary.count()));
  }
}
