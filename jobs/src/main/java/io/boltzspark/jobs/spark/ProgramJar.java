package io.boltzspark.jobs.spark;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.regex.Pattern;

/** The program's jar, which Spark takes in lists of patterns: no other of its paths may be any. */
public final class ProgramJar {
  private static final Pattern MISTAKEN = Pattern.compile("[\\[\\]{}*?\\\\,#]");

  private ProgramJar() {}

  /**
   * Returns the location itself.
   *
   * @throws BoltzException BAD_CONFIGURATION when Spark would take it for something else
   */
  public static String require(String location) {
    if (MISTAKEN.matcher(location).find()) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "the program's jar is %s, but Spark would take a backslash or one of [ ] { } * ? , # in it for a pattern or a list; copy it to a path without these, and name that with --jar of boltz submit"
              .formatted(location));
    }
    return location;
  }
}
