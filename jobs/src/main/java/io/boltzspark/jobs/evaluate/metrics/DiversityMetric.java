package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.evaluation.sites.Diversity;
import io.boltzspark.jobs.evaluate.samples.SampleSource;
import io.boltzspark.math.Matrix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How different samples are from one another, and rows of each part, of which as many are taken as
 * there are samples at most. Their distances to training rows are those of {@link
 * NearestRowsMetric}.
 */
final class DiversityMetric extends SampleMetric {
  DiversityMetric() {
    super("diversity", MANY_SWEEPS);
  }

  @Override
  public String reasonNot(Subject subject) {
    return subject.model().hasDensity() ? "visible units of real values are never equal" : "";
  }

  @Override
  void measure(
      Subject subject, SampleSource.Drawn samples, Map<String, Object> json, List<String> lines) {
    add(subject, "of_samples", "samples", samples.visible(), json, lines);
    for (Part part : subject.parts()) {
      String word = part.name().toLowerCase(Locale.ROOT);
      Matrix rows = subject.firstRows(part, subject.comparedRows(part));
      add(subject, "of_" + word, word + " rows", rows, json, lines);
    }
  }

  private static void add(
      Subject subject,
      String key,
      String words,
      Matrix rows,
      Map<String, Object> json,
      List<String> lines) {
    Diversity diversity = Diversity.of(subject.sites(), rows);
    int sites = subject.sites().count();
    double distance = sites * (1 - diversity.identity());
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("count", diversity.count());
    one.put("mean_identity", MetricResult.finite(diversity.identity()));
    one.put("mean_hamming_distance", MetricResult.finite(distance));
    one.put("distinct", diversity.distinct());
    json.put(key, one);
    lines.add(
        String.format(
            Locale.ROOT,
            "diversity of %s: two of them are equal at %.1f %% of %,d units, %.1f apart; %,d of %,d"
                + " are distinct",
            words,
            100 * diversity.identity(),
            sites,
            distance,
            diversity.distinct(),
            diversity.count()));
  }
}
