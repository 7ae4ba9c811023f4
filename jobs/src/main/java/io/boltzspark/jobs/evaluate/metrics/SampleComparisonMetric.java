package io.boltzspark.jobs.evaluate.metrics;

import static io.boltzspark.evaluation.neighbours.NeighbourDivergence.NEIGHBOURS;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.evaluation.neighbours.EnergyCoefficient;
import io.boltzspark.evaluation.neighbours.NeighbourDivergence;
import io.boltzspark.jobs.evaluate.samples.SampleSource;
import io.boltzspark.math.Matrix;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.ToDoubleBiFunction;

/** A number that measures how far samples are from the rows of each part; smaller is nearer. */
final class SampleComparisonMetric extends SampleMetric {
  private final String title;
  private final String hint;
  private final int leastRows;
  private final ToDoubleBiFunction<Matrix, Matrix> measure;

  private SampleComparisonMetric(
      String name,
      String title,
      String hint,
      int leastRows,
      ToDoubleBiFunction<Matrix, Matrix> measure) {
    super(name, FEW_SWEEPS);
    this.title = title;
    this.hint = hint;
    this.leastRows = leastRows;
    this.measure = measure;
  }

  /** {@link EnergyCoefficient}. */
  static Metric energyCoefficient() {
    return new SampleComparisonMetric(
        "energy-coefficient",
        "energy coefficient",
        "0 to 1; up to 0.1 is indistinguishable from data",
        1,
        EnergyCoefficient::of);
  }

  /** {@link NeighbourDivergence} of data from samples. */
  static Metric divergence() {
    return new SampleComparisonMetric(
        "kl-divergence",
        "KL divergence by neighbours",
        "roughly per dimension; large if samples miss some of the data",
        NEIGHBOURS + 1,
        (data, samples) -> NeighbourDivergence.of(data, samples, NEIGHBOURS));
  }

  /** {@link NeighbourDivergence} of samples from data. */
  static Metric reverseDivergence() {
    return new SampleComparisonMetric(
        "reverse-kl-divergence",
        "reverse KL divergence by neighbours",
        "roughly per dimension; large if samples are unlike data",
        NEIGHBOURS + 1,
        (data, samples) -> NeighbourDivergence.of(samples, data, NEIGHBOURS));
  }

  @Override
  public boolean needsMachine() {
    return false;
  }

  @Override
  public String reasonNot(Subject subject) {
    if (!subject.reasonNotAlike().isEmpty()) {
      return subject.reasonNotAlike();
    }
    boolean enough = subject.parts().stream().anyMatch(part -> rows(subject, part) >= leastRows);
    return enough
        ? ""
        : "it needs %d rows of a part and as many samples, but no part has as many"
            .formatted(leastRows);
  }

  private static int rows(Subject subject, Part part) {
    return subject.comparedRows(part);
  }

  @Override
  void measure(
      Subject subject, SampleSource.Drawn samples, Map<String, Object> json, List<String> lines) {
    StringJoiner values = new StringJoiner(", ");
    for (Part part : subject.parts()) {
      String word = part.name().toLowerCase(Locale.ROOT);
      int count = rows(subject, part);
      if (count >= leastRows) {
        double value =
            measure.applyAsDouble(subject.firstRows(part, count), samples.visible().rows(0, count));
        json.put(word, MetricResult.finite(value));
        values.add(String.format(Locale.ROOT, "%s %.4f", word, value));
      } else {
        json.put(word, null);
      }
    }
    String sweeps = samples.sweeps() > 0 ? samples.sweeps() + " sweeps; " : "";
    lines.add("%s: %s (%s%s)".formatted(title, values, sweeps, hint));
  }
}
