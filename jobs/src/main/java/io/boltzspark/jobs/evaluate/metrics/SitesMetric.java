package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.evaluation.sites.SiteMeans;
import io.boltzspark.evaluation.sites.SitePairs;
import io.boltzspark.evaluation.sites.SiteTriples;
import io.boltzspark.evaluation.sites.Sites;
import io.boltzspark.evaluation.sites.StatisticFit;
import io.boltzspark.jobs.evaluate.samples.SampleSource;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How well samples, and as a yardstick rows not trained on, agree with training rows in the
 * statistics of one, two and three sites.
 */
final class SitesMetric extends SampleMetric {
  /** The lane of the random numbers that draw triples. */
  private static final long TRIPLES = 1L << 40;

  SitesMetric() {
    super("sites", MANY_SWEEPS);
  }

  @Override
  public boolean needsMachine() {
    return false;
  }

  @Override
  public String reasonNot(Subject subject) {
    return subject.comparedRows(Part.TRAIN) < 1
        ? "the data has no training rows"
        : SitePairs.reasonNot(subject.sites());
  }

  @Override
  public Map<String, Object> settings(Subject subject) {
    return Map.of("triples", subject.triples());
  }

  @Override
  void measure(
      Subject subject, SampleSource.Drawn samples, Map<String, Object> json, List<String> lines) {
    Sites sites = subject.sites();
    Matrix train = subject.firstRows(Part.TRAIN, subject.comparedRows(Part.TRAIN));
    json.put("sites", sites.count());
    json.put("train_rows", train.rows());
    Data data =
        new Data(
            SiteMeans.of(sites, train, null),
            SitePairs.of(sites, train, null),
            triples(subject, sites, train));
    add(data, "samples", "of samples", samples.visible(), json, lines);
    subject
        .heldOut()
        .ifPresent(
            part -> {
              String word = part.name().toLowerCase(Locale.ROOT);
              Matrix rows = subject.firstRows(part, subject.comparedRows(part));
              add(data, word, "of " + word + " rows, to compare with", rows, json, lines);
            });
  }

  /** The statistics of training rows. */
  private record Data(SiteMeans means, SitePairs pairs, Optional<SiteTriples> triples) {}

  private static Optional<SiteTriples> triples(Subject subject, Sites sites, Matrix train) {
    if (subject.triples() == 0 || !SiteTriples.reasonNot(sites).isEmpty()) {
      return Optional.empty();
    }
    RandomStream random = new RandomStream(subject.triplesSeed(), Purpose.EVALUATION, 0, TRIPLES);
    return Optional.of(SiteTriples.largest(sites, train, null, subject.triples(), random));
  }

  private static void add(
      Data data,
      String key,
      String words,
      Matrix rows,
      Map<String, Object> json,
      List<String> lines) {
    StatisticFit one = data.means().fit(rows);
    StatisticFit two = data.pairs().fit(rows);
    Optional<StatisticFit> three = data.triples().map(triples -> triples.fit(rows));
    Map<String, Object> fits = new LinkedHashMap<>();
    fits.put("count", rows.rows());
    fits.put("one_site", json(one));
    fits.put("two_sites", json(two));
    fits.put("three_sites", three.map(SitesMetric::json).orElse(null));
    json.put("of_" + key, fits);
    lines.add(
        String.format(
            Locale.ROOT,
            "statistics of sites %s: correlation with training rows (and slope) of frequencies"
                + " %.3f (%.2f), two-site correlations %.3f (%.2f)%s",
            words,
            one.correlation(),
            one.slope(),
            two.correlation(),
            two.slope(),
            three
                .map(
                    fit ->
                        String.format(
                            Locale.ROOT,
                            ", the %,d largest of three sites %.3f (%.2f)",
                            fit.count(),
                            fit.correlation(),
                            fit.slope()))
                .orElse("")));
  }

  private static Map<String, Object> json(StatisticFit fit) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("correlation", MetricResult.finite(fit.correlation()));
    json.put("slope", MetricResult.finite(fit.slope()));
    json.put("statistics", fit.count());
    return json;
  }
}
