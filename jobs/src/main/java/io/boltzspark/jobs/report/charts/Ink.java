package io.boltzspark.jobs.report.charts;

import java.awt.Color;
import java.util.Locale;

/**
 * The colours of a chart. A chart is painted once but shown in light and dark styles, so it is
 * painted in placeholder colours, which the page's style replaces.
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

  /** The number of distinct line colours. */
  static final int SERIES = 6;

  /** The colour of a line. */
  public static Ink series(int index) {
    return values()[SERIES_1.ordinal() + index % SERIES];
  }

  /** The placeholder for painting: a colour used for nothing else. */
  Color placeholder() {
    return new Color(1, 254, 100 + ordinal());
  }

  /** The placeholder as written in SVG. */
  String painted() {
    Color c = placeholder();
    return "rgb(" + c.getRed() + "," + c.getGreen() + "," + c.getBlue() + ")";
  }

  /** The colour as a reference to the page's style; paper is left blank. */
  public String style() {
    return this == PAPER ? "none" : "var(" + property() + ")";
  }

  /** The style property with the colour. */
  public String property() {
    return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
