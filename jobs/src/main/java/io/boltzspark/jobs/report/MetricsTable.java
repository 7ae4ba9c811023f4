package io.boltzspark.jobs.report;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.report.charts.Curve;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The metrics of a training: lines with a value for each monitor; some lines may lack some
 * monitors.
 *
 * @param lines in the order of training, at least one
 */
record MetricsTable(List<Line> lines) {
  private static final Set<String> PLACES = Set.of("step", "epoch", "stage", "seconds");

  /**
   * One line of metrics.
   *
   * @param step number, over all stages
   * @param epoch the step in passes over the data
   * @param stage name of the stage; empty where the log has none
   * @param seconds of training so far
   * @param values by monitor; finite
   */
  record Line(long step, double epoch, String stage, double seconds, Map<String, Double> values) {}

  MetricsTable {
    lines = List.copyOf(lines);
  }

  /**
   * Reads the lines of {@code metrics.jsonl}.
   *
   * @param run named in error messages
   * @throws BoltzException BAD_INPUT when there is no line, or one lacks its step, epoch or seconds
   */
  static MetricsTable of(String run, List<Map<String, Object>> log) {
    if (log.isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the run %s has no metrics: its metrics.jsonl is missing or empty; train it for at least one epoch, or give another run"
              .formatted(run));
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < log.size(); i++) {
      lines.add(line(run, i + 1, log.get(i)));
    }
    return new MetricsTable(lines);
  }

  private static Line line(String run, int number, Map<String, Object> fields) {
    for (String place : List.of("step", "epoch", "seconds")) {
      if (!(fields.get(place) instanceof Number)) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "line %d of metrics.jsonl in the run %s is damaged: it has %s as its %s, expected a number"
                .formatted(number, run, fields.get(place), place));
      }
    }
    Map<String, Double> values = new LinkedHashMap<>();
    fields.forEach(
        (name, value) -> {
          if (!PLACES.contains(name) && value instanceof Number one) {
            values.put(name, one.doubleValue());
          }
        });
    return new Line(
        ((Number) fields.get("step")).longValue(),
        ((Number) fields.get("epoch")).doubleValue(),
        fields.get("stage") instanceof String stage ? stage : "",
        ((Number) fields.get("seconds")).doubleValue(),
        values);
  }

  Line last() {
    return lines.get(lines.size() - 1);
  }

  /** All monitors with a value on some line, in the order in which they appear. */
  Set<String> monitors() {
    Set<String> names = new LinkedHashSet<>();
    lines.forEach(line -> names.addAll(line.values().keySet()));
    return names;
  }

  /** All stages, in the order of training. */
  Set<String> stages() {
    Set<String> names = new LinkedHashSet<>();
    lines.forEach(line -> names.add(line.stage()));
    return names;
  }

  /**
   * At most {@code most} lines, evenly spaced, including the first and the last: more than a
   * picture or a reader can distinguish would only enlarge the page.
   */
  MetricsTable thinned(int most) {
    int count = lines.size();
    if (count <= most) {
      return this;
    }
    return new MetricsTable(
        IntStream.range(0, most)
            .mapToObj(i -> lines.get((int) ((long) i * (count - 1) / (most - 1))))
            .toList());
  }

  /**
   * The values of a monitor in a stage, against an increasing quantity.
   *
   * @return null where there is none
   */
  Curve curve(String name, String monitor, String stage, ToDoubleFunction<Line> against) {
    List<Line> found =
        lines.stream()
            .filter(line -> line.stage().equals(stage) && line.values().containsKey(monitor))
            .toList();
    return found.isEmpty()
        ? null
        : new Curve(
            name,
            found.stream().mapToDouble(against).toArray(),
            found.stream().mapToDouble(line -> line.values().get(monitor)).toArray());
  }
}
