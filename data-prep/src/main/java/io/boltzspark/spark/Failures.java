package io.boltzspark.spark;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.Causes;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WriteFailure;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.slf4j.LoggerFactory;

/** Finds the cause of an exception from Spark: users see the root cause without its wrappers. */
public final class Failures {
  /** Advice to the user of a training that failed after its start. */
  public static final String GO_ON = "The last checkpoint is kept; continue with --resume";

  private static final String EXECUTOR_LOST = "ExecutorLostFailure";
  private static final String FILE_IS_GONE = "FAILED_READ_FILE.FILE_NOT_EXIST";

  private Failures() {}

  /**
   * The project's own error if there is one among the causes, one of ENVIRONMENT if a disk was full
   * or a native library could not be loaded, else the innermost cause.
   */
  public static RuntimeException firstCause(Throwable thrown) {
    Optional<BoltzException> own = Causes.first(thrown, BoltzException.class);
    if (own.isPresent()) {
      return own.get();
    }
    Throwable root = Causes.root(thrown);
    if (WriteFailure.isFull(thrown)) {
      return LocalDirectories.isFull(thrown)
          ? LocalDirectories.error(root)
          : WriteFailure.of("a disk is full", root);
    }
    Optional<BoltzException> library = LibraryFailure.of(thrown);
    if (library.isPresent()) {
      return library.get();
    }
    return asRuntime(root == thrown ? thrown : new IllegalStateException(summary(root), thrown));
  }

  /** As {@link #firstCause}; says which directory was written if its disk was full or broken. */
  static RuntimeException whileWriting(Path directory, Throwable thrown) {
    boolean own = Causes.first(thrown, BoltzException.class).isPresent();
    boolean full = WriteFailure.isFull(thrown) && !LocalDirectories.isFull(thrown);
    boolean broken = Causes.first(thrown, FSError.class).filter(e -> !isOfReading(e)).isPresent();
    return (full || broken) && !own
        ? WriteFailure.of("cannot write " + directory, Causes.root(thrown))
        : firstCause(thrown);
  }

  /** As {@link #firstCause}; a file that is missing or cannot be read is bad input. */
  public static RuntimeException whileReading(String path, Throwable thrown) {
    RuntimeException own = firstCause(thrown);
    if (own instanceof BoltzException) {
      return own;
    }
    for (Throwable cause : Causes.chain(thrown)) {
      if (cause instanceof SparkThrowable spark && isUnreadable(spark)
          || cause instanceof FSError error && isOfReading(error)) {
        return new BoltzException(
            ExitCode.BAD_INPUT, "cannot read " + path + ": " + summary(cause), thrown);
      }
    }
    return own;
  }

  /**
   * As {@link #firstCause}, for a job of a running training. Such a job reads data again after the
   * loss of an executor that held rows; a file that has disappeared will not reappear within the
   * seconds of another attempt.
   */
  public static RuntimeException whileTraining(Throwable thrown) {
    RuntimeException own = firstCause(thrown);
    if (own instanceof BoltzException) {
      return own;
    }
    for (Throwable cause : Causes.chain(thrown)) {
      if (cause instanceof SparkThrowable spark
          && String.valueOf(spark.getCondition()).equals(FILE_IS_GONE)) {
        return new BoltzException(
            ExitCode.BAD_INPUT,
            "rows must be read again, but a data file no longer exists: "
                + summary(cause)
                + " Restore it. "
                + GO_ON,
            thrown);
      }
    }
    return own;
  }

  /** Hadoop throws the same for a disk that cannot be written. */
  private static boolean isOfReading(FSError error) {
    return Arrays.stream(error.getStackTrace())
        .anyMatch(frame -> frame.getClassName().endsWith("InputStream"));
  }

  private static boolean isUnreadable(SparkThrowable thrown) {
    return thrown instanceof AnalysisException
        || String.valueOf(thrown.getCondition()).startsWith("FAILED_READ_FILE");
  }

  /** Whether the same work may succeed when submitted again. */
  public static boolean isWorthRetrying(RuntimeException cause) {
    return !(cause instanceof BoltzException own) || own.exitCode() == ExitCode.EXECUTION;
  }

  public static RuntimeException asRuntime(Throwable thrown) {
    return thrown instanceof RuntimeException e
        ? e
        : new IllegalStateException(summary(thrown), thrown);
  }

  /**
   * The first line, without Spark's copy of the driver's stack trace; where an executor was lost,
   * the line that says so, which Spark puts after its consequences.
   */
  public static String summary(Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    return text.lines()
        .filter(line -> line.startsWith(EXECUTOR_LOST))
        .findFirst()
        .or(() -> text.lines().findFirst())
        .orElse(cause.toString());
  }

  /** Closes a resource that no longer matters: a failure is logged, not thrown. */
  public static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      LoggerFactory.getLogger(Failures.class).warn("closing failed: {}", summary(e));
    }
  }

  public static BoltzException afterAttempts(RuntimeException cause, int attempts, String what) {
    return new BoltzException(
        ExitCode.EXECUTION,
        what
            + " failed "
            + attempts
            + " times (engine.attempts); last cause: "
            + summary(cause)
            + ". "
            + GO_ON,
        cause);
  }
}
