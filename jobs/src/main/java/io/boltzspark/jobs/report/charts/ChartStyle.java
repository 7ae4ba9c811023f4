package io.boltzspark.jobs.report.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.XYStyler;

/**
 * The common style of a report's charts. Titles and legends belong to the page, not to the chart.
 */
public final class ChartStyle {
  /**
   * The size of a chart in its own coordinates; on the page it is scaled to the available width.
   */
  static final int WIDTH = 420;

  static final int HEIGHT = 240;

  private static final Font LABELS = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  private static final int TICK_DISTANCE_X = 70;
  private static final int TICK_DISTANCE_Y = 45;
  private static final double PLOT_SHARE = 0.98;
  private static final double MARGIN = 0.004;

  /** Lines also differ in their dashes, for black-and-white prints and colour-blind readers. */
  private static final List<float[]> DASHES =
      Arrays.asList(null, new float[] {7, 4}, new float[] {2, 3}, new float[] {9, 3, 2, 3});

  private static final float LINE_WIDTH = 2f;

  private ChartStyle() {}

  /** An empty chart for a page. */
  public static XYChart chart() {
    return chart(WIDTH, HEIGHT);
  }

  /** An empty chart of that size. */
  public static XYChart chart(int width, int height) {
    XYChart chart = new XYChartBuilder().width(width).height(height).build();
    XYStyler styler = chart.getStyler();
    styler.setChartBackgroundColor(Ink.PAPER.placeholder());
    styler.setPlotBackgroundColor(Ink.PAPER.placeholder());
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(Ink.GRID.placeholder());
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setChartFontColor(Ink.TEXT.placeholder());
    styler.setAxisTickLabelsFont(LABELS);
    styler.setAxisTickLabelsColor(Ink.TEXT.placeholder());
    styler.setAxisTickMarksColor(Ink.GRID.placeholder());
    styler.setXAxisTickMarkSpacingHint(TICK_DISTANCE_X);
    styler.setYAxisTickMarkSpacingHint(TICK_DISTANCE_Y);
    styler.setPlotContentSize(PLOT_SHARE);
    styler.setLegendVisible(false);
    styler.setChartTitleVisible(false);
    styler.setAxisTitlesVisible(false);
    styler.setChartPadding(4);
    styler.setMarkerSize(5);
    styler.setXAxisTickLabelsFormattingFunction(Numbers::text);
    styler.setYAxisTickLabelsFormattingFunction(Numbers::text);
    styler.setSeriesColors(
        IntStream.range(0, Ink.SERIES)
            .mapToObj(i -> Ink.series(i).placeholder())
            .toArray(Color[]::new));
    return chart;
  }

  /**
   * Sets the range of the horizontal axis: slightly more than from {@code least} to {@code
   * greatest}. XChart would otherwise label the ends of the axis, which are rarely round numbers.
   */
  public static void span(XYChart chart, double least, double greatest) {
    double margin = greatest > least ? MARGIN * (greatest - least) : MARGIN;
    chart.getStyler().setXAxisMin(least - margin);
    chart.getStyler().setXAxisMax(greatest + margin);
  }

  /** The stroke of the line with this number. */
  public static BasicStroke stroke(int series) {
    float[] dash = dash(series);
    return dash == null
        ? new BasicStroke(LINE_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
        : new BasicStroke(LINE_WIDTH, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, dash, 0f);
  }

  private static float[] dash(int series) {
    return DASHES.get(series % DASHES.size());
  }

  /** A small sample of that line for a legend, to fit in a line of text. */
  static String legendKey(int series) {
    float[] dash = dash(series);
    StringBuilder dashes = new StringBuilder();
    for (int i = 0; dash != null && i < dash.length; i++) {
      dashes.append(i == 0 ? " stroke-dasharray=\"" : " ").append(dash[i]);
    }
    return "<svg class=\"key\" viewBox=\"0 0 28 8\" aria-hidden=\"true\"><line x1=\"1\" x2=\"27\""
        + " y1=\"4\" y2=\"4\" stroke-width=\"2.5\" stroke=\""
        + Ink.series(series).style()
        + "\""
        + (dash == null ? "" : dashes + "\"")
        + "/></svg>";
  }
}
