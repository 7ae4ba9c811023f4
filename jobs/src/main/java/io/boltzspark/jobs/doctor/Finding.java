package io.boltzspark.jobs.doctor;

import java.util.Objects;
import java.util.Optional;

/**
 * The result of one check.
 *
 * @param name of what was checked, in a few words
 * @param status whether it is sufficient
 * @param value what was found
 * @param remedy how to fix it; present exactly when the status is not {@link Status#OK}
 */
public record Finding(String name, Status status, String value, Optional<String> remedy) {

  /** Whether what was found is sufficient. */
  public enum Status {
    /** As it should be. */
    OK,
    /** Works, but could be better. */
    WARNING,
    /** Something required is missing. */
    MISSING
  }

  public Finding {
    Objects.requireNonNull(name);
    Objects.requireNonNull(value);
    if (remedy.isPresent() == (status == Status.OK)) {
      throw new IllegalArgumentException(
          name + ": a remedy is required exactly when the status is not OK");
    }
  }

  static Finding ok(String name, String value) {
    return new Finding(name, Status.OK, value, Optional.empty());
  }

  static Finding warning(String name, String value, String remedy) {
    return new Finding(name, Status.WARNING, value, Optional.of(remedy));
  }

  static Finding missing(String name, String value, String remedy) {
    return new Finding(name, Status.MISSING, value, Optional.of(remedy));
  }
}
