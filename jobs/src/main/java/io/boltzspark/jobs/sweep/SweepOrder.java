package io.boltzspark.jobs.sweep;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.settings.NearestWord;
import io.boltzspark.monitoring.MonitoredValue.Better;
import io.boltzspark.monitoring.Monitors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The order in which a sweep's runs are shown: best first by a metric, runs without it last.
 *
 * @param metric its name as in {@code metrics.jsonl}
 * @param largerIsBetter whether the largest value comes first
 */
public record SweepOrder(String metric, boolean largerIsBetter) {
  private static final String SECONDS = "seconds";

  private static final Map<String, Boolean> LARGER_IS_BETTER = known();

  private static Map<String, Boolean> known() {
    Map<String, Boolean> known = new LinkedHashMap<>();
    Monitors.all().stream()
        .flatMap(monitor -> monitor.values().stream())
        .forEach(value -> known.put(value.key(), value.better() == Better.LARGER));
    known.put(SECONDS, false);
    return known;
  }

  /** The metrics that {@link #by} accepts. */
  public static List<String> metrics() {
    return List.copyOf(LARGER_IS_BETTER.keySet());
  }

  /**
   * @throws BoltzException USAGE for an unknown metric
   */
  public static SweepOrder by(String metric) {
    Boolean larger = LARGER_IS_BETTER.get(metric);
    if (larger == null) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--sort %s: unknown metric%s; expected one of: %s"
              .formatted(
                  metric, NearestWord.hint(metric, metrics()), String.join(", ", metrics())));
    }
    return new SweepOrder(metric, larger);
  }

  /** The same outcomes in this order; equal ones keep their order. */
  List<SweepOutcome> sorted(List<SweepOutcome> outcomes) {
    ToDoubleFunction<SweepOutcome> cost =
        outcome -> {
          Double value = value(outcome);
          return value == null ? Double.POSITIVE_INFINITY : largerIsBetter ? -value : value;
        };
    List<SweepOutcome> sorted = new ArrayList<>(outcomes);
    sorted.sort(Comparator.comparingDouble(cost));
    return sorted;
  }

  private Double value(SweepOutcome outcome) {
    boolean timed = metric.equals(SECONDS) && outcome.state() == SweepOutcome.State.FINISHED;
    return timed
        ? Double.valueOf(outcome.trained().seconds())
        : outcome.trained().metrics().get(metric);
  }
}
