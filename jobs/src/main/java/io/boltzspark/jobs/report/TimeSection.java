package io.boltzspark.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.jobs.report.charts.Html;
import io.boltzspark.jobs.report.charts.Ink;
import io.boltzspark.jobs.report.charts.Numbers;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the time of training was spent. */
final class TimeSection implements Section {
  private static final String TOTAL = "total";
  private static final String STEPS = "steps";
  private static final Map<String, String> MEANINGS =
      Map.of(
          "data", "reading the data",
          "steps.products", "matrix products, in tasks",
          "steps.sampling", "sampling and the rest of the step, in tasks",
          "steps.driver", "the driver's sums and updates",
          "steps.exchange", "exchange, and waiting for other tasks",
          "samples", "samples during training");

  @Override
  public String title() {
    return "Where the time went";
  }

  @Override
  public void write(Html html, List<ReportedRun> runs) {
    JsonNode time = runs.get(0).description().path("time");
    // The clock of a training starts once its rows are loaded.
    double sum = time.path(TOTAL).asDouble() + time.path("data").asDouble();
    if (!(sum > 0)) {
      return;
    }
    Map<String, Double> parts = parts(time, sum);
    html.element(
        "p",
        "Shares of the %s since training was last started or resumed."
            .formatted(Numbers.duration(sum)),
        "class",
        "meaning");
    html.open("div", "class", "bar", "aria-hidden", "true");
    int number = 0;
    for (double seconds : parts.values()) {
      String width = String.format(Locale.ROOT, "width:%.2f%%;", 100 * seconds / sum);
      html.element("span", "", "style", width + "background:" + Ink.series(number++).style());
    }
    html.close().table(List.of("part", "time", "share"));
    number = 0;
    for (Map.Entry<String, Double> part : parts.entrySet()) {
      html.open("tr").open("th", "scope", "row");
      html.element(
          "span", "", "class", "dot", "style", "background:" + Ink.series(number++).style());
      html.text(part.getKey()).close();
      html.element("td", Numbers.duration(part.getValue()));
      html.element("td", String.format(Locale.ROOT, "%.1f %%", 100 * part.getValue() / sum));
      html.close().line();
    }
    html.endTable();
  }

  /** Parts without subparts, longest first, and the rest of the sum. */
  private static Map<String, Double> parts(JsonNode time, double sum) {
    Map<String, Double> found = new HashMap<>();
    for (Map.Entry<String, JsonNode> part : time.properties()) {
      String name = part.getKey();
      boolean divided = name.equals(STEPS) && !time.path(STEPS + ".products").isMissingNode();
      boolean shown = name.startsWith(STEPS + ".") || !name.contains(".") && !divided;
      if (shown && !name.equals(TOTAL) && part.getValue().doubleValue() > 0) {
        found.put(MEANINGS.getOrDefault(name, name), part.getValue().doubleValue());
      }
    }
    double rest = sum - found.values().stream().mapToDouble(seconds -> seconds).sum();
    if (rest > 0) {
      found.put("everything else", rest);
    }
    Map<String, Double> parts = new LinkedHashMap<>();
    found.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(part -> parts.put(part.getKey(), part.getValue()));
    return parts;
  }
}
