package io.boltzspark.jobs.report;

import io.boltzspark.jobs.actions.BuildVersion;
import io.boltzspark.jobs.report.charts.Html;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A report as one self-contained HTML file, with style, script, charts and pictures. The script
 * only serves to read values off curves; the page is complete without it.
 */
public final class ReportPage {
  private final List<Section> sections;

  /** A page with these sections, in this order. */
  public ReportPage(List<Section> sections) {
    this.sections = List.copyOf(sections);
  }

  /** The page of {@code boltz report}. */
  public static ReportPage standard(ModelPictures pictures) {
    return new ReportPage(
        List.of(
            new SummarySection(),
            new ComparisonSection(),
            new StepValuesSection(),
            new CurvesSection(),
            new SamplesSection(pictures.samples()),
            new PicturesSection("Filters", pictures.filters(), List.of()),
            new PicturesSection(
                "Reconstruction and de-noising", pictures.restorations(), pictures.missing()),
            new EvaluationSection(),
            new ParametersSection(),
            new NetworksSection(),
            new TimeSection(),
            new ConfigurationSection()));
  }

  /** This page with one more section, before all others. */
  public ReportPage after(Section first) {
    List<Section> all = new ArrayList<>(List.of(first));
    all.addAll(sections);
    return new ReportPage(all);
  }

  /**
   * Makes the page.
   *
   * @param runs the reported run first, then those it is compared with
   * @return the document
   */
  public String html(List<ReportedRun> runs) {
    ReportedRun run = runs.get(0);
    return html(run.name(), run.layers() + ", trained on " + run.data(), runs);
  }

  /**
   * Makes a page with another heading, also for sections that need no runs.
   *
   * @param subtitle below the heading
   * @param runs possibly none
   */
  public String html(String heading, String subtitle, List<ReportedRun> runs) {
    Html html = new Html();
    html.trusted("<!DOCTYPE html>\n").open("html", "lang", "en").open("head").line();
    html.open("meta", "charset", "utf-8").line();
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    html.open("meta", "name", "color-scheme", "content", "light dark").line();
    // Without an icon in the page, browsers request one from the server.
    html.open("link", "rel", "icon", "href", "data:,").line();
    html.element("title", heading + " – BoltzSpark report");
    html.open("style").trusted(resource("report.css")).close(2);
    html.open("body").open("header").element("h1", heading);
    html.element("p", subtitle).close();
    html.open("main").line();
    for (Section section : sections) {
      Html content = new Html();
      section.write(content, runs);
      String written = content.toString();
      if (!written.isEmpty()) {
        html.open("section", "id", id(section)).element("h2", section.title());
        html.trusted(written).close().line();
      }
    }
    html.close().open("footer");
    html.element("p", "Made by BoltzSpark " + BuildVersion.version() + ".").close();
    html.open("script").trusted(resource("report.js")).close(3);
    return html.toString();
  }

  private static String id(Section section) {
    return section.title().toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  /** A text resource next to this class. */
  static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
