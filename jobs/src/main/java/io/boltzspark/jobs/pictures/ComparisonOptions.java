package io.boltzspark.jobs.pictures;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.TableOptions;
import io.boltzspark.jobs.states.OutputFormat;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all commands that show the same rows to several models. */
final class ComparisonOptions {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "RUN",
      description =
          "A run, or a checkpoint of one: RUN@step:N or RUN@epoch:N. Repeat it to compare"
              + " models in a picture, each in a line of its own.")
  private List<String> models;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Prepared data (default: the data of the first run).")
  private String data;

  @Mixin private TableOptions table;

  @Option(
      names = "--part",
      paramLabel = "train|valid|test",
      description =
          "The part whose first rows are used (default: test, or train if there are no test rows).")
  private Part part;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "The file to write: a picture (.png), or the rows that come out as data"
              + " (.parquet, .npz, .csv; of sequences .fasta), with their free energies where the"
              + " model has them in closed form. Of a model with labels, the label of a row is the"
              + " most probable one. Where values are means, the free energy is what its formula"
              + " gives for these means and that label.")
  private String out;

  @Option(
      names = "--format",
      paramLabel = "png|parquet|npz|csv|fasta",
      description = "The format of FILE (default: by the end of its name).")
  private OutputFormat format;

  @Option(
      names = "--count",
      defaultValue = "10",
      description = "Images in the picture (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--rows",
      defaultValue = "1000",
      description = "Rows to measure errors on, and to write as data (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of all random numbers (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--overwrite", description = "Replace FILE if it exists.")
  private boolean overwrite;

  ComparisonRequest request() {
    JobCommand.atLeast(1, "--count", count);
    JobCommand.atLeast(1, "--rows", rows);
    OutputFormat form = OutputFormat.of(Optional.ofNullable(format), out);
    if (form == OutputFormat.GIF) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--out %s: nothing moves in this picture; choose a name that ends in .png"
              .formatted(out));
    }
    if (!form.isPicture() && models.size() > 1) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--out %s holds the rows of one model, but %d were given; give one --model, or choose a name that ends in .png"
              .formatted(out, models.size()));
    }
    return new ComparisonRequest(
        models, table.in(data), Optional.ofNullable(part), count, rows, form, out, seed, overwrite);
  }
}
