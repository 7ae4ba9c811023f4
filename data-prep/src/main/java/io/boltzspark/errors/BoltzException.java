package io.boltzspark.errors;

import java.util.Objects;

/**
 * An error that a user can fix. The message says what was wrong, the value, what is allowed and
 * which option to change; it is shown without a stack trace, and the process exits with {@link
 * #exitCode()}.
 */
public class BoltzException extends RuntimeException {
  private final ExitCode exitCode;

  public BoltzException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  public BoltzException(ExitCode exitCode, String message, Throwable cause) {
    super(Objects.requireNonNull(message), cause);
    this.exitCode = Objects.requireNonNull(exitCode);
  }

  /** The exit status of the process. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
