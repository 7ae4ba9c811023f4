package io.boltzspark.jobs.pictures;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.jobs.cli.JobCommand;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of all commands that show what several models make of the same rows. */
final class ComparisonOptions {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "RUN",
      description =
          "A run, or a checkpoint of one: RUN@step:N or RUN@epoch:N. Give it several times to"
              + " compare models, each in a line of its own.")
  private List<String> models;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Prepared data (default: what the first run was trained on).")
  private String data;

  @Option(
      names = "--part",
      paramLabel = "train|valid|test",
      description = "Whose first rows are taken (default: test, or train where there are none).")
  private Part part;

  @Option(names = "--out", required = true, paramLabel = "PNG", description = "The file to write.")
  private String out;

  @Option(
      names = "--count",
      defaultValue = "10",
      description = "Images in the picture (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--rows",
      defaultValue = "1000",
      description = "Rows that errors are measured on (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of every random number (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--overwrite", description = "Replace PNG when it is there.")
  private boolean overwrite;

  ComparisonRequest request() {
    JobCommand.atLeast(1, "--count", count);
    JobCommand.atLeast(1, "--rows", rows);
    return new ComparisonRequest(
        models,
        Optional.ofNullable(data),
        Optional.ofNullable(part),
        count,
        rows,
        out,
        seed,
        overwrite);
  }
}
