package io.boltzspark.dataprep;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a grey value in 0..255 becomes the value of a visible unit. */
public enum Binarization {
  /** 1 where grey / 255 is at least the threshold, else 0. */
  THRESHOLD,
  /**
   * 1 with probability grey / 255: one Bernoulli draw, made once and stored (Salakhutdinov and
   * Murray 2008 train on such a set).
   */
  SAMPLE,
  /** Grey bytes are kept, so that training can draw new values each time a row is used. */
  NONE;

  /** The name on the command line and in the manifest. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the prepared pixels are 0 and 1, not 0..255. */
  public boolean isBinary() {
    return this != NONE;
  }

  /**
   * The inverse of {@link #label()}, ignoring case.
   *
   * @throws BoltzException BAD_CONFIGURATION when there is no such name
   */
  public static Binarization of(String label) {
    for (Binarization candidate : values()) {
      if (candidate.label().equalsIgnoreCase(label)) {
        return candidate;
      }
    }
    throw new BoltzException(
        ExitCode.BAD_CONFIGURATION,
        "unknown binarization '"
            + label
            + "'; --binarize expects one of "
            + Arrays.stream(values()).map(Binarization::label).collect(Collectors.joining(", ")));
  }
}
