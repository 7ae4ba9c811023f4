package io.boltzspark.jobs.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.FileTree;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same data, settings and seed give the same model bytes, however and wherever trained. */
class SameModelTest {
  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static Path data;
  private static String expected;

  @BeforeAll
  static void trainOnce() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    data = directory.resolve("data");
    Outcome.json("prepare", "--source", source.toString(), "--out", data.toString());
    expected = sha256(train("reference"));
  }

  @Test
  void onOneCoreAndOnTwo() throws IOException {
    Outcome one = Outcome.of(line("one", "--master", "local[1]", "--json"));
    assertEquals(0, one.exitCode(), one.err());
    assertEquals(1, one.json().get("tasks").intValue());
    assertEquals(expected, sha256(one.json()));
    JsonNode two = train("two");
    assertEquals(2, two.get("tasks").intValue());
    assertEquals(expected, sha256(two));
  }

  @Test
  void withBothEngines() throws IOException {
    assertEquals(expected, sha256(train("jobs", "--engine", "jobs")));
  }

  @Test
  void withCheckpointsAndMonitorsAtOtherSteps() throws IOException {
    String[] often = {
      "--checkpoint-every", "7", "--set", "monitor.every=5", "--set", "monitor.metrics=all"
    };
    assertEquals(expected, sha256(train("often", often)));
  }

  @Test
  void butNotWithAnotherSeed() throws IOException {
    assertNotEquals(expected, sha256(train("seed", "--seed", "8")));
  }

  @Test
  void whenItStartsFromThatModelAtARateThatMovesNothing() throws IOException {
    String[] still = {
      "--set",
      "learning.initialisation.from=" + directory.resolve("reference"),
      "--set",
      "learning.optimizer.kind=sgd",
      "--learning-rate",
      "1e-30"
    };
    assertEquals(expected, sha256(train("still", still)));
  }

  @Test
  void whenStoppedAndResumedWithNothingButTheRunsName() throws IOException {
    JsonNode stopped = train("resumed", "--stop-after-epoch", "1");
    assertEquals("stopped", stopped.get("ending").textValue());
    assertNotEquals(expected, sha256(stopped));
    Path run = directory.resolve("resumed");
    JsonNode resumed = Outcome.json("train", "--resume", "--out", run.toString());
    assertEquals("finished", resumed.get("ending").textValue());
    assertEquals(expected, sha256(resumed));
    // Once more changes nothing.
    assertEquals(expected, sha256(Outcome.json("train", "--resume", "--out", run.toString())));
  }

  @Test
  void whenAFinishedRunIsResumedToGoOnLonger() throws IOException {
    String[] constant = {"--set", "learning.schedule.kind=constant"};
    train("short", constant);
    JsonNode longer =
        Outcome.json(
            "train", "--resume", "--out", directory.resolve("short").toString(), "--epochs", "5");
    assertEquals(5, longer.get("epoch").intValue());
    assertEquals(sha256(train("long", "--epochs", "5", constant[0], constant[1])), sha256(longer));
  }

  @Test
  void whenARefusedResumeCameBetween() throws IOException {
    train("refused", "--stop-after-epoch", "1");
    Path run = directory.resolve("refused");
    Map<Path, Integer> before = FileTree.of(run);
    Outcome.fails(
        ExitCode.BAD_CONFIGURATION,
        List.of("a different configuration", "step"),
        "train",
        "--resume",
        "--out",
        run.toString(),
        "--k",
        "2");
    Path other = directory.resolve("other-data");
    Outcome.json(
        "prepare",
        "--source",
        directory.resolve("idx").toString(),
        "--out",
        other.toString(),
        "--seed",
        "9");
    Outcome.fails(
        ExitCode.BAD_CONFIGURATION,
        List.of("different data"),
        "train",
        "--resume",
        "--out",
        run.toString(),
        "--data",
        other.toString());
    assertEquals(before, FileTree.of(run), "a refused resume leaves the run as it was");
    assertEquals(expected, sha256(Outcome.json("train", "--resume", "--out", run.toString())));
  }

  @Test
  void whenTheDataHasMoved() throws IOException {
    train("moving", "--stop-after-epoch", "1");
    Path run = directory.resolve("moving");
    Path moved = directory.resolve("moved-data");
    Outcome.json(
        "prepare",
        "--source",
        directory.resolve("idx").toString(),
        "--out",
        moved.toString(),
        "--shards",
        "2");
    assertEquals(
        expected,
        sha256(
            Outcome.json(
                "train", "--resume", "--out", run.toString(), "--data", moved.toString())));
    String recorded = Files.readString(run.resolve("run.json"));
    assertFalse(recorded.contains(data + "\""), recorded);
  }

  private static JsonNode train(String run, String... more) throws IOException {
    return Outcome.json(line(run, more));
  }

  private static String[] line(String run, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "train",
                "--data",
                data.toString(),
                "--out",
                directory.resolve(run).toString(),
                "--dimensions",
                "36,12",
                "--batch-size",
                "20"));
    List<String> given = List.of(more);
    if (!given.contains("--epochs")) {
      words.addAll(List.of("--epochs", "3"));
    }
    words.addAll(given);
    return words.toArray(new String[0]);
  }

  private static String sha256(JsonNode result) {
    return result.get("model_sha256").textValue();
  }
}
