package io.boltzspark.evaluation;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How assigned labels compare with actual ones over a set of rows.
 *
 * @param counts numbers of rows by actual class (first index) and assigned class (second)
 */
public record Classification(long[][] counts) implements Serializable {

  /**
   * Counts rows by actual and assigned class.
   *
   * @param cells the score of {@link LabelAgreement} for each row, none unlabelled
   */
  public static Classification of(double[] cells, int classes) {
    long[][] counts = new long[classes][classes];
    for (double cell : cells) {
      counts[(int) cell / classes][(int) cell % classes]++;
    }
    return new Classification(counts);
  }

  public int classes() {
    return counts.length;
  }

  /** Number of rows of all classes. */
  public long rows() {
    long rows = 0;
    for (int actual = 0; actual < counts.length; actual++) {
      rows += rows(actual);
    }
    return rows;
  }

  /** Number of rows of an actual class. */
  public long rows(int actual) {
    return Arrays.stream(counts[actual]).sum();
  }

  /** Number of rows assigned to a wrong class. */
  public long errors() {
    long errors = 0;
    for (int actual = 0; actual < counts.length; actual++) {
      errors += rows(actual) - counts[actual][actual];
    }
    return errors;
  }

  /** The share of rows assigned to a wrong class; NaN without rows. */
  public double errorRate() {
    return (double) errors() / rows();
  }

  /** The same among the rows of an actual class. */
  public double errorRate(int actual) {
    return (double) (rows(actual) - counts[actual][actual]) / rows(actual);
  }
}
