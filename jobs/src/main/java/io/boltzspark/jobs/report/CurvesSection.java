package io.boltzspark.jobs.report;

import io.boltzspark.jobs.console.MonitorNames;
import io.boltzspark.jobs.report.charts.Curve;
import io.boltzspark.jobs.report.charts.Html;
import io.boltzspark.jobs.report.charts.LineChart;
import io.boltzspark.jobs.report.charts.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Every monitor against epochs and time, with separate curves for each stage of training. */
final class CurvesSection implements Section {
  /** The most points that a chart of this size can show, and the most rows of a readable table. */
  private static final int MOST_LINES = 1000;

  /** Monitors of several parts of the data share a chart. */
  private static final List<String> PARTS = List.of("train", "valid", "test");

  private static final double SECONDS_PER_MINUTE = 60;

  @Override
  public String title() {
    return "Training";
  }

  @Override
  public void write(Html html, List<ReportedRun> runs) {
    MetricsTable all = runs.get(0).metrics();
    MetricsTable metrics = all.thinned(MOST_LINES);
    boolean inMinutes = all.last().seconds() > 3 * SECONDS_PER_MINUTE;
    double unit = inMinutes ? SECONDS_PER_MINUTE : 1;
    int number = 0;
    for (Map.Entry<String, List<String>> chart : charts(metrics).entrySet()) {
      String title = MonitorNames.title(chart.getKey());
      List<String> monitors = chart.getValue();
      List<Curve> epochs = curves(metrics, monitors, MetricsTable.Line::epoch);
      html.open("div", "class", "monitor").element("h3", title);
      html.element("p", MonitorNames.meaning(chart.getKey()), "class", "meaning");
      LineChart.legend(html, epochs);
      html.open("div", "class", "pair");
      String id = "monitor" + number++;
      LineChart.write(html, id + "e", title, "epoch", epochs);
      LineChart.write(
          html,
          id + "t",
          title,
          inMinutes ? "minutes" : "seconds",
          curves(metrics, monitors, line -> line.seconds() / unit));
      html.close(2).line();
    }
    table(html, metrics, all.lines().size());
  }

  /** The monitors of each chart, by the part of the name that they share. */
  private static Map<String, List<String>> charts(MetricsTable metrics) {
    Map<String, List<String>> charts = new LinkedHashMap<>();
    for (String monitor : metrics.monitors()) {
      String part = part(monitor);
      String base =
          part.isEmpty() ? monitor : monitor.substring(0, monitor.length() - part.length() - 1);
      charts.computeIfAbsent(base, key -> new ArrayList<>()).add(monitor);
    }
    return charts;
  }

  private static String part(String monitor) {
    return PARTS.stream().filter(part -> monitor.endsWith("_" + part)).findFirst().orElse("");
  }

  private static List<Curve> curves(
      MetricsTable metrics, List<String> monitors, ToDoubleFunction<MetricsTable.Line> against) {
    boolean staged = metrics.stages().size() > 1;
    List<Curve> curves = new ArrayList<>();
    for (String stage : metrics.stages()) {
      for (String monitor : monitors) {
        // Next to its value on validation rows, a monitor without a part is of training rows.
        String own = part(monitor).isEmpty() ? PARTS.get(0) : part(monitor);
        String part = monitors.size() > 1 ? own : "";
        String joint = staged && !part.isEmpty() ? ", " : "";
        Curve curve = metrics.curve((staged ? stage : "") + joint + part, monitor, stage, against);
        if (curve != null) {
          curves.add(curve.numbered(curves.size()));
        }
      }
    }
    return curves;
  }

  private static void table(Html html, MetricsTable metrics, int all) {
    int shown = metrics.lines().size();
    html.open("details").element("summary", "All values");
    if (shown < all) {
      html.element(
          "p",
          "%s of %s lines, evenly spaced; see metrics.jsonl for all of them."
              .formatted(Numbers.count(shown), Numbers.count(all)));
    }
    List<String> headings = new ArrayList<>(List.of("step", "epoch", "stage", "seconds"));
    metrics.monitors().forEach(monitor -> headings.add(MonitorNames.words(monitor)));
    html.table(headings);
    for (MetricsTable.Line line : metrics.lines()) {
      List<String> cells = new ArrayList<>();
      cells.add(Numbers.text(line.epoch()));
      cells.add(line.stage());
      cells.add(Numbers.text(line.seconds()));
      metrics.monitors().forEach(monitor -> cells.add(Numbers.text(line.values().get(monitor))));
      html.row(Long.toString(line.step()), cells);
    }
    html.endTable().close();
  }
}
