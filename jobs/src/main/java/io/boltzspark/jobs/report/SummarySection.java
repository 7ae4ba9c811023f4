package io.boltzspark.jobs.report;

import io.boltzspark.engine.training.TrainingResult;
import io.boltzspark.jobs.console.MonitorNames;
import io.boltzspark.jobs.report.charts.Html;
import io.boltzspark.jobs.report.charts.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The model, its data and its results at a glance. */
final class SummarySection implements Section {
  @Override
  public String title() {
    return "At a glance";
  }

  @Override
  public void write(Html html, List<ReportedRun> runs) {
    ReportedRun run = runs.get(0);
    if (run.description().path("data").path("drawn").asBoolean()) {
      html.element(
          "p",
          "Trained on digits drawn by the program: the results are not comparable with results on"
              + " MNIST.",
          "class",
          "notice");
    }
    if (run.results().modelSha256().isEmpty()) {
      html.element(
          "p",
          run.parameters().isPresent()
              ? "Training has not ended: the report shows the model of the newest checkpoint."
              : "Training has not ended, and there is no checkpoint yet.",
          "class",
          "notice");
    }
    complaints(run)
        .forEach(complaint -> html.element("p", "Health: " + complaint + ".", "class", "notice"));
    for (String warning : Likelihood.of(run).map(Likelihood::warnings).orElse(List.of())) {
      html.element("p", warning, "class", "notice");
    }
    html.open("dl", "class", "facts");
    facts(run)
        .forEach(
            (name, value) ->
                html.open("div").element("dt", name).element("dd", value).close().line());
    html.close();
  }

  /** What training found wrong with the model at its end. */
  private static List<String> complaints(ReportedRun run) {
    List<String> complaints = new ArrayList<>();
    run.description()
        .path(TrainingResult.HEALTH)
        .path("complaints")
        .forEach(complaint -> complaints.add(complaint.asText()));
    return complaints;
  }

  private static Map<String, String> facts(ReportedRun run) {
    Map<String, String> facts = new LinkedHashMap<>();
    MetricsTable.Line last = run.metrics().last();
    facts.put("Trained on", run.data());
    run.parameters().ifPresent(all -> facts.put("Parameters", Numbers.count(all.length)));
    facts.put("Epochs", Numbers.text(last.epoch()));
    facts.put("Steps", Numbers.count(last.step()));
    facts.put("Time", Numbers.duration(last.seconds()));
    Likelihood.of(run).ifPresent(found -> facts.put(found.title(), found.text()));
    for (String monitor :
        List.of(
            "pseudo_log_likelihood",
            "reconstruction_error",
            "generator_loss",
            "discriminator_loss")) {
      Double value = last.values().get(monitor);
      if (value != null) {
        facts.put(MonitorNames.title(monitor), Numbers.text(value));
      }
    }
    return facts;
  }
}
