package io.boltzspark.jobs.reproduce;

import io.boltzspark.jobs.reproduce.Experiment.Figure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A published figure beside what came out here.
 *
 * @param values by seed; runs without this value are left out
 */
record MeasuredFigure(Figure figure, Map<Long, Double> values) {
  MeasuredFigure {
    values = new LinkedHashMap<>(values);
  }

  /** The value, of several seeds the median; empty if no run has one. */
  OptionalDouble here() {
    return Median.of(values.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The value here in published ones; empty if there is one of them only, or 0 was published. */
  OptionalDouble ratio() {
    OptionalDouble here = here();
    OptionalDouble published = figure.published();
    return here.isPresent() && published.isPresent() && published.getAsDouble() != 0
        ? OptionalDouble.of(here.getAsDouble() / published.getAsDouble())
        : OptionalDouble.empty();
  }

  boolean agrees() {
    return here().isPresent() && figure.range().agreesWith(here().getAsDouble());
  }

  /** In one word; a dash where there is no value. */
  String verdict() {
    return here().isEmpty() ? "–" : agrees() ? "yes" : "no";
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", figure.title());
    json.put(figure.ofEvaluation() ? "evaluation" : "monitor", figure.key());
    json.put("statistic", figure.ofEvaluation() ? null : figure.statistic().words());
    json.put("published", orNull(figure.published()));
    json.put("low", figure.range().low());
    json.put("high", figure.range().high());
    Map<String, Object> each = new LinkedHashMap<>();
    values.forEach((seed, value) -> each.put(Long.toString(seed), value));
    json.put("values", each);
    json.put("here", orNull(here()));
    json.put("ratio", orNull(ratio()));
    json.put("agrees", here().isPresent() ? agrees() : null);
    return json;
  }

  private static Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
