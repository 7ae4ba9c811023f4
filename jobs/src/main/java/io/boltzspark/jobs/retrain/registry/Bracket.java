package io.boltzspark.jobs.retrain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Between which values a log-likelihood lies, in nats a row, error bars included.
 *
 * @param lower the least that any method's error bar allows; NaN where a method found no number
 * @param upper the most
 * @param rows that it speaks of
 */
public record Bracket(double lower, double upper, long rows) {
  /** What {@code boltz evaluate} may have found log Z by. */
  private static final List<String> METHODS =
      List.of("exact", "ais", "reverse_from_data", "reverse_from_noise");

  /**
   * @param part of the field {@code log_likelihood} of an evaluation, such as {@code test}
   */
  public static Bracket of(JsonNode part) {
    double lower = Double.POSITIVE_INFINITY;
    double upper = Double.NEGATIVE_INFINITY;
    for (String method : METHODS) {
      JsonNode found = part.path(method);
      if (found.isObject()) {
        // An exact value has no error bar.
        JsonNode value = found.path("value");
        lower = Math.min(lower, number(found.has("lower") ? found.path("lower") : value));
        upper = Math.max(upper, number(found.has("upper") ? found.path("upper") : value));
      }
    }
    boolean any = lower <= upper;
    return new Bracket(
        any ? lower : Double.NaN, any ? upper : Double.NaN, part.path("rows").asLong());
  }

  private static double number(JsonNode node) {
    return node.isNumber() ? node.doubleValue() : Double.NaN;
  }

  public static Bracket read(JsonNode json) {
    return new Bracket(
        number(json.path("lower")), number(json.path("upper")), json.path("rows").asLong());
  }

  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("lower", Double.isFinite(lower) ? lower : null);
    json.put("upper", Double.isFinite(upper) ? upper : null);
    json.put("rows", rows);
    return json;
  }

  /** For people, e.g. {@code -82.61 to -82.57 nats a row}. */
  public String textWithUnit() {
    return isKnown() ? text() + " nats a row" : text();
  }

  /** Whether both sides are numbers. */
  public boolean isKnown() {
    return Double.isFinite(lower) && Double.isFinite(upper);
  }

  /** For people, e.g. {@code -82.61 to -82.57}. */
  public String text() {
    return isKnown() ? String.format(Locale.ROOT, "%.2f to %.2f", lower, upper) : "not known";
  }
}
