package io.boltzspark.jobs.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which value of a monitor is compared with a published one. Epochs are those of the last stage of
 * training, without pretraining.
 *
 * @param kind LAST, MEDIAN or EPOCH
 * @param epoch from 1, of the third kind
 */
record Statistic(Kind kind, int epoch) {
  /** The last value, the median of the last five epochs, or the value after a certain epoch. */
  enum Kind {
    LAST,
    MEDIAN,
    EPOCH
  }

  static final Statistic LAST = new Statistic(Kind.LAST, 0);
  static final String ALLOWED = "last, median-of-5 or \"epoch:N\" with N from 1";

  private static final int EPOCHS = 5;
  private static final Pattern AT = Pattern.compile("epoch:([1-9][0-9]{0,5})");

  /** Values are at whole epochs; one of them, as a quotient, may be a little off. */
  private static final double ROUNDING = 1e-6;

  /** The statistic of a name; empty if there is none. */
  static Optional<Statistic> of(String name) {
    Matcher at = AT.matcher(name);
    if (at.matches()) {
      return Optional.of(new Statistic(Kind.EPOCH, Integer.parseInt(at.group(1))));
    }
    return switch (name) {
      case "last" -> Optional.of(LAST);
      case "median-of-5" -> Optional.of(new Statistic(Kind.MEDIAN, 0));
      default -> Optional.empty();
    };
  }

  /** In words, for a heading. */
  String words() {
    return switch (kind) {
      case LAST -> "last epoch";
      case MEDIAN -> "median of the last five epochs";
      case EPOCH -> "epoch " + epoch;
    };
  }

  /**
   * The value in the lines of a run's {@code metrics.jsonl}; empty if the monitor has none there.
   */
  OptionalDouble of(List<Map<String, Object>> log, String monitor) {
    if (log.isEmpty()) {
      return OptionalDouble.empty();
    }
    Object stage = log.get(log.size() - 1).get("stage");
    double before = 0;
    List<double[]> values = new ArrayList<>();
    for (Map<String, Object> line : log) {
      double at = ((Number) line.get("epoch")).doubleValue();
      if (!stage.equals(line.get("stage"))) {
        before = at;
      } else if (at > before + ROUNDING && line.get(monitor) instanceof Number value) {
        values.add(new double[] {at - before, value.doubleValue()});
      }
    }
    if (values.isEmpty()) {
      return OptionalDouble.empty();
    }
    double end = values.get(values.size() - 1)[0];
    return switch (kind) {
      case LAST -> OptionalDouble.of(values.get(values.size() - 1)[1]);
      case MEDIAN ->
          Median.of(
              values.stream()
                  .filter(value -> value[0] > end - EPOCHS + ROUNDING)
                  .mapToDouble(value -> value[1])
                  .toArray());
      case EPOCH ->
          values.stream()
              .filter(value -> Math.abs(value[0] - epoch) < ROUNDING)
              .mapToDouble(value -> value[1])
              .findFirst();
    };
  }
}
