package io.boltzspark.jobs.reproduce;

import io.boltzspark.jobs.report.Picture;
import io.boltzspark.jobs.report.ReportPage;
import io.boltzspark.jobs.report.ReportedRun;
import io.boltzspark.jobs.report.Section;
import io.boltzspark.jobs.report.charts.Html;
import io.boltzspark.jobs.report.charts.Numbers;
import io.boltzspark.jobs.reproduce.Experiment.Range;
import io.boltzspark.jobs.reproduce.Reproduction.Trained;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A reproduction as one self-contained HTML file, in the style of a report. */
final class ReproductionPage {
  private ReproductionPage() {}

  /**
   * @param pictures in the order of the reproduction's
   */
  static String html(Reproduction reproduction, List<Picture> pictures) {
    List<Section> sections = new ArrayList<>();
    sections.add(section("Source", html -> writeSource(html, reproduction)));
    for (Trained machine : reproduction.machines()) {
      sections.add(section(machine.machine().title(), html -> writeFigures(html, machine)));
    }
    sections.add(section("Pictures", html -> writePictures(html, reproduction, pictures)));
    sections.add(section("Commands", html -> writeCommands(html, reproduction)));
    sections.add(section("Machine and time", html -> writeEnvironment(html, reproduction)));
    return new ReportPage(sections)
        .html(
            reproduction.experiment().title(),
            "A published experiment, reproduced" + (reproduction.brief() ? " in short form" : ""),
            List.of());
  }

  private interface Content {
    void write(Html html);
  }

  private static Section section(String title, Content content) {
    return new Section() {
      @Override
      public String title() {
        return title;
      }

      @Override
      public void write(Html html, List<ReportedRun> runs) {
        content.write(html);
      }
    };
  }

  private static void writeSource(Html html, Reproduction reproduction) {
    Experiment experiment = reproduction.experiment();
    html.element("p", experiment.source().reference() + ".");
    html.element("p", experiment.published());
    if (reproduction.brief()) {
      html.element(
          "p",
          "Short form: less was trained than in the experiment, so that figures and pictures say"
              + " nothing about it.",
          "class",
          "notice");
    }
    html.element("p", reproduction.verdict());
    html.element(
        "p",
        String.format(
            Locale.ROOT,
            "The range is that of published values and of reruns of the original code; without"
                + " such, the published value. A figure agrees where the value here is at most"
                + " %.0f %% of the nearer end outside of it. The ratio is that of the value here to"
                + " the published one.",
            100 * Range.TOLERANCE),
        "class",
        "meaning");
  }

  private static void writeFigures(Html html, Trained trained) {
    List<Long> seeds = List.copyOf(trained.runs().keySet());
    if (!trained.figures().isEmpty()) {
      List<String> headings = new ArrayList<>(List.of("figure", "published", "range"));
      seeds.forEach(seed -> headings.add("here, seed " + seed));
      if (seeds.size() > 1) {
        headings.add("median");
      }
      headings.addAll(
          List.of("ratio", String.format("within %.0f %% of the range", 100 * Range.TOLERANCE)));
      html.table(headings);
      trained.figures().forEach(figure -> writeFigure(html, figure, seeds));
      html.endTable();
    } else {
      html.element("p", "No figures were published.");
    }
    trained
        .runs()
        .forEach(
            (seed, run) -> {
              html.open("p", "class", "meaning").text("Seed " + seed + ": ");
              html.element("code", run.directory());
              html.text(", trained in " + Numbers.duration(run.seconds()) + ".").close();
            });
  }

  private static void writeFigure(Html html, MeasuredFigure figure, List<Long> seeds) {
    List<String> cells = new ArrayList<>();
    cells.add(Reproduction.text(figure.figure().published()));
    cells.add(Reproduction.range(figure.figure().range()));
    for (long seed : seeds) {
      Double value = figure.values().get(seed);
      cells.add(value == null ? "–" : Reproduction.text(value));
    }
    if (seeds.size() > 1) {
      cells.add(Reproduction.text(figure.here()));
    }
    cells.add(Reproduction.ratio(figure));
    cells.add(figure.verdict());
    String name = figure.figure().title();
    html.row(
        figure.figure().ofEvaluation()
            ? name
            : "%s (%s)".formatted(name, figure.figure().statistic().words()),
        cells);
  }

  private static void writePictures(Html html, Reproduction reproduction, List<Picture> pictures) {
    if (pictures.isEmpty()) {
      html.element("p", "The experiment names none.");
      return;
    }
    String shows = "";
    for (int i = 0; i < pictures.size(); i++) {
      String source = reproduction.pictures().get(i).shows();
      if (!source.equals(shows)) {
        html.element("p", "Source: " + source);
      }
      shows = source;
      html.open("figure").png(pictures.get(i).png(), pictures.get(i).caption());
      html.element("figcaption", pictures.get(i).caption()).close();
    }
  }

  private static void writeCommands(Html html, Reproduction reproduction) {
    html.open("pre").element("code", String.join("\n", reproduction.commands())).close();
  }

  private static void writeEnvironment(Html html, Reproduction reproduction) {
    html.open("dl", "class", "facts");
    reproduction
        .environment()
        .forEach(
            (name, value) -> {
              html.open("div").element("dt", name).element("dd", value).close();
            });
    html.open("div").element("dt", "this call");
    html.element("dd", Numbers.duration(reproduction.seconds())).close();
    html.open("div").element("dt", "time of the full length, as the experiment says");
    html.element("dd", reproduction.experiment().time()).close(2);
  }
}
