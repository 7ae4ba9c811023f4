package io.boltzspark.jobs.report.charts;

import java.awt.Color;
import java.util.Locale;

/**
 * The colours of a chart. A chart is painted once, but looked at in the light and in the dark, so
 * it is painted in placeholders, for each of which the page's style has a colour.
 */
public enum Ink {
  PAPER,
  GRID,
  TEXT,
  SERIES_1,
  SERIES_2,
  SERIES_3,
  SERIES_4,
  SERIES_5,
  SERIES_6;

  /** How many lines are told apart by colour. */
  static final int SERIES = 6;

  /** The colour of a line. */
  public static Ink series(int index) {
    return values()[SERIES_1.ordinal() + index % SERIES];
  }

  /** What stands for it while painting: a colour that nobody else uses. */
  Color placeholder() {
    return new Color(1, 254, 100 + ordinal());
  }

  /** The placeholder as SVG writes it. */
  String painted() {
    Color c = placeholder();
    return "rgb(" + c.getRed() + "," + c.getGreen() + "," + c.getBlue() + ")";
  }

  /** The colour as the page's style has it; paper is left bare. */
  public String style() {
    return this == PAPER ? "none" : "var(" + property() + ")";
  }

  /** The property of the page's style that holds the colour. */
  public String property() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
