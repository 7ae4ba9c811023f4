package io.boltzspark.jobs.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.Program;
import io.boltzspark.jobs.testing.TinyDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM in the middle of a training, to a process of its own. */
class InterruptedTrainingTest {
  @TempDir Path directory;
  private Path data;

  @BeforeEach
  void prepare() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    data = directory.resolve("data");
    Outcome.json("prepare", "--source", source.toString(), "--out", data.toString());
  }

  @Test
  void endsSoonKeepsItsStateAndCanBeResumed() throws Exception {
    Path run = directory.resolve("interrupted");

    Program program = Program.start(directory, line(run, "--json"));
    Outcome outcome;
    try {
      Path latest = run.resolve("checkpoints/LATEST");
      while (!Files.exists(latest) && program.isAlive()) {
        Thread.sleep(10);
      }
      program.terminate();
      outcome = program.end();
    } finally {
      program.kill();
    }
    assertEquals(ExitCode.INTERRUPTED.number(), outcome.exitCode(), outcome.err());
    JsonNode interrupted = outcome.json();
    assertEquals("interrupted", interrupted.get("ending").textValue());
    assertFalse(Files.exists(run.resolve("owner.json")), "the lock is given back");
    // What was done up to the signal is in the newest checkpoint, not just the last whole epoch.
    String newest = Files.readString(run.resolve("checkpoints/LATEST")).strip();
    assertEquals(
        interrupted.get("step").longValue(), Long.parseLong(newest.replaceAll("step-0*", "")));

    JsonNode resumed = Outcome.json("train", "--resume", "--out", run.toString());
    assertEquals("finished", resumed.get("ending").textValue());
    JsonNode whole = Outcome.json(line(directory.resolve("whole")));
    assertEquals(whole.get("step"), resumed.get("step"));
    assertNotEquals(interrupted.get("model_sha256"), resumed.get("model_sha256"));
    assertEquals(whole.get("model_sha256"), resumed.get("model_sha256"));
  }

  /** An epoch is one step here: two of one sweep, and one of 2,200 sweeps of 5,000 chains. */
  @Test
  void abandonsAStepThatTakesTooLong() throws Exception {
    Path run = directory.resolve("abandoned");
    List<String> words =
        List.of(
            "train --data %s --out %s --dimensions 36,3000 --batch-size 1000 --epochs 3 --k 1"
                .formatted(data, run)
                .split(" "));
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("--k-end", "5000", "--chains", "5000", "--master", "local[2]", "--json"));
    Program program = Program.start(directory, all.toArray(new String[0]));
    try {
      Path latest = run.resolve("checkpoints/LATEST");
      Path second = run.resolve("checkpoints/step-0000000002");
      while (!Files.exists(second) && program.isAlive()) {
        Thread.sleep(10);
      }
      Thread.sleep(1000);
      program.terminate();
      Outcome outcome = program.end();
      assertEquals(ExitCode.INTERRUPTED.number(), outcome.exitCode(), outcome.err());
      JsonNode error = outcome.json();
      assertEquals(ExitCode.INTERRUPTED.number(), error.get("exit_code").intValue());
      assertTrue(error.get("error").textValue().contains("abandoned"), outcome.out());
      assertTrue(error.get("error").textValue().contains("--resume --out " + run), outcome.out());
      assertEquals("step-0000000002\n", Files.readString(latest));
      assertFalse(Files.exists(run.resolve("owner.json")), "the lock is given back");
    } finally {
      program.kill();
    }
  }

  /** A training of 20 rounds, of which the first is over long before the last. */
  private String[] line(Path run, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "train",
                "--data",
                data.toString(),
                "--out",
                run.toString(),
                "--dimensions",
                "36,12",
                "--batch-size",
                "2",
                "--epochs",
                "20",
                "--set",
                "checkpoint.keep=2"));
    words.addAll(List.of(more));
    if (more.length > 0) {
      words.addAll(List.of("--master", "local[2]"));
    }
    return words.toArray(new String[0]);
  }
}
