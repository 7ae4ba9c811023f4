package io.boltzspark.store;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * The value of {@code --model}: {@code RUN} for the trained model of a run, {@code RUN@step:N} or
 * {@code RUN@epoch:N} for one of its checkpoints. RUN is a path or a URI and may itself contain
 * colons and at signs.
 *
 * @param run the run directory
 * @param kind which of the run's models
 * @param number the step or epoch; 0 for {@link Kind#FINAL}
 */
public record ModelReference(String run, Kind kind, long number) {
  /** At the end and without a slash, so {@code hdfs://user@host:8020/run} has none. */
  private static final Pattern SELECTOR = Pattern.compile("(.*)@([A-Za-z]+):([^/@]*)");

  /** Which of a run's models. */
  public enum Kind {
    /** The final model of the training. */
    FINAL,
    /** The checkpoint after a number of steps. */
    STEP,
    /** The checkpoint after a number of whole epochs. */
    EPOCH
  }

  /**
   * @throws BoltzException USAGE if the at sign is followed by neither {@code step:N} nor {@code
   *     epoch:N}, or no run is named
   */
  public static ModelReference parse(String text) {
    Matcher matcher = SELECTOR.matcher(text);
    boolean selects = matcher.matches();
    String run = selects ? matcher.group(1) : text;
    if (run.isBlank()) {
      throw new BoltzException(
          ExitCode.USAGE, "\"" + text + "\" names no run: give RUN, RUN@step:N or RUN@epoch:N");
    }
    if (!selects) {
      return new ModelReference(run, Kind.FINAL, 0);
    }
    Kind kind =
        switch (matcher.group(2)) {
          case "step" -> Kind.STEP;
          case "epoch" -> Kind.EPOCH;
          default ->
              throw new BoltzException(
                  ExitCode.USAGE,
                  "\""
                      + text
                      + "\" ends with @"
                      + matcher.group(2)
                      + ", but only @step:N and @epoch:N are allowed");
        };
    try {
      long number = Long.parseLong(matcher.group(3));
      if (number >= 0 && (kind == Kind.STEP || number <= Integer.MAX_VALUE)) {
        return new ModelReference(run, kind, number);
      }
    } catch (NumberFormatException e) {
      // Reported by the message below.
    }
    throw new BoltzException(
        ExitCode.USAGE,
        "\""
            + text
            + "\" has \""
            + matcher.group(3)
            + "\" as its "
            + matcher.group(2)
            + ", but expected a whole number from 0, as in @"
            + matcher.group(2)
            + ":12");
  }

  /**
   * Refuses the directory of a new run that could not be named as a model afterwards.
   *
   * @throws BoltzException USAGE if its name ends as that of a checkpoint does
   */
  static void requireNameable(Path run) {
    if (SELECTOR.matcher(run.toString()).matches()) {
      throw new BoltzException(
          ExitCode.USAGE,
          "a run %s could not be named as a model, because RUN@step:N and RUN@epoch:N name checkpoints of RUN; choose another --out"
              .formatted(run));
    }
  }

  @Override
  public String toString() {
    return kind == Kind.FINAL
        ? run
        : run + "@" + kind.name().toLowerCase(Locale.ROOT) + ":" + number;
  }
}
