package io.boltzspark.jobs.retrain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.jobs.evaluate.metrics.RowLikelihood;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The bounds of a log-likelihood in nats per row, error bars included.
 *
 * @param lower the lower end of all methods' error bars; NaN where a method found no number
 * @param upper the upper end
 * @param rows number of rows evaluated
 * @param conflict nats by which the methods contradict each other beyond their error bars; 0 if
 *     they do not
 */
public record Bracket(double lower, double upper, long rows, double conflict) {
  /** The bracket of no rows. */
  public static final Bracket UNKNOWN = new Bracket(Double.NaN, Double.NaN, 0, 0);

  public static Bracket of(RowLikelihood found) {
    boolean known = found.lower() <= found.upper();
    return new Bracket(
        known ? found.lower() : Double.NaN,
        known ? found.upper() : Double.NaN,
        found.rows().rows(),
        found.trust().conflict());
  }

  private static double number(JsonNode node) {
    return node.isNumber() ? node.doubleValue() : Double.NaN;
  }

  public static Bracket read(JsonNode json) {
    return new Bracket(
        number(json.path("lower")),
        number(json.path("upper")),
        json.path("rows").asLong(),
        json.path("conflict").asDouble());
  }

  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("lower", Double.isFinite(lower) ? lower : null);
    json.put("upper", Double.isFinite(upper) ? upper : null);
    json.put("rows", rows);
    json.put("conflict", conflict);
    return json;
  }

  /** For people, e.g. {@code -82.61 to -82.57 nats per row}. */
  public String textWithUnit() {
    return isKnown() ? text() + " nats per row" + doubt() : text();
  }

  private String doubt() {
    return conflict > 0
        ? String.format(Locale.ROOT, " (methods contradict each other by %.2f nats)", conflict)
        : "";
  }

  /** The least log-likelihood, allowing for a contradiction. */
  public double least() {
    return lower - conflict;
  }

  /** The greatest log-likelihood, allowing for a contradiction. */
  public double greatest() {
    return upper + conflict;
  }

  /** Whether both sides are numbers. */
  public boolean isKnown() {
    return Double.isFinite(lower) && Double.isFinite(upper);
  }

  /** For people, e.g. {@code -82.61 to -82.57}. */
  public String text() {
    return isKnown() ? String.format(Locale.ROOT, "%.2f to %.2f", lower, upper) : "unknown";
  }
}
