package io.boltzspark.evaluation;

/**
 * Mean and spread of values of which each counts as often as its weight says.
 *
 * @param mean {@code sum w x / sum w}
 * @param variance {@code sum w (x - mean)^2 / sum w}
 * @param effective {@code (sum w)^2 / sum w^2}, the effective number of values (Kish 1965): that of
 *     values of one weight whose mean has the same error
 */
public record WeightedMean(double mean, double variance, double effective) {

  /**
   * Of values, at least one with a weight above 0.
   *
   * @param weights finite and not negative; null: every value counts alike
   */
  public static WeightedMean of(double[] values, double[] weights) {
    int count = values.length;
    double all = sum(weights, count);
    double mean = 0;
    for (int i = 0; i < count; i++) {
      mean += weights == null ? values[i] / count : weights[i] * values[i] / all;
    }
    double variance = 0;
    for (int i = 0; i < count; i++) {
      double square = (values[i] - mean) * (values[i] - mean);
      variance += weights == null ? square / count : weights[i] * square / all;
    }
    return new WeightedMean(mean, variance, effective(weights, count));
  }

  /** The effective number of {@code count} values. */
  public static double effective(double[] weights, int count) {
    if (weights == null) {
      return count;
    }
    double all = sum(weights, count);
    double squares = 0;
    for (double weight : weights) {
      squares += weight * weight;
    }
    return all * all / squares;
  }

  private static double sum(double[] weights, int count) {
    double sum = weights == null ? count : 0;
    for (int i = 0; weights != null && i < count; i++) {
      sum += weights[i];
    }
    return sum;
  }

  /**
   * The standard error of the mean as an estimate for other values like these; NaN for an effective
   * number of 1, or of no more than rounding beyond it.
   */
  public double standardError() {
    return effective > 1 + 1e-9 ? Math.sqrt(variance / (effective - 1)) : Double.NaN;
  }
}
