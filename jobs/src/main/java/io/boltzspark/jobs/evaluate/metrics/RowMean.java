package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.evaluation.WeightedMean;
import java.util.Locale;
import java.util.Map;

/**
 * The mean of a score over rows.
 *
 * @param rows their number
 * @param effective the effective number of rows: smaller where they have different weights
 * @param standardError of the mean as an estimate for other rows like these; NaN for one row
 */
public record RowMean(int rows, double effective, double mean, double standardError) {

  /** Of rows that count alike. */
  public RowMean(int rows, double mean, double standardError) {
    this(rows, rows, mean, standardError);
  }

  /** Of rows that count alike. */
  static RowMean of(double[] scores) {
    return of(scores, null);
  }

  /**
   * @param weights of the rows; null: they count alike
   */
  static RowMean of(double[] scores, double[] weights) {
    WeightedMean found = WeightedMean.of(scores, weights);
    return new RowMean(scores.length, found.effective(), found.mean(), found.standardError());
  }

  private boolean isWeighted() {
    return effective < rows;
  }

  /** Adds the numbers of rows for programs. */
  void putRows(Map<String, Object> json) {
    json.put("rows", rows);
    if (isWeighted()) {
      json.put("effective_rows", effective);
    }
  }

  /** The number of rows for people. */
  String rowsText() {
    String all = String.format(Locale.ROOT, "%,d rows", rows);
    return isWeighted() ? all + String.format(Locale.ROOT, ", effectively %,.1f", effective) : all;
  }
}
