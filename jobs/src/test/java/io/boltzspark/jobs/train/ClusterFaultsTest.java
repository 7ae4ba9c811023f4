package io.boltzspark.jobs.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.MiniHdfs;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.Program;
import io.boltzspark.testing.Processes;
import io.boltzspark.testing.SparkTesting;
import io.boltzspark.testing.StandaloneCluster;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One training, by {@code spark-submit} on a standalone cluster of two workers, from HDFS to HDFS,
 * that one fault after another befalls: it ends with the bytes of one that was left alone, on one
 * thread.
 */
@EnabledIfSystemProperty(
    named = "boltz.faults",
    matches = "some|all",
    disabledReason = "takes three minutes, most of them waiting: -Dboltz.faults=some")
@ExtendWith(SparkTesting.class)
class ClusterFaultsTest {
  @TempDir static Path directory;
  private static MiniHdfs hdfs;
  private static JsonNode reference;

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

  @Test
  void oneFaultAfterAnotherChangesNoByte(@SparkTesting.Workers(2) StandaloneCluster cluster)
      throws Exception {
    ClusterTraining training = new ClusterTraining(cluster, hdfs, directory, "faults");
    Program program = training.start();
    training.awaitEpochs(program, 2);
    List<ProcessHandle> executors = cluster.executors();
    assertEquals(2, executors.size());

    Processes.kill(executors.get(0));
    training.awaitEpochs(program, 2);
    // Within a round it is submitted again, between two the rows are dealt out anew.
    String said = program.said();
    assertTrue(said.contains("Lost executor"), said);

    // The one that is at work, whether or not the other is replaced by now.
    Processes.pause(executors.get(1));
    training.awaitSaid(program, "did not answer in time; replacing it");
    training.awaitEpochs(program, 2);
    assertTrue(program.said().contains("no statistics of step"), program.said());

    program.kill();
    assertTrue(training.isLocked(), "the dead driver has left its lock");
    training.awaitNoExecutors();
    List<ProcessHandle> workers = cluster.workers();
    cluster.loseWorker(workers.get(0));

    Program resumed = training.resume();
    training.awaitEpochs(resumed, 2);
    resumed.terminate();
    Outcome interrupted = resumed.end();
    assertEquals(ExitCode.INTERRUPTED.number(), interrupted.exitCode(), interrupted.err());
    assertTrue(interrupted.err().contains("taking over the lock"), interrupted.err());
    assertEquals(1, interrupted.json().get("tasks").intValue(), "there is one worker left");
    assertEquals(training.step(), interrupted.json().get("step").longValue());
    assertFalse(training.isLocked(), "the lock is given back");

    Outcome end = training.resume().end();
    assertEquals(0, end.exitCode(), end.err());
    assertEquals("finished", end.json().get("ending").textValue());
    assertEquals(reference.get("step"), end.json().get("step"));
    assertEquals(reference.get("model_sha256"), end.json().get("model_sha256"));
  }
}
