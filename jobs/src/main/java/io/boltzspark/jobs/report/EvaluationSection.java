package io.boltzspark.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.jobs.actions.KeptMeasures;
import io.boltzspark.jobs.console.MonitorNames;
import io.boltzspark.jobs.report.charts.Html;
import io.boltzspark.jobs.report.charts.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The quality of the model as measured by {@code boltz evaluate}. */
final class EvaluationSection implements Section {
  private static final List<String> NOT_MEASURES =
      List.of(
          "model",
          "machine",
          "data",
          "data_fingerprint",
          "skipped",
          "warnings",
          "file",
          "seconds",
          KeptMeasures.LIKELIHOOD);

  @Override
  public String title() {
    return "Evaluation";
  }

  @Override
  public void write(Html html, List<ReportedRun> runs) {
    ReportedRun run = runs.get(0);
    if (run.results().evaluation().isEmpty()) {
      html.open("p").text("Not evaluated yet: ");
      html.element("code", "boltz evaluate --model " + run.location());
      String what =
          switch (run.settings().kind()) {
            case BOLTZMANN -> "computes the log-likelihood";
            case ADVERSARIAL -> "compares samples with data";
            case CLASSIFIER -> "measures the share of errors";
          };
      html.text(" " + what + " for the next report.").close();
      return;
    }
    JsonNode evaluation = run.results().evaluation().get();
    if (Likelihood.isOutdated(run)) {
      html.open("p", "class", "notice")
          .text("An earlier version measured the log-likelihood of standardised values. ");
      html.element("code", "boltz evaluate --model " + run.location());
      html.text(" measures that of the data's values.").close();
    }
    JsonNode likelihood = Likelihood.measured(run);
    if (!Likelihood.parts(likelihood).isEmpty()) {
      writeLikelihood(html, likelihood);
    }
    writeOthers(html, evaluation);
  }

  private static void writeLikelihood(Html html, JsonNode likelihood) {
    boolean bound = likelihood.path("lower_bound").asBoolean();
    html.element("h3", bound ? "Lower bound of the log-likelihood" : "Log-likelihood");
    writeWarnings(html, likelihood);
    html.element(
        "p",
        "Nats per row; higher is better. Brackets: three standard errors of log Z on either side."
            + " The interval is that of all methods, or the exact value."
            + (likelihood.path("rows_drawn_from_grey_values").asBoolean()
                ? " Rows are drawn from the grey values once."
                : "")
            + (likelihood.path("density").asBoolean()
                ? " Visible units are real-valued: a density of the data's values in their own units, which is that of the standardised values and %s."
                    .formatted(nats(likelihood.path("log_jacobian")))
                : ""),
        "class",
        "meaning");
    List<String> methods =
        Likelihood.METHODS.keySet().stream()
            .filter(method -> likelihood.path("log_partition").has(method))
            .toList();
    List<String> headings = new ArrayList<>(List.of("rows of", "interval"));
    methods.forEach(method -> headings.add(Likelihood.METHODS.get(method)));
    headings.add("rows");
    headings.add("standard error of the rows");
    html.table(headings);
    for (String part : Likelihood.parts(likelihood)) {
      List<String> cells = new ArrayList<>();
      cells.add(Likelihood.of(part, likelihood).map(Likelihood::interval).orElse("–"));
      methods.forEach(method -> cells.add(value(likelihood.path(part).path(method))));
      cells.add(Numbers.count(likelihood.path(part).path("rows").asLong()));
      cells.add(nats(likelihood.path(part).path("standard_error_of_rows")));
      html.row(part, cells);
      if (likelihood.path("density").asBoolean()) {
        List<String> standardised = new ArrayList<>();
        methods.forEach(
            method ->
                standardised.add(nats(likelihood.path(part).path(method).path("standardised"))));
        standardised.addAll(List.of("", ""));
        html.row(part + ", standardised values", standardised);
      }
    }
    List<String> partitions = new ArrayList<>(List.of(""));
    methods.forEach(method -> partitions.add(value(likelihood.path("log_partition").path(method))));
    partitions.addAll(List.of("", ""));
    html.row("log Z", partitions).endTable();
    if (likelihood.path("gap").isNumber()) {
      html.element("p", gap(likelihood.path("gap").doubleValue()));
    }
    String settings = KeptMeasures.settings(likelihood);
    if (!settings.isEmpty()) {
      html.element("p", "Measured with " + settings + ".", "class", "meaning");
    }
  }

  /**
   * @param nats the reverse side less the forward side
   */
  private static String gap(double nats) {
    String tendency =
        "Annealing up tends to overestimate the model's log-likelihood, annealing down to"
            + " underestimate it";
    return nats < 0
        ? String.format(
            Locale.ROOT,
            "The two sides are %.2f nats apart in the wrong order: %s. Unless errors explain this,"
                + " the chains of annealing down were not samples of the model.",
            -nats,
            tendency.toLowerCase(Locale.ROOT))
        : String.format(
            Locale.ROOT,
            "The two sides are %.2f nats apart; the closer, the surer the value. %s.",
            nats,
            tendency);
  }

  private static void writeWarnings(Html html, JsonNode measure) {
    for (String warning : KeptMeasures.warnings(measure)) {
      html.element("p", warning, "class", "notice");
    }
  }

  private static String value(JsonNode method) {
    String value = nats(method.path("value"));
    return method.path("lower").isNumber()
        ? "%s (%s to %s)".formatted(value, nats(method.path("lower")), nats(method.path("upper")))
        : value;
  }

  private static String nats(JsonNode number) {
    return number.isNumber() ? String.format(Locale.ROOT, "%.2f", number.doubleValue()) : "–";
  }

  /** All other measures, with nested fields flattened. */
  private static void writeOthers(Html html, JsonNode evaluation) {
    List<Map.Entry<String, JsonNode>> others =
        evaluation.properties().stream().filter(m -> !NOT_MEASURES.contains(m.getKey())).toList();
    if (!others.isEmpty()) {
      html.element("h3", "Other measures");
      others.forEach(measure -> writeWarnings(html, measure.getValue()));
      html.table(List.of("measure", "value", "measured with"));
      for (Map.Entry<String, JsonNode> measure : others) {
        List<String[]> rows = new ArrayList<>();
        flatten(MonitorNames.words(measure.getKey()), measure.getValue(), rows);
        String settings = KeptMeasures.settings(measure.getValue());
        rows.forEach(row -> html.row(row[0], List.of(row[1], settings)));
      }
      html.endTable();
    }
    evaluation
        .path("skipped")
        .properties()
        .forEach(
            field ->
                html.element("p", "No " + field.getKey() + ": " + field.getValue().asText() + "."));
  }

  private static void flatten(String name, JsonNode value, List<String[]> rows) {
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        String key = field.getKey();
        if (!key.equals(KeptMeasures.SETTINGS) && !key.equals(KeptMeasures.WARNINGS)) {
          flatten(name + ", " + key.replace('_', ' '), field.getValue(), rows);
        }
      }
    } else {
      String text =
          value.isFloatingPointNumber() ? Numbers.text(value.doubleValue()) : value.asText();
      rows.add(new String[] {name, text});
    }
  }
}
