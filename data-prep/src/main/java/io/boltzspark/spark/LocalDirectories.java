package io.boltzspark.spark;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.Causes;
import io.boltzspark.files.WriteFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.util.Utils;

/** Where Spark keeps what it shuffles and what does not fit in memory. */
public final class LocalDirectories {
  private static final String CHOOSE =
      " (choose another with --conf spark.local.dir=DIR, or with SPARK_LOCAL_DIRS=DIR in the"
          + " environment if that is set)";
  private static final String HADOOP = "org.apache.hadoop.";

  private LocalDirectories() {}

  /**
   * Checks, before Spark starts, that it can keep files in one of those of this process: where it
   * cannot, it ends the process.
   *
   * @throws BoltzException ENVIRONMENT when it cannot
   */
  public static void requireOne(SparkConf conf) {
    Exception reason = null;
    for (String place : Utils.getConfiguredLocalDirs(conf)) {
      try {
        Path directory = Files.createDirectories(Path.of(place));
        Files.delete(Files.createTempDirectory(directory, "boltz-"));
        return;
      } catch (IOException | InvalidPathException e) {
        reason = e;
      }
    }
    throw WriteFailure.of(
        "Spark cannot keep files in its local directory" + places(conf) + CHOOSE, reason);
  }

  /**
   * Whether a full disk is one of these: Spark writes there itself, and everywhere else through
   * Hadoop.
   *
   * @param thrown of a full disk
   */
  static boolean isFull(Throwable thrown) {
    return Causes.first(thrown, FSError.class).isEmpty()
        && Causes.chain(thrown).stream()
            .filter(WriteFailure::saysFull)
            .noneMatch(LocalDirectories::isByHadoop);
  }

  private static boolean isByHadoop(Throwable cause) {
    return cause.getClass().getName().startsWith(HADOOP)
        || Arrays.stream(cause.getStackTrace())
            .anyMatch(frame -> frame.getClassName().startsWith(HADOOP));
  }

  /** The error of a full one. */
  static BoltzException error(Throwable reason) {
    SparkEnv env = SparkEnv.get();
    return WriteFailure.of(
        "Spark's local directory"
            + (env == null ? "" : places(env.conf()))
            + " has no room for rows that are shuffled or do not fit in memory"
            + CHOOSE,
        reason);
  }

  /** As this process has them; executors may have others. */
  private static String places(SparkConf conf) {
    return " " + String.join(", ", Utils.getConfiguredLocalDirs(conf));
  }
}
