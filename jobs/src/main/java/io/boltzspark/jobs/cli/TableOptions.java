package io.boltzspark.jobs.cli;

import io.boltzspark.jobs.data.ChosenData;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a command is told about the columns of a table that others wrote. */
public class TableOptions {
  @Option(
      names = "--label-column",
      paramLabel = "COLUMN|none",
      description =
          "The column of a table of your own with labels, whole numbers from 0; none: no labels"
              + " (default: that of training for the data of training, otherwise label where there"
              + " is one).")
  private String label;

  @Option(
      names = "--split",
      paramLabel = "COLUMN|none",
      description =
          "The column of a table of your own with the part of each row: train or training; valid,"
              + " validation, val or dev; test or testing. none: all rows are training rows"
              + " (default: that of training for the data of training, otherwise a column split,"
              + " directories or files of these names where there are several parts).")
  private String split;

  /**
   * The data.
   *
   * @param directory null: that of training
   */
  public ChosenData in(String directory) {
    return in(directory, List.of());
  }

  final ChosenData in(String directory, List<String> ids) {
    return new ChosenData(
        Optional.ofNullable(directory),
        Optional.empty(),
        Optional.ofNullable(label),
        Optional.ofNullable(split),
        ids);
  }
}
