package io.boltzspark.jobs.report;

import io.boltzspark.jobs.console.MonitorNames;
import io.boltzspark.jobs.report.charts.Curve;
import io.boltzspark.jobs.report.charts.Html;
import io.boltzspark.jobs.report.charts.LineChart;
import io.boltzspark.jobs.report.charts.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Several runs side by side: the settings in which they differ, and their results. */
final class ComparisonSection implements Section {
  private static final int MOST_LINES = 500;

  @Override
  public String title() {
    return "Comparison";
  }

  @Override
  public void write(Html html, List<ReportedRun> runs) {
    if (runs.size() < 2) {
      return;
    }
    List<String> names = names(runs);
    List<String> headings = new ArrayList<>(List.of(""));
    headings.addAll(names);
    html.table(headings);
    row(html, "data", runs, ReportedRun::data);
    row(html, "layers", runs, ReportedRun::layers);
    row(
        html,
        "parameters",
        runs,
        run -> run.parameters().map(all -> Numbers.count(all.length)).orElse("–"));
    row(html, "epochs", runs, run -> Numbers.text(run.metrics().last().epoch()));
    row(html, "time", runs, run -> Numbers.duration(run.metrics().last().seconds()));
    row(
        html,
        "log-likelihood",
        runs,
        run -> Likelihood.of(run).map(found -> found.text() + found.qualifier()).orElse("–"));
    Set<String> monitors = monitors(runs);
    for (String monitor : monitors) {
      row(
          html,
          MonitorNames.words(monitor),
          runs,
          run -> Numbers.text(run.metrics().last().values().get(monitor)));
    }
    for (String key : SettingTexts.differing(runs.stream().map(ReportedRun::settings).toList())) {
      row(html, key, runs, run -> SettingTexts.text(run.settings(), key));
    }
    html.endTable();
    curves(html, runs, names, monitors);
  }

  private static void row(
      Html html, String name, List<ReportedRun> runs, Function<ReportedRun, String> cell) {
    html.row(name, runs.stream().map(cell).toList());
  }

  /** The names of the directories, or whole paths where the names are not unique. */
  private static List<String> names(List<ReportedRun> runs) {
    boolean distinct = runs.stream().map(ReportedRun::name).distinct().count() == runs.size();
    return runs.stream().map(distinct ? ReportedRun::name : ReportedRun::location).toList();
  }

  /** The monitors of the last stage, which trains the whole machine. */
  private static Set<String> monitors(List<ReportedRun> runs) {
    Set<String> monitors = new LinkedHashSet<>();
    runs.forEach(run -> monitors.addAll(run.metrics().last().values().keySet()));
    return monitors;
  }

  private static void curves(
      Html html, List<ReportedRun> runs, List<String> names, Set<String> monitors) {
    int number = 0;
    html.open("div", "class", "pair");
    for (String monitor : monitors) {
      List<Curve> curves = new ArrayList<>();
      for (int i = 0; i < runs.size(); i++) {
        MetricsTable metrics = runs.get(i).metrics().thinned(MOST_LINES);
        String stage = metrics.last().stage();
        Curve curve = metrics.curve(names.get(i), monitor, stage, MetricsTable.Line::epoch);
        if (curve != null) {
          curves.add(curve.numbered(i));
        }
      }
      if (curves.size() < 2) {
        continue;
      }
      String title = MonitorNames.title(monitor);
      html.open("div").element("h3", title);
      LineChart.legend(html, curves);
      LineChart.write(html, "compared" + number++, title, "epoch", curves);
      html.close();
    }
    html.close();
  }
}
