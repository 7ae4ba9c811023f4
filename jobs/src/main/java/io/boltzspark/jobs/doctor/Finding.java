package io.boltzspark.jobs.doctor;

import java.util.Objects;
import java.util.Optional;

/**
 * What one check found.
 *
 * @param name of the thing looked at; a few words
 * @param status whether it will do
 * @param value what there is
 * @param remedy what to do about it; there exactly when the status is not {@link Status#OK}
 */
public record Finding(String name, Status status, String value, Optional<String> remedy) {

  /** Whether the thing will do. */
  public enum Status {
    /** As it should be. */
    OK,
    /** Works, but could be better. */
    WARNING,
    /** Something needed is not there. */
    MISSING
  }

  public Finding {
    Objects.requireNonNull(name);
    Objects.requireNonNull(value);
    if (remedy.isPresent() == (status == Status.OK)) {
      throw new IllegalArgumentException(name + ": a remedy belongs to what is not OK, only");
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
