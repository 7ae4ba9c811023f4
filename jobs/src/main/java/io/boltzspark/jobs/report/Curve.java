package io.boltzspark.jobs.report;

/**
 * Points of a chart that a line joins.
 *
 * @param name for the legend; empty where a chart has one curve only
 * @param x rising
 * @param y as many, all finite
 */
record Curve(String name, double[] x, double[] y) {
  Curve {
    if (x.length != y.length || x.length == 0) {
      throw new IllegalArgumentException(x.length + " and " + y.length + " coordinates");
    }
  }

  /** How many. */
  int points() {
    return x.length;
  }
}
