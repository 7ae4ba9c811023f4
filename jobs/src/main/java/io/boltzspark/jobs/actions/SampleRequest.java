package io.boltzspark.jobs.actions;

import java.util.Objects;
import java.util.Optional;

/**
 * What {@code boltz sample} was asked for.
 *
 * @param model a run, {@code RUN@step:N}, {@code RUN@epoch:N}, or a directory with a model
 * @param out the PNG to write
 * @param count chains, one image each
 * @param steps Gibbs sweeps of each chain
 * @param start where the chains start
 * @param data prepared data; there exactly when {@code start} is {@link Start#DATA}
 * @param seed of every random number
 * @param overwrite replace a file that is there
 */
public record SampleRequest(
    String model,
    String out,
    int count,
    int steps,
    Start start,
    Optional<String> data,
    long seed,
    boolean overwrite) {

  /** Where chains start. */
  public enum Start {
    /** Every visible unit at a fair coin's toss. */
    NOISE,
    /** Rows of the data. */
    DATA,
    /** The persistent chains that training left in its newest checkpoint. */
    CHAINS
  }

  public SampleRequest {
    Objects.requireNonNull(model);
    Objects.requireNonNull(out);
    Objects.requireNonNull(start);
    Objects.requireNonNull(data);
  }
}
