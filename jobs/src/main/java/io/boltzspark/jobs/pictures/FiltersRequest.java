package io.boltzspark.jobs.pictures;

import io.boltzspark.jobs.images.FilterChoice;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What {@code boltz filters}, or {@code boltz features --filters}, was asked for.
 *
 * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
 * @param layer a hidden layer, from 1; empty: all
 * @param choice which fields
 * @param count of each layer, at most
 * @param out the PNG to write
 * @param overwrite replace a file that is there
 */
public record FiltersRequest(
    String model,
    OptionalInt layer,
    FilterChoice choice,
    int count,
    String out,
    boolean overwrite) {

  public FiltersRequest {
    Objects.requireNonNull(model);
    Objects.requireNonNull(layer);
    Objects.requireNonNull(choice);
    Objects.requireNonNull(out);
  }
}
