package io.boltzspark.evaluation.sites;

/**
 * How well the statistics y of samples agree with the same statistics x of data.
 *
 * @param correlation Pearson's; NaN if all x or all y are equal, or some are not finite
 * @param slope of the regression line of y on x, 1 at best; NaN if all x are equal
 * @param count number of statistics compared
 */
public record StatisticFit(double correlation, double slope, long count) {

  /** Adds up pairs of values in one pass, by deviations from the running means. */
  static final class Sum {
    private long count;
    private double meanX;
    private double meanY;
    private double squareX;
    private double squareY;
    private double product;

    void add(double x, double y) {
      count++;
      double beforeX = x - meanX;
      double beforeY = y - meanY;
      meanX += beforeX / count;
      meanY += beforeY / count;
      double afterY = y - meanY;
      squareX += beforeX * (x - meanX);
      squareY += beforeY * afterY;
      product += beforeX * afterY;
    }

    StatisticFit fit() {
      double norm = Math.sqrt(squareX) * Math.sqrt(squareY);
      return new StatisticFit(
          norm > 0 ? Math.max(-1, Math.min(1, product / norm)) : Double.NaN,
          squareX > 0 ? product / squareX : Double.NaN,
          count);
    }
  }
}
