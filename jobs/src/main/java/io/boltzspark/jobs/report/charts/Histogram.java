package io.boltzspark.jobs.report.charts;

import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A histogram of numbers over equal intervals between the least and the greatest.
 *
 * @param least of the numbers
 * @param greatest of them
 * @param counts numbers per interval; the greatest number falls into the last
 * @param mean of all
 * @param deviation root of the mean squared distance from the mean
 */
public record Histogram(
    double least, double greatest, long[] counts, double mean, double deviation) {
  private static final int INTERVALS = 60;

  /**
   * The histogram of {@code values[from .. to)}: at least one value, all finite.
   *
   * @throws IllegalArgumentException when one is not finite
   */
  public static Histogram of(float[] values, int from, int to) {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException("value " + (i - from) + " is " + values[i]);
      }
      least = Math.min(least, values[i]);
      greatest = Math.max(greatest, values[i]);
      sum += values[i];
    }
    double mean = sum / (to - from);
    double squares = 0;
    // Equal numbers have no range to divide, so one interval has them all.
    int intervals = greatest > least ? INTERVALS : 1;
    long[] counts = new long[intervals];
    for (int i = from; i < to; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
      double place = greatest > least ? (values[i] - least) / (greatest - least) * intervals : 0;
      counts[Math.min(intervals - 1, (int) place)]++;
    }
    return new Histogram(least, greatest, counts, mean, Math.sqrt(squares / (to - from)));
  }

  /** Writes the chart as a figure. */
  public void write(Html html, String id, String title) {
    // A single value needs some width to be visible.
    double margin = greatest > least ? 0 : Math.max(0.5, Math.abs(least) / 2);
    double begin = least - margin;
    double width = (greatest + margin - begin) / counts.length;
    double[] x = new double[2 * counts.length + 2];
    double[] y = new double[x.length];
    for (int i = 0; i < counts.length; i++) {
      x[2 * i + 1] = begin + i * width;
      x[2 * i + 2] = begin + (i + 1) * width;
      y[2 * i + 1] = counts[i];
      y[2 * i + 2] = counts[i];
    }
    x[0] = begin;
    x[x.length - 1] = begin + counts.length * width;
    XYChart chart = ChartStyle.chart();
    XYSeries series = chart.addSeries("counts", x, y);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
    series.setFillColor(Ink.series(0).placeholder());
    series.setLineStyle(ChartStyle.stroke(0));
    series.setMarker(SeriesMarkers.NONE);
    chart.getStyler().setYAxisMin(0.0);
    ChartStyle.span(chart, begin, x[x.length - 1]);
    String svg = SvgDrawing.of(chart, id, "histogram of " + title);
    html.open("figure", "class", "chart histogram").element("h3", title).trusted(svg);
    html.element("figcaption", facts()).close();
  }

  private String facts() {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    return String.format(
        Locale.ROOT,
        "%,d values from %.3g to %.3g, mean %.3g, standard deviation %.3g",
        all,
        least,
        greatest,
        mean,
        deviation);
  }
}
