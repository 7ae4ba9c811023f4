package io.boltzspark.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.boltzspark.jobs.actions.KeptMeasures;
import io.boltzspark.store.TrainedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The log-likelihood found by an evaluation, in nats per row, of the data's values in their own
 * units.
 *
 * @param part of the data, e.g. {@code test}
 * @param isDensity whether it is that of a density of real values, not of probabilities
 * @param isBound whether the values are lower bounds, as for a deep machine
 * @param lowest end of the interval, error bars included
 * @param highest end
 * @param warnings reasons not to trust it
 */
record Likelihood(
    String part,
    boolean isDensity,
    boolean isBound,
    double lowest,
    double highest,
    List<String> warnings) {
  private static final String DENSITY = "density";

  /** Parts of the data, the most informative first. */
  private static final List<String> PARTS = List.of("test", "valid", "train");

  /** Methods, by their names in {@code evaluation.json}, with readable names. */
  static final Map<String, String> METHODS = new LinkedHashMap<>();

  static {
    METHODS.put("exact", "exact");
    METHODS.put("ais", "annealing up (AIS)");
    METHODS.put("reverse_from_data", "annealing down from data");
    METHODS.put("reverse_from_noise", "annealing down from noise");
  }

  /** All that an evaluation found of it; missing without any, and where it {@link #isOutdated}. */
  static JsonNode measured(ReportedRun run) {
    return isOutdated(run) ? MissingNode.getInstance() : stored(run);
  }

  private static JsonNode stored(ReportedRun run) {
    return run.results()
        .evaluation()
        .map(KeptMeasures::likelihood)
        .orElse(MissingNode.getInstance());
  }

  /**
   * Whether it was measured by an earlier version, which did not convert densities of standardised
   * values.
   */
  static boolean isOutdated(ReportedRun run) {
    boolean hasDensity = run.model().filter(TrainedModel::hasDensity).isPresent();
    return hasDensity && stored(run).isObject() && !stored(run).has(DENSITY);
  }

  /** The log-likelihood of the most informative part that was evaluated. */
  static Optional<Likelihood> of(ReportedRun run) {
    JsonNode all = measured(run);
    return PARTS.stream().flatMap(part -> of(part, all).stream()).findFirst();
  }

  /**
   * The log-likelihood of a part, if it was evaluated.
   *
   * @param all the field {@link KeptMeasures#LIKELIHOOD}
   */
  static Optional<Likelihood> of(String part, JsonNode all) {
    List<Double> values = values(all.path(part));
    if (values.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Likelihood(
            part,
            all.path(DENSITY).asBoolean(),
            all.path("lower_bound").asBoolean(),
            values.stream().mapToDouble(x -> x).min().orElseThrow(),
            values.stream().mapToDouble(x -> x).max().orElseThrow(),
            KeptMeasures.warnings(all)));
  }

  /** The parts that were evaluated, training first. */
  static List<String> parts(JsonNode all) {
    List<String> parts = new ArrayList<>(PARTS);
    Collections.reverse(parts);
    parts.removeIf(part -> values(all.path(part)).isEmpty());
    return parts;
  }

  /** The ends of the interval; of evaluations that kept none, the methods' values. */
  private static List<Double> values(JsonNode part) {
    if (part.path("lower").isNumber() && part.path("upper").isNumber()) {
      return List.of(part.path("lower").doubleValue(), part.path("upper").doubleValue());
    }
    List<Double> values = new ArrayList<>();
    for (String method : METHODS.keySet()) {
      JsonNode value = part.path(method).path("value");
      if (value.isNumber()) {
        values.add(value.doubleValue());
      }
    }
    return values;
  }

  /** A title such as {@code Log-likelihood, test}. */
  String title() {
    return "Log-likelihood" + qualifier();
  }

  /** The part of the data, and whether it is a density or a bound. */
  String qualifier() {
    return ", "
        + part
        + (isDensity ? ", density in the data's units" : "")
        + (isBound ? ", lower bound" : "");
  }

  /** The value or interval as text, and whether there is a warning about it. */
  String text() {
    return interval() + " nats" + (warnings.isEmpty() ? "" : " (see the warning)");
  }

  /** The value or interval. */
  String interval() {
    String low = String.format(Locale.ROOT, "%.2f", lowest);
    String high = String.format(Locale.ROOT, "%.2f", highest);
    return low.equals(high) ? low : low + " to " + high;
  }
}
