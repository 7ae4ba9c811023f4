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

/** Curves as a picture that stands by itself: the report's charts, with a title and a legend. */
public final class CurvePicture {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;

  private final String title;
  private final String axis;
  private final List<Curve> curves = new ArrayList<>();

  /**
   * @param title what it shows
   * @param axis what runs from left to right, e.g. {@code epoch}
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
   * @param y as many, all finite
   */
  public void add(String name, double[] x, double[] y) {
    curves.add(new Curve(name, x, y));
  }

  /** Paints it, on white. */
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

  /** In place of the placeholders, which only a page replaces. */
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

  /** What the page's style has in the light, which it gives first. */
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
