package io.boltzspark.jobs.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boltz submit} as a process that starts another. */
class SubmitTest {
  /** Writes down its variable and its arguments, then waits to be ended, which it does with 42. */
  private static final String SPARK_SUBMIT =
      """
      #!/bin/sh
      trap 'exit 42' TERM
      printf '%s\\n' "$OPENBLAS_NUM_THREADS" "$@" > "$SPARK_HOME/said"
      mv "$SPARK_HOME/said" "$SPARK_HOME/called"
      while :; do sleep 0.1; done
      """;

  @TempDir(factory = AwkwardDirectory.class)
  Path directory;

  @Test
  void theInstallationsSparkSubmitIsCalledAndItsEndIsOurs() throws Exception {
    Path home = directory.resolve("spark home");
    Path script = home.resolve("bin/spark-submit");
    Files.createDirectories(script.getParent());
    Files.writeString(script, SPARK_SUBMIT);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    String[] submission = {
      "submit",
      "--master",
      "yarn",
      "--deploy-mode",
      "cluster",
      "--jar",
      "b.jar",
      "--conf",
      "spark.authenticate.secret=hidden",
      "--run",
      "--json",
      "train",
      "--data",
      "hdfs:///a b",
      "--out",
      "o"
    };
    Program program =
        Program.start(
            directory,
            environment -> {
              environment.put("SPARK_HOME", home.toString());
              environment.remove("OPENBLAS_NUM_THREADS");
            },
            submission);
    try {
      Path called = home.resolve("called");
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (!Files.exists(called) && program.isAlive() && System.nanoTime() < deadline) {
        Thread.sleep(50);
      }
      assertTrue(Files.exists(called), "spark-submit was not called");
      List<String> said = new ArrayList<>(Files.readAllLines(called));
      assertEquals("1", said.remove(0), "OPENBLAS_NUM_THREADS");
      SparkArguments arguments = SparkArguments.parse(said);
      assertEquals("yarn", arguments.master());
      assertEquals("cluster", arguments.deployMode());
      assertEquals("hidden", arguments.properties().get("spark.authenticate.secret"));
      assertEquals(List.of("train", "--data", "hdfs:///a b", "--out", "o"), arguments.words());
      program.terminate();
      Outcome outcome = program.end();
      assertEquals(42, outcome.exitCode(), outcome.err());
      assertEquals(42, outcome.json().get("exit_code").intValue());
      assertTrue(!outcome.out().contains("hidden"), outcome.out());
    } finally {
      program.kill();
    }
  }
}
