package io.boltzspark.jobs.report.charts;

/**
 * The points of one line in a chart.
 *
 * @param name for the legend; empty in a chart with one curve
 * @param x rising
 * @param y as many values, all finite
 * @param number selects colour and dashes; the same for a run in every chart
 */
public record Curve(String name, double[] x, double[] y, int number) {
  public Curve {
    if (x.length != y.length || x.length == 0) {
      throw new IllegalArgumentException(x.length + " and " + y.length + " coordinates");
    }
  }

  /** The first curve of a chart. */
  public Curve(String name, double[] x, double[] y) {
    this(name, x, y, 0);
  }

  /** The same curve in the colour of that number. */
  public Curve numbered(int other) {
    return new Curve(name, x, y, other);
  }

  /** The number of points. */
  public int points() {
    return x.length;
  }
}
