package io.boltzspark.jobs.report;

import io.boltzspark.jobs.report.charts.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Samples of the model: pictures from during training, and those of the trained model. */
final class SamplesSection implements Section {
  private static final Pattern EPOCH = Pattern.compile("epoch-0*(\\d+)\\.png");

  private final List<Picture> trained;

  /**
   * @param trained samples of the trained models
   */
  SamplesSection(List<Picture> trained) {
    this.trained = trained;
  }

  @Override
  public String title() {
    return "Samples";
  }

  @Override
  public void write(Html html, List<ReportedRun> runs) {
    List<Picture> pictures = new ArrayList<>();
    runs.get(0)
        .results()
        .samples()
        .forEach((name, png) -> pictures.add(new Picture(caption(name), png)));
    pictures.addAll(trained);
    if (!pictures.isEmpty()) {
      html.open("div", "class", "pictures");
      PicturesSection.figures(html, pictures);
      html.close();
    }
  }

  private static String caption(String file) {
    Matcher matcher = EPOCH.matcher(file);
    return matcher.matches() ? "after epoch " + matcher.group(1) : file.replaceAll("\\.png$", "");
  }
}
