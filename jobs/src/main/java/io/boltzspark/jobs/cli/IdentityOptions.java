package io.boltzspark.jobs.cli;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.data.ChosenData;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The same of a command that writes something beside each row. */
public final class IdentityOptions extends TableOptions {
  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description =
          "A column of a table of your own, of any type, to copy beside each row. Can be repeated"
              + " (default: all columns of numbers, texts and times).")
  private List<String> ids = new ArrayList<>();

  /** Whether columns to copy were named. */
  public boolean areGiven() {
    return !ids.isEmpty();
  }

  @Override
  public ChosenData in(String directory) {
    return in(directory, ids);
  }

  /**
   * The same where other columns are written beside those to copy.
   *
   * @throws BoltzException USAGE when one of these has its name
   */
  public ChosenData beside(String directory, String... written) {
    for (String id : ids) {
      for (String column : written) {
        requireOther(id, column);
      }
    }
    return in(directory);
  }

  private static void requireOther(String id, String column) {
    if (id.equalsIgnoreCase(column)) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--id %s is invalid: the result has a column %s of its own; rename that of the table, or name another"
              .formatted(id, column));
    }
  }
}
