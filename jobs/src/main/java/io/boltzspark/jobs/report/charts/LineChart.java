package io.boltzspark.jobs.report.charts;

import io.boltzspark.store.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Curves over a common axis, as a figure with the data that the page's script needs to show values.
 */
public final class LineChart {
  /** Curves with at most this many points have a mark on each point. */
  private static final int FEW = 30;

  private LineChart() {}

  /**
   * Writes the figure.
   *
   * @param id unique among the charts of the page
   * @param label of the quantity shown
   * @param axis label of the horizontal axis, e.g. {@code epoch}
   * @param curves at least one
   */
  public static void write(Html html, String id, String label, String axis, List<Curve> curves) {
    XYChart chart = ChartStyle.chart();
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      XYSeries series = chart.addSeries(Integer.toString(i), curve.x(), curve.y());
      series.setLineStyle(ChartStyle.stroke(curve.number()));
      series.setLineColor(Ink.series(curve.number()).placeholder());
      series.setMarker(SeriesMarkers.NONE);
      if (curve.points() <= FEW) {
        // Marks are a separate series: a line is drawn in one piece, with continuous dashes, only
        // where no mark interrupts it.
        XYSeries marks = chart.addSeries(i + " marks", curve.x(), curve.y());
        marks.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        marks.setMarker(SeriesMarkers.CIRCLE);
        marks.setMarkerColor(Ink.series(curve.number()).placeholder());
      }
    }
    ChartStyle.span(
        chart,
        curves.stream().mapToDouble(curve -> curve.x()[0]).min().orElseThrow(),
        curves.stream().mapToDouble(curve -> curve.x()[curve.points() - 1]).max().orElseThrow());
    String svg = SvgDrawing.of(chart, id, label + " against " + axis);
    html.open("figure", "class", "chart", "data-curves", readable(chart, axis, curves));
    html.trusted(svg);
    html.element("figcaption", axis).close();
  }

  /** Writes the legend of several curves; nothing for a single one. */
  public static void legend(Html html, List<Curve> curves) {
    if (curves.size() < 2) {
      return;
    }
    html.open("p", "class", "legend");
    for (Curve curve : curves) {
      html.open("span").trusted(ChartStyle.legendKey(curve.number()));
      html.text(" " + curve.name()).close();
    }
    html.close();
  }

  /** The numbers and their positions in the chart, from which the script shows values. */
  private static String readable(XYChart chart, String axis, List<Curve> curves) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (Curve curve : curves) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("name", curve.name());
      line.put("number", curve.number());
      line.put("x", texts(curve.x()));
      line.put("y", texts(curve.y()));
      lines.add(line);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("axis", axis);
    all.put("acrossX", across(curves, Curve::x, chart::getScreenXFromChart));
    all.put("acrossY", across(curves, Curve::y, chart::getScreenYFromChart));
    all.put("curves", lines);
    return Json.line(all);
  }

  /** A value, its position in the drawing, and the distance per unit. */
  private static double[] across(
      List<Curve> curves, Function<Curve, double[]> values, DoubleUnaryOperator place) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (Curve curve : curves) {
      for (double value : values.apply(curve)) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
    double from = place.applyAsDouble(least);
    double unit =
        greatest > least ? (place.applyAsDouble(greatest) - from) / (greatest - least) : 0;
    return new double[] {least, from, unit};
  }

  private static String[] texts(double[] values) {
    return Arrays.stream(values).mapToObj(Numbers::text).toArray(String[]::new);
  }
}
