package io.boltzspark.dataprep;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;

/** How many of the rows to train on become validation rows. */
public final class ValidRows {
  private ValidRows() {}

  /**
   * Rows of the validation part: the fraction, rounded to whole rows.
   *
   * @param fraction as {@code --valid-fraction} gives it
   * @throws BoltzException BAD_CONFIGURATION when it takes all rows, or none although requested
   */
  public static long of(long rows, double fraction) {
    long valid = Math.round(fraction * rows);
    if (fraction > 0 && valid == 0) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "empty validation set: --valid-fraction "
              + fraction
              + " of "
              + rows
              + " rows selects none; give a larger fraction, or 0 for no validation set");
    }
    if (valid >= rows) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "empty training set: --valid-fraction "
              + fraction
              + " takes all "
              + rows
              + " rows; give a smaller fraction");
    }
    return valid;
  }
}
