package io.boltzspark.jobs.pictures;

import io.boltzspark.engine.data.TrainingData.Part;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What all commands are asked for that show what several models make of the same rows.
 *
 * @param models runs, {@code RUN@step:N} or {@code RUN@epoch:N}, at least one
 * @param data prepared data; empty: that of the first run's training
 * @param part whose first rows are taken; empty: test rows, or where there are none training rows
 * @param count images in the picture
 * @param rows that errors are measured on, at least {@code count}
 * @param out the PNG to write
 * @param seed of every random number
 * @param overwrite replace a file that is there
 */
public record ComparisonRequest(
    List<String> models,
    Optional<String> data,
    Optional<Part> part,
    int count,
    int rows,
    String out,
    long seed,
    boolean overwrite) {

  public ComparisonRequest {
    models = List.copyOf(models);
    Objects.requireNonNull(data);
    Objects.requireNonNull(part);
    Objects.requireNonNull(out);
  }
}
