package io.boltzspark.jobs.states;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Formats of what is drawn from a model, which the ends of names tell. */
public enum OutputFormat {
  /** A picture. */
  PNG(".png"),
  /** A moving picture. */
  GIF(".gif"),
  /** Sequences of letters. */
  FASTA(".fasta", ".fa"),
  /** A table that Spark reads, and with it the commands that take {@code --data}. */
  PARQUET(".parquet"),
  /** Arrays for NumPy. */
  NPZ(".npz"),
  /** A line of text for each sample. */
  CSV(".csv");

  private final List<String> ends;

  OutputFormat(String... ends) {
    this.ends = List.of(ends);
  }

  /** Its name in options. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isPicture() {
    return this == PNG || this == GIF;
  }

  /**
   * The format of an output.
   *
   * @param given {@code --format}; empty: the end of the name tells
   * @param out {@code --out}
   * @throws BoltzException USAGE when the two contradict each other, or neither tells
   */
  public static OutputFormat of(Optional<OutputFormat> given, String out) {
    Optional<OutputFormat> named = named(out);
    if (given.isEmpty() && named.isEmpty()) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--out %s: the end of the name tells no format; choose a name that ends in %s, or add --format"
              .formatted(
                  out,
                  Arrays.stream(values())
                      .map(format -> format.ends.get(0))
                      .collect(Collectors.joining(", "))));
    }
    if (given.isPresent() && named.isPresent() && !given.equals(named)) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--format %s does not go with --out %s, which has the name of a %s file; choose a name that ends in %s, or omit --format"
              .formatted(given.get().word(), out, named.get().word(), given.get().ends.get(0)));
    }
    return given.or(() -> named).orElseThrow();
  }

  private static Optional<OutputFormat> named(String out) {
    String name = out.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(format -> format.ends.stream().anyMatch(name::endsWith))
        .findFirst();
  }
}
