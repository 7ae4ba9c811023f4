package io.boltzspark.jobs.report;

import io.boltzspark.jobs.console.MonitorNames;
import io.boltzspark.jobs.report.charts.Curve;
import io.boltzspark.jobs.report.charts.Html;
import io.boltzspark.jobs.report.charts.LineChart;
import io.boltzspark.jobs.report.charts.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The values of every step, such as losses or exchange rates, in one chart. */
final class StepValuesSection implements Section {
  /** The most points that a chart of this size can show. */
  private static final int MOST_POINTS = 1000;

  private static final String STEP = "step";

  @Override
  public String title() {
    return "Step by step";
  }

  @Override
  public void write(Html html, List<ReportedRun> runs) {
    List<Map<String, Object>> all = runs.get(0).results().steps();
    List<Map<String, Object>> shown = thinned(all);
    List<Curve> curves = curves(shown);
    if (curves.isEmpty()) {
      return;
    }
    html.element(
        "p",
        shown.size() < all.size()
            ? "%s of %s steps, evenly spaced; see steps.jsonl for all of them."
                .formatted(Numbers.count(shown.size()), Numbers.count(all.size()))
            : "Of every step.",
        "class",
        "meaning");
    html.open("div", "class", "monitor");
    LineChart.legend(html, curves);
    html.open("div", "class", "pair"); // in the size of the other charts
    LineChart.write(html, "step-values", "values", STEP, curves);
    html.close(2).line();
  }

  private static List<Map<String, Object>> thinned(List<Map<String, Object>> all) {
    int count = all.size();
    return count <= MOST_POINTS
        ? all
        : IntStream.range(0, MOST_POINTS)
            .mapToObj(i -> all.get((int) ((long) i * (count - 1) / (MOST_POINTS - 1))))
            .toList();
  }

  private static List<Curve> curves(List<Map<String, Object>> lines) {
    Set<String> names = new LinkedHashSet<>();
    lines.forEach(line -> names.addAll(line.keySet()));
    names.remove(STEP);
    List<Curve> curves = new ArrayList<>();
    for (String name : names) {
      List<Map<String, Object>> found =
          lines.stream()
              .filter(line -> line.get(STEP) instanceof Number && isFinite(line.get(name)))
              .toList();
      if (!found.isEmpty()) {
        double[] steps = found.stream().mapToDouble(line -> number(line, STEP)).toArray();
        double[] values = found.stream().mapToDouble(line -> number(line, name)).toArray();
        curves.add(new Curve(MonitorNames.words(name), steps, values, curves.size()));
      }
    }
    return curves;
  }

  /** Values that are not finite are null in the log. */
  private static boolean isFinite(Object value) {
    return value instanceof Number number && Double.isFinite(number.doubleValue());
  }

  private static double number(Map<String, Object> line, String name) {
    return ((Number) line.get(name)).doubleValue();
  }
}
