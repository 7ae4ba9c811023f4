package io.boltzspark.jobs.actions;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code boltz sample} was asked for.
 *
 * @param model a run, {@code RUN@step:N}, {@code RUN@epoch:N}, or a directory with a model
 * @param out the PNG to write
 * @param count chains, one image each; with every digit the fewest, since all have as many
 * @param steps Gibbs sweeps of each chain
 * @param start where the chains start
 * @param data prepared data; there exactly when {@code start} is {@link Start#DATA}
 * @param digit at which labels are held; empty: labels are drawn, or there are none
 * @param beliefNet read the layers as a deep belief net; not together with {@code digit}
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
    Optional<Digit> digit,
    boolean beliefNet,
    long seed,
    boolean overwrite) {

  /** Where chains start. */
  public enum Start {
    /** Visible units drawn without any bias. */
    NOISE,
    /** Rows of the data. */
    DATA,
    /** The persistent chains that training left in its newest checkpoint. */
    CHAINS
  }

  /**
   * A label to hold.
   *
   * @param one the class; empty: every class in turn
   */
  public record Digit(OptionalInt one) {
    /** How {@link #every} is written. */
    public static final String ALL = "all";

    /** Every class that the model has. */
    public static Digit every() {
      return new Digit(OptionalInt.empty());
    }

    /** One class, from 0. */
    public static Digit of(int number) {
      return new Digit(OptionalInt.of(number));
    }

    @Override
    public String toString() {
      return one.isPresent() ? Integer.toString(one.getAsInt()) : ALL;
    }
  }

  public SampleRequest {
    Objects.requireNonNull(model);
    Objects.requireNonNull(out);
    Objects.requireNonNull(start);
    Objects.requireNonNull(data);
    Objects.requireNonNull(digit);
  }
}
