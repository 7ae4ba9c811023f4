package io.boltzspark.jobs.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.testing.MiniHdfs;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.Program;
import io.boltzspark.testing.Processes;
import io.boltzspark.testing.SparkTesting;
import io.boltzspark.testing.StandaloneCluster;
import io.boltzspark.testing.TestSeed;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training of its own for each fault, by {@code spark-submit} on a standalone cluster of two
 * workers, from HDFS to HDFS. What the user is told is checked, and that the model has the bytes of
 * one that was left alone, on one thread.
 */
@EnabledIfSystemProperty(
    named = "boltz.faults",
    matches = "all",
    disabledReason = "takes ten minutes: -Dboltz.faults=all")
@ExtendWith(SparkTesting.class)
class ClusterEachFaultTest {
  @TempDir static Path directory;
  private static MiniHdfs hdfs;
  private static JsonNode reference;

  private StandaloneCluster cluster;
  private ClusterTraining training;

  @BeforeAll
  static void trainUndisturbed() throws IOException {
    hdfs = new MiniHdfs(directory.resolve("hdfs"));
    ClusterTraining.prepare(hdfs, directory);
    reference = ClusterTraining.reference(hdfs);
    TestSpark.close();
  }

  @AfterAll
  static void close() {
    hdfs.close();
  }

  @BeforeEach
  void twoWorkers(@SparkTesting.Workers(2) StandaloneCluster shared, TestInfo test) {
    cluster = shared;
    while (cluster.workers().size() < 2) {
      cluster.addWorker();
    }
    cluster.awaitWorkers(2);
    String name = test.getTestMethod().orElseThrow().getName();
    training = new ClusterTraining(cluster, hdfs, directory, name);
  }

  private static void assertSameModel(Program program) throws Exception {
    Outcome end = program.end();
    assertEquals(0, end.exitCode(), end.err());
    assertEquals("finished", end.json().get("ending").textValue());
    assertEquals(reference.get("model_sha256"), end.json().get("model_sha256"), end.err());
  }

  /** One line that says all of these things, and no stack trace. */
  private static void assertStopped(Program program, ExitCode code, String... said)
      throws Exception {
    Outcome end = program.end();
    assertEquals(code.number(), end.exitCode(), end.err());
    String message = end.json().get("error").textValue();
    assertEquals(1, message.lines().count(), message);
    for (String text : said) {
      assertTrue(message.contains(text), "'" + text + "' is not in: " + message);
    }
  }

  @Test
  void theDriverRunsOnAWorker() throws Exception {
    Outcome submission = training.startOnWorker().end();
    assertEquals(0, submission.exitCode(), submission.err());
    org.apache.hadoop.fs.Path model =
        new org.apache.hadoop.fs.Path(training.path(), "model/model.safetensors");
    assertEquals(
        reference.get("model_sha256").textValue(), WholeFiles.sha256(hdfs.fileSystem(), model));
  }

  @Test
  void anExecutorIsPausedAndGoesOn() throws Exception {
    Program program = training.start();
    training.awaitEpochs(program, 1);
    ProcessHandle paused = cluster.executors().get(0);
    Processes.pause(paused);
    Thread.sleep(1000L * ClusterTraining.EXCHANGE_SECONDS + 500);
    Processes.proceed(paused);
    assertSameModel(program);
  }

  @Test
  void aWorkerIsSlow() throws Exception {
    Program program = training.start();
    training.awaitEpochs(program, 1);
    AutoCloseable brake = Processes.slowDown(cluster.executors().get(0), 0.3);
    try {
      training.awaitEpochs(program, 2);
    } finally {
      brake.close();
    }
    assertSameModel(program);
    assertFalse(program.said().contains("resubmitting it"), program.said());
  }

  @Test
  void aWorkerIsLostAndFewerTasksAreNotAllowed() throws Exception {
    Program program = training.start("--set", "engine.tasks=4", "--set", "engine.slot-timeout=30s");
    training.awaitEpochs(program, 1);
    cluster.loseWorker(cluster.workers().get(0));
    assertStopped(
        program, ExitCode.ENVIRONMENT, "4 task slots", "has 2", "engine.tasks", "--resume");
    assertSameModel(training.resume("--set", "engine.tasks=0"));
  }

  @Test
  void aDataFileVanishes() throws Exception {
    Program program = training.start();
    training.awaitEpochs(program, 1);
    FileSystem fs = hdfs.fileSystem();
    org.apache.hadoop.fs.Path file = null;
    for (FileStatus status :
        fs.listStatus(new org.apache.hadoop.fs.Path(hdfs.path("data/train")))) {
      if (status.getPath().getName().endsWith(".parquet")) {
        file = status.getPath();
      }
    }
    org.apache.hadoop.fs.Path hidden = new org.apache.hadoop.fs.Path(hdfs.path("hidden"));
    assertTrue(fs.rename(file, hidden));
    // Executors hold the rows, so nobody misses the file yet.
    training.awaitEpochs(program, 1);
    cluster.executors().forEach(Processes::kill);
    try {
      assertStopped(program, ExitCode.BAD_INPUT, file.getName(), "--resume");
    } finally {
      assertTrue(fs.rename(hidden, file));
    }
    assertSameModel(training.resume());
  }

  @Test
  void theDriverIsKilledAtAnyMoment() throws Exception {
    long seed = TestSeed.next();
    // From when the cluster knows of it to well after the first checkpoints.
    long millis = new Random(seed).nextInt(15_000);
    String drawn = "seed " + seed + ": killed after " + millis + " ms; ";
    Program program = training.start();
    Processes.await(program::said, ClusterTraining.PATIENCE, () -> training.isLocked());
    Thread.sleep(millis);
    program.kill();
    training.awaitNoExecutors();
    Outcome end = training.resume().end();
    assertEquals(0, end.exitCode(), drawn + end.err());
    assertEquals(reference.get("model_sha256"), end.json().get("model_sha256"), drawn);
  }
}
