package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.FileTree;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import io.boltzspark.store.TrainedModel;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user can get wrong besides the input: each ends with its exit code and one line that says
 * what to change, and leaves every file as it was.
 */
class RefusalsTest {
  @TempDir static Path directory;
  private static Path source;
  private static Path data;
  private static Path run;

  private final Path out = directory.resolve("out");

  @BeforeAll
  static void prepareAndTrain() throws IOException {
    source = TinyDigits.write(directory.resolve("idx"));
    data = directory.resolve("data");
    run = directory.resolve("run");
    Outcome.json("prepare", "--source", source.toString(), "--out", data.toString());
    Outcome.json(
        "train",
        "--data",
        data.toString(),
        "--out",
        run.toString(),
        "--epochs",
        "1",
        "--dimensions",
        "36,8");
  }

  @Test
  void usage() throws IOException {
    refused(ExitCode.USAGE, List.of("'--epoch'", "'--epochs'"), "train", "--epoch", "2");
    refused(ExitCode.USAGE, List.of("--data is missing"), "train", "--out", out.toString());
    refused(ExitCode.USAGE, List.of("--out"), "sample", "--model", run.toString());
    refused(ExitCode.USAGE, List.of("--out is missing"), "train", "--resume");
    trainIsRefused(
        ExitCode.USAGE, List.of("--stop-after-epoch 0", "1 or larger"), "--stop-after-epoch", "0");
    trainIsRefused(
        ExitCode.USAGE,
        List.of("learning.k", "more than once"),
        "--k",
        "2",
        "--set",
        "learning.k=3");
  }

  /** Data that does not exist would be looked for next. */
  @Test
  void aRunThatNoModelReferenceCouldName() throws IOException {
    for (String name : List.of("x@step:3", "x@epoch:1", "x@step:3/", "x@first:1")) {
      refused(
          ExitCode.USAGE,
          List.of("x@", "RUN@step:N", "RUN@epoch:N", "--out"),
          "train",
          "--data",
          directory.resolve("none").toString(),
          "--out",
          directory + "/" + name);
    }
  }

  @Test
  void settings() throws IOException {
    trainIsRefused(
        ExitCode.BAD_CONFIGURATION,
        List.of("learning.epoch", "'learning.epochs'"),
        "--set",
        "learning.epoch=3");
    trainIsRefused(
        ExitCode.BAD_CONFIGURATION,
        List.of("engine.lanes = 3", "2 or 4", "--lanes"),
        "--lanes",
        "3");
    trainIsRefused(
        ExitCode.BAD_CONFIGURATION,
        List.of("learning-rate", "larger than 0"),
        "--learning-rate",
        "-1");
    trainIsRefused(
        ExitCode.BAD_CONFIGURATION,
        List.of("[35, 8]", "36", "--dimensions"),
        "--dimensions",
        "35,8");
    trainIsRefused(
        ExitCode.BAD_CONFIGURATION,
        List.of("learning.stopping.metric = free-energy-gap", "one hidden layer"),
        "--dimensions",
        "36,8,4",
        "--set",
        "learning.stopping.metric=free-energy-gap");
    trainIsRefused(
        ExitCode.BAD_CONFIGURATION, List.of("learning.resample", "--binarize none"), "--resample");
    trainIsRefused(
        ExitCode.BAD_CONFIGURATION, List.of("local[*]", "--master"), "--master", "lokal[2]");
    refused(
        ExitCode.BAD_CONFIGURATION,
        List.of("--threshold is 1.5", "at most 1"),
        "prepare",
        "--source",
        source.toString(),
        "--out",
        out.toString(),
        "--threshold",
        "1.5");
  }

  @Test
  void aModelToStartFromThatDoesNotFit() throws IOException {
    trainIsRefused(
        ExitCode.BAD_CONFIGURATION,
        List.of(
            "learning.initialisation.from = " + run,
            "the layers 36 bernoulli - 8 bernoulli,",
            "the layers 36 bernoulli - 9 bernoulli;"),
        "--dimensions",
        "36,9",
        "--set",
        "learning.initialisation.from=" + run);
    trainIsRefused(
        ExitCode.BAD_INPUT,
        List.of("none", "does not exist"),
        "--dimensions",
        "36,9",
        "--set",
        "learning.initialisation.from=" + directory.resolve("none"));
  }

  @Test
  void aFractionThatLeavesTheValidationSetEmpty() throws IOException {
    // A share of 0.001 of 200 rows is no row; to have none is --valid-fraction 0.
    refused(
        ExitCode.BAD_CONFIGURATION,
        List.of("--valid-fraction", "0.001"),
        "prepare",
        "--source",
        source.toString(),
        "--out",
        out.toString(),
        "--valid-fraction",
        "0.001");
  }

  @Test
  void dynamicAllocationWithRounds() throws IOException {
    trainIsRefused(
        ExitCode.BAD_CONFIGURATION,
        List.of("spark.dynamicAllocation.enabled", "--engine jobs"),
        "--conf",
        "spark.dynamicAllocation.enabled=true");
  }

