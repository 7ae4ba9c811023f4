package io.boltzspark.files;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.Causes;
import io.boltzspark.errors.ExitCode;
import java.util.List;
import java.util.Locale;

/** The error when a file system refuses to write: the reason, and what to do about it. */
public final class WriteFailure {
  /** As Linux, quotas, and HDFS without room on any data node say it. */
  private static final List<String> FULL =
      List.of("no space left", "quota", "could only be written to 0 of");

  private static final List<String> FORBIDDEN =
      List.of("permission denied", "read-only file system", "access denied", "accesscontrol");

  private WriteFailure() {}

  /**
   * The error to throw.
   *
   * @param what what was tried, with the path, such as {@code cannot write hdfs:/runs/a/LATEST}
   * @param reason the exception of the file system
   * @return an error of kind ENVIRONMENT
   */
  public static BoltzException of(String what, Throwable reason) {
    String first = reason.toString().lines().findFirst().orElse("");
    return new BoltzException(ExitCode.ENVIRONMENT, what + ": " + first + remedy(reason), reason);
  }

  private static String remedy(Throwable reason) {
    if (isFull(reason)) {
      return " (free disk space or raise the quota there, or write elsewhere)";
    }
    return says(reason, FORBIDDEN) ? " (make that directory writable, or write elsewhere)" : "";
  }

  /** Whether the reason is a full disk or an exhausted quota. */
  public static boolean isFull(Throwable reason) {
    return says(reason, FULL);
  }

  private static boolean says(Throwable reason, List<String> words) {
    return Causes.chain(reason).stream()
        .map(cause -> cause.toString().toLowerCase(Locale.ROOT))
        .anyMatch(text -> words.stream().anyMatch(text::contains));
  }
}
