package io.boltzspark.jobs.report;

import io.boltzspark.jobs.report.charts.ChartStyle;
import io.boltzspark.jobs.report.charts.Curve;
import io.boltzspark.jobs.report.charts.Ink;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Curves as a standalone picture in the style of the report's charts, with a title and a legend.
 */
public final class CurvePicture {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;

  private final String title;
  private final String axis;
  private final List<Curve> curves = new ArrayList<>();

  /**
   * @param title of the picture
   * @param axis label of the horizontal axis, e.g. {@code epoch}
   */
  public CurvePicture(String title, String axis) {
    this.title = title;
    this.axis = axis;
  }

  /**
   * Adds a curve.
   *
   * @param name for the legend
   * @param x rising
   * @param y as many values, all finite
   */
  public void add(String name, double[] x, double[] y) {
    curves.add(new Curve(name, x, y));
  }

  /** Paints the picture on white. */
  public BufferedImage paint() {
    XYChart chart = ChartStyle.chart(WIDTH, HEIGHT);
    chart.setTitle(title);
    chart.setXAxisTitle(axis);
    XYStyler styler = chart.getStyler();
    styler.setChartTitleVisible(true);
    styler.setXAxisTitleVisible(true);
    styler.setLegendVisible(curves.size() > 1);
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setLegendBorderColor(Color.WHITE);
    colour(styler);
    for (int i = 0; i < curves.size(); i++) {
      XYSeries series = chart.addSeries(curves.get(i).name(), curves.get(i).x(), curves.get(i).y());
      series.setLineStyle(ChartStyle.stroke(i));
      series.setLineColor(colour(Ink.series(i)));
      series.setMarker(SeriesMarkers.NONE);
    }
    ChartStyle.span(
        chart,
        curves.stream().mapToDouble(curve -> curve.x()[0]).min().orElseThrow(),
        curves.stream().mapToDouble(curve -> curve.x()[curve.points() - 1]).max().orElseThrow());
    return BitmapEncoder.getBufferedImage(chart);
  }

  /** Replaces the placeholder colours, as a page's style would. */
  private static void colour(XYStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setLegendBackgroundColor(Color.WHITE);
    styler.setPlotGridLinesColor(colour(Ink.GRID));
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setChartFontColor(colour(Ink.TEXT));
    styler.setAxisTickLabelsColor(colour(Ink.TEXT));
    styler.setAxisTickMarksColor(colour(Ink.GRID));
    styler.setXAxisTitleColor(colour(Ink.TEXT));
  }

  /** The colour in the page's light style, which comes first in the file. */
  private static Color colour(Ink ink) {
    Matcher found =
        Pattern.compile(ink.property() + ":\\s*(#[0-9a-f]{6})")
            .matcher(ReportPage.resource("report.css"));
    if (!found.find()) {
      throw new IllegalStateException("report.css has no " + ink.property());
    }
    return Color.decode(found.group(1));
  }
}
