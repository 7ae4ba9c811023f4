package io.boltzspark.evaluation;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How assigned labels compare with the actual ones, over some rows.
 *
 * @param counts rows of each actual class (first index) that were assigned each class (second)
 */
public record Classification(long[][] counts) implements Serializable {

  /**
   * Counts rows.
   *
   * @param cells {@link LabelAgreement}'s score of each row, none of them unlabelled
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

  /** Rows of all classes. */
  public long rows() {
    long rows = 0;
    for (int actual = 0; actual < counts.length; actual++) {
      rows += rows(actual);
    }
    return rows;
  }

  /** Rows of an actual class. */
  public long rows(int actual) {
    return Arrays.stream(counts[actual]).sum();
  }

  /** Rows that were assigned another class than theirs. */
  public long errors() {
    long errors = 0;
    for (int actual = 0; actual < counts.length; actual++) {
      errors += rows(actual) - counts[actual][actual];
    }
    return errors;
  }

  /** The share of rows that were assigned another class than theirs; NaN without rows. */
  public double errorRate() {
    return (double) errors() / rows();
  }

  /** The same among the rows of an actual class. */
  public double errorRate(int actual) {
    return (double) (rows(actual) - counts[actual][actual]) / rows(actual);
  }
}
