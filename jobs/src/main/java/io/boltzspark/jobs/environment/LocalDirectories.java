package io.boltzspark.jobs.environment;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils;

/** The directories of Spark's shuffle and spilled rows in this process. */
public final class LocalDirectories {
  private LocalDirectories() {}

  /**
   * Spark ends the process without a word if it can use none of them.
   *
   * @throws BoltzException ENVIRONMENT when no file can be written to any of them
   */
  public static void require(SparkConf conf) {
    List<String> reasons = new ArrayList<>();
    for (String name : Utils.getConfiguredLocalDirs(conf)) {
      try {
        Path directory = Files.createDirectories(Path.of(name));
        Files.delete(Files.createTempFile(directory, "boltz-", ".tmp"));
        return;
      } catch (IOException | IllegalArgumentException e) {
        reasons.add(String.valueOf(e.getMessage()));
      }
    }
    throw new BoltzException(
        ExitCode.ENVIRONMENT,
        "Spark cannot write its own files to any of %s (%s); choose another directory with --conf spark.local.dir=DIR, or with SPARK_LOCAL_DIRS=DIR in the environment if that is set"
            .formatted(List.of(Utils.getConfiguredLocalDirs(conf)), String.join("; ", reasons)));
  }
}
