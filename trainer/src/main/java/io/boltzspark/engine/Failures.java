package io.boltzspark.engine;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import org.slf4j.LoggerFactory;

/** Finds the reason in what Spark throws: users see the first cause, not its wrappings. */
final class Failures {
  private Failures() {}

  /** The project's own error if there is one among the causes, else the innermost cause. */
  static RuntimeException firstCause(Throwable thrown) {
    Throwable cause = thrown;
    while (true) {
      if (cause instanceof BoltzException own) {
        return own;
      }
      if (cause.getCause() == null || cause.getCause() == cause) {
        return asRuntime(
            cause == thrown ? thrown : new IllegalStateException(summary(cause), thrown));
      }
      cause = cause.getCause();
    }
  }

  /** Whether the same work may succeed when it is submitted again. */
  static boolean isWorthRetrying(RuntimeException cause) {
    return !(cause instanceof BoltzException own) || own.exitCode() == ExitCode.EXECUTION;
  }

  static RuntimeException asRuntime(Throwable thrown) {
    return thrown instanceof RuntimeException e
        ? e
        : new IllegalStateException(summary(thrown), thrown);
  }

  /** The first line, without Spark's repetition of the driver's stack trace. */
  static String summary(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    return text.lines().findFirst().orElse(cause.toString());
  }

  /** Closes what has nothing left to lose by it. */
  static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LoggerFactory.getLogger(Failures.class).warn("closing failed: {}", summary(e));
    }
  }

  static BoltzException afterAttempts(RuntimeException cause, int attempts, String what) {
    return new BoltzException(
        ExitCode.EXECUTION,
        what
            + " failed "
            + attempts
            + " times (engine.attempts), last because: "
            + summary(cause)
            + ". The last checkpoint is kept; go on with --resume",
        cause);
  }
}
