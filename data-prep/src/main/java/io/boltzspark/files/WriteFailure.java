package io.boltzspark.files;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.Causes;
import io.boltzspark.errors.ExitCode;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;

/** The error when a file system refuses to write: the reason, and what to do about it. */
public final class WriteFailure {
  /** As Linux, quotas, and HDFS without room on any data node say it. */
  private static final List<String> FULL =
      List.of(
          "no space left on device",
          "disk quota exceeded",
          "quotaexceededexception",
          "could only be written to 0 of");

  private static final List<String> FORBIDDEN =
      List.of(
          "permission denied",
          "read-only file system",
          "access denied",
          "accessdenied",
          "accesscontrol");

  private WriteFailure() {}

  /**
   * The error to throw.
   *
   * @param what what was tried, with the path, such as {@code cannot write hdfs:/runs/a/LATEST}
   * @param reason the exception of the file system
   * @return an error of kind ENVIRONMENT
   */
  public static BoltzException of(String what, Throwable reason) {
    return of(what, "", reason);
  }

  /**
   * The same for a file of a known size.
   *
   * @param bytes that it was to have
   */
  public static BoltzException of(Path file, long bytes, Throwable reason) {
    String needed = String.format(Locale.ROOT, "; it needs room for %,d bytes", bytes);
    return of("cannot write " + file, isFull(reason) ? needed : "", reason);
  }

  private static BoltzException of(String what, String needed, Throwable reason) {
    String first = reason.toString().lines().findFirst().orElse("");
    String message = what + ": " + first + needed + remedy(reason);
    return new BoltzException(ExitCode.ENVIRONMENT, StagedDirectory.withTargets(message), reason);
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

  /** Whether this exception itself says so, whatever its causes say. */
  public static boolean saysFull(Throwable cause) {
    return itself(cause, FULL);
  }

  private static boolean says(Throwable reason, List<String> words) {
    return Causes.chain(reason).stream().anyMatch(cause -> itself(cause, words));
  }

  private static boolean itself(Throwable cause, List<String> words) {
    String text = cause.toString().toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(text::contains);
  }
}