  @Test
  void tooFewSlots() throws IOException {
    trainIsRefused(
        ExitCode.ENVIRONMENT,
        List.of("4 task slots", "local[2] has 2", "engine.tasks", "local[4]"),
        "--lanes",
        "4",
        "--set",
        "engine.tasks=4",
        "--set", // nobody waits for what cannot come
        "engine.slot-timeout=24h");
  }

  @Test
  void aMasterThatDoesNotAnswer() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    trainIsRefused(
        ExitCode.ENVIRONMENT,
        List.of("spark://127.0.0.1:" + port, "--master"),
        "--master",
        "spark://127.0.0.1:" + port);
  }

  @Test
  void outputsThatExist() throws IOException {
    refused(
        ExitCode.OUTPUT_EXISTS,
        List.of("--overwrite"),
        "prepare",
        "--source",
        source.toString(),
        "--out",
        data.toString());
    refused(
        ExitCode.OUTPUT_EXISTS,
        List.of("--overwrite", "--resume"),
        "train",
        "--data",
        data.toString(),
        "--out",
        run.toString());
    refused(
        ExitCode.OUTPUT_EXISTS,
        List.of("--overwrite"),
        "quickstart",
        "--source",
        source.toString(),
        "--out",
        run.toString());
    Path picture = Files.writeString(directory.resolve("taken.png"), "mine");
    refused(
        ExitCode.OUTPUT_EXISTS,
        List.of("taken.png", "--overwrite"),
        "sample",
        "--model",
        run.toString(),
        "--out",
        picture.toString());
    Path folder = Files.createDirectory(directory.resolve("folder.png"));
    refused(
        ExitCode.OUTPUT_EXISTS,
        List.of("is a directory"),
        "sample",
        "--model",
        run.toString(),
        "--out",
        folder.toString(),
        "--overwrite");
  }

  @Test
  void overwriteReplacesARunAndNothingElse() throws IOException {
    Path mine = Files.createDirectory(directory.resolve("mine"));
    Files.writeString(mine.resolve("thesis.tex"), "mine");
    refused(
        ExitCode.OUTPUT_EXISTS,
        List.of("thesis.tex", "not only a run"),
        "train",
        "--data",
        data.toString(),
        "--out",
        mine.toString(),
        "--overwrite");
    Path again = directory.resolve("again");
    for (String seed : List.of("1", "2")) {
      Outcome.json(
          "train",
          "--data",
          data.toString(),
          "--out",
          again.toString(),
          "--epochs",
          "1",
          "--dimensions",
          "36,8",
          "--overwrite",
          "--seed",
          seed);
      assertTrue(Files.readString(again.resolve("config.conf")).contains("seed=" + seed));
    }
  }

  @Test
  void trainingThatDivergesKeepsTheLastGoodCheckpoint() throws IOException {
    Path diverged = directory.resolve("diverged");
    String message =
        Outcome.fails(
            ExitCode.DIVERGED,
            List.of("after step", "learning-rate"),
            "train",
            "--data",
            data.toString(),
            "--out",
            diverged.toString(),
            "--dimensions",
            "36,8",
            "--batch-size",
            "20",
            "--learning-rate",
            "1e38",
            "--checkpoint-every",
            "1",
            "--epochs",
            "50");
    long step = Long.parseLong(message.replaceAll(".*after step (\\d+).*", "$1"));
    assertEquals(
        "step-%010d".formatted(step - 1),
        Files.readString(diverged.resolve("checkpoints/LATEST")).strip(),
        "the last step that was still finite");
    TrainedModel last =
        TrainedModel.load(new Configuration(), diverged + "@step:" + (step - 1), Assertions::fail);
    for (float parameter : last.parameters()) {
      assertTrue(Float.isFinite(parameter));
    }
    assertFalse(Files.exists(diverged.resolve("model")), "no model of what diverged");
    assertFalse(Files.exists(diverged.resolve("owner.json")), "the lock is given back");
  }

  @Test
  void aStackTraceIsShownWhenAskedForOnly() {
    String[] wrong = {
      "train",
      "--data",
      directory.resolve("none").toString(),
      "--out",
      out.toString(),
      "--master",
      "local[2]",
      "--stacktrace"
    };
    Outcome outcome = Outcome.of(wrong);
    assertEquals(ExitCode.BAD_INPUT.number(), outcome.exitCode());
    assertTrue(outcome.err().contains("\tat io.boltzspark"), outcome.err());
    assertEquals("", outcome.out());
  }

  private void trainIsRefused(ExitCode code, List<String> said, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(List.of("train", "--data", data.toString(), "--out", out.toString()));
    words.addAll(List.of(more));
    refused(code, said, words.toArray(new String[0]));
  }

  private void refused(ExitCode code, List<String> said, String... arguments) throws IOException {
    Map<Path, Integer> before = FileTree.of(directory);
    Outcome.fails(code, said, arguments);
    assertEquals(before, FileTree.of(directory));
  }
}
