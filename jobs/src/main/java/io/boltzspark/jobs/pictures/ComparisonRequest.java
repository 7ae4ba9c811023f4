package io.boltzspark.jobs.pictures;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.jobs.data.ChosenData;
import io.boltzspark.jobs.states.OutputFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The request of a command that shows the same rows to several models.
 *
 * @param models runs, {@code RUN@step:N} or {@code RUN@epoch:N}, at least one
 * @param data with the rows
 * @param part whose first rows are used; empty: test rows, or training rows if there are none
 * @param count images in the picture
 * @param rows to measure errors on, and to write as data
 * @param format of the output: a PNG, or any of data
 * @param out the file to write
 * @param seed of all random numbers
 * @param overwrite replace an existing file
 */
public record ComparisonRequest(
    List<String> models,
    ChosenData data,
    Optional<Part> part,
    int count,
    int rows,
    OutputFormat format,
    String out,
    long seed,
    boolean overwrite) {

  public ComparisonRequest {
    models = List.copyOf(models);
    Objects.requireNonNull(data);
    Objects.requireNonNull(part);
    Objects.requireNonNull(format);
    Objects.requireNonNull(out);
  }

  /** How many rows are to be shown to the models. */
  int needed() {
    return format.isPicture() ? Math.max(count, rows) : rows;
  }
}
