package io.boltzspark.jobs.evaluate.metrics;

/**
 * The mean of a score over rows.
 *
 * @param rows their number
 * @param standardError of the mean as an estimate for other rows like these; NaN for one row
 */
public record RowMean(int rows, double mean, double standardError) {

  static RowMean of(double[] scores) {
    double sum = 0;
    for (double score : scores) {
      sum += score;
    }
    double mean = sum / scores.length;
    double squares = 0;
    for (double score : scores) {
      squares += (score - mean) * (score - mean);
    }
    double variance = squares / (scores.length - 1);
    return new RowMean(scores.length, mean, Math.sqrt(variance / scores.length));
  }
}
