package io.boltzspark.jobs.report.charts;

/**
 * Points of a chart that a line joins.
 *
 * @param name for the legend; empty where a chart has one curve only
 * @param x rising
 * @param y as many, all finite
 * @param number which colour and dashes it has: of the same run the same in every chart
 */
public record Curve(String name, double[] x, double[] y, int number) {
  public Curve {
    if (x.length != y.length || x.length == 0) {
      throw new IllegalArgumentException(x.length + " and " + y.length + " coordinates");
    }
  }

  /** The first of a chart. */
  public Curve(String name, double[] x, double[] y) {
    this(name, x, y, 0);
  }

  /** The same in the colour of that number. */
  public Curve numbered(int other) {
    return new Curve(name, x, y, other);
  }

  /** How many. */
  public int points() {
    return x.length;
  }
}
