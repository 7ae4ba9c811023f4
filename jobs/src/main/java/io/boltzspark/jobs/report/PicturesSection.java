package io.boltzspark.jobs.report;

import io.boltzspark.jobs.report.charts.Html;
import java.util.List;

/** Pictures in a column, and why others are missing. */
final class PicturesSection implements Section {
  private final String title;
  private final List<Picture> pictures;
  private final List<String> missing;

  /**
   * @param missing sentences, shown if there are no pictures
   */
  PicturesSection(String title, List<Picture> pictures, List<String> missing) {
    this.title = title;
    this.pictures = pictures;
    this.missing = missing;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public void write(Html html, List<ReportedRun> runs) {
    if (pictures.isEmpty()) {
      missing.forEach(sentence -> html.element("p", sentence));
      return;
    }
    html.open("div", "class", "pictures wide");
    figures(html, pictures);
    html.close();
  }

  /** Writes one figure per picture. */
  static void figures(Html html, List<Picture> pictures) {
    for (Picture picture : pictures) {
      html.open("figure").png(picture.png(), picture.caption());
      html.element("figcaption", picture.caption()).close();
    }
  }
}
