package io.boltzspark.jobs.sample;

import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.jobs.states.OutputFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The request of {@code boltz sample}.
 *
 * @param model a run, {@code RUN@step:N}, {@code RUN@epoch:N}, or a directory with a model
 * @param out the file to write
 * @param format of the file: a PNG, for chains at several times also a GIF, or one of data
 * @param count chains, one image each; with every digit the smallest number, since all have equally
 *     many
 * @param start where the chains start; empty: noise, or for a digit of a model without labels
 *     images of the data
 * @param data prepared data; given exactly when chains start at its rows
 * @param digit the class to fix labels at, or for a model without labels the class of the rows that
 *     chains start at; empty: labels are drawn, or there are none
 * @param clamp other units to hold, in the form of {@link ClampText}; empty: none
 * @param plan how the chains run, without what is held, which follows from {@code digit} and {@code
 *     clamp}
 * @param overwrite replace an existing file
 */
public record SampleRequest(
    String model,
    String out,
    OutputFormat format,
    int count,
    Optional<Start> start,
    Optional<String> data,
    Optional<Digit> digit,
    String clamp,
    SamplingPlan plan,
    boolean overwrite) {

  /** Where chains start. */
  public enum Start {
    /** Visible units drawn without bias. */
    NOISE,
    /** Standard normal numbers. */
    GAUSSIAN,
    /** Rows of the data. */
    DATA,
    /** The persistent chains that training left in its newest checkpoint. */
    CHAINS
  }

  /**
   * A class of images.
   *
   * @param one the class; empty: every class in turn
   */
  public record Digit(OptionalInt one) {
    /** The word for {@link #every}. */
    public static final String ALL = "all";

    /** Every class. */
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

  /** The same with another plan. */
  SampleRequest with(SamplingPlan other) {
    return new SampleRequest(
        model, out, format, count, start, data, digit, clamp, other, overwrite);
  }

  public SampleRequest {
    Objects.requireNonNull(model);
    Objects.requireNonNull(out);
    Objects.requireNonNull(format);
    Objects.requireNonNull(start);
    Objects.requireNonNull(data);
    Objects.requireNonNull(digit);
    Objects.requireNonNull(clamp);
    Objects.requireNonNull(plan);
  }
}
