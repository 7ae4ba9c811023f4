package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.console.ShellCommand;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.SmallDisk;
import io.boltzspark.jobs.testing.TinyDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Disks that are full, with nothing in between that imitates them: where runs and data are written,
 * and where Spark keeps what it shuffles. Skipped where small disks cannot be mounted.
 */
class FullDeviceTest {
  private static final String[] TRAIN = {
    "--dimensions", "36,120", "--batch-size", "20", "--epochs", "2", "--checkpoint-every", "4"
  };

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static Path data;
  private static Path run;
  private static String expected;

  @BeforeAll
  static void prepareAndTrain() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    data = directory.resolve("data");
    run = directory.resolve("run");
    Outcome.json("prepare", "--source", source.toString(), "--out", data.toString());
    expected = Outcome.json(train(run)).get("model_sha256").textValue();
  }

  private static String[] train(Path out) {
    List<String> words = new ArrayList<>(List.of("train", "--data", data.toString()));
    words.addAll(List.of("--out", out.toString()));
    words.addAll(List.of(TRAIN));
    return words.toArray(new String[0]);
  }

  @Test
  void aTrainingSaysHowToResume() throws Exception {
    Path mounted = Files.createDirectory(directory.resolve("runs"));
    // Two checkpoints or three: parameters, moments of the optimiser and chains.
    try (SmallDisk disk = SmallDisk.mount(mounted, 200)) {
      Path out = mounted.resolve("run");
      Outcome.fails(
          ExitCode.ENVIRONMENT,
          List.of(
              out + "/checkpoints/step-",
              "No space left on device",
              "needs room for",
              ShellCommand.of("train", "--resume", "--out", out.toString())),
          train(out));
      disk.resize(8000);
      var end = Outcome.json("train", "--resume", "--out", out.toString());
      assertEquals(expected, end.get("model_sha256").textValue());
      try (var left = Files.walk(mounted)) {
        assertFalse(left.anyMatch(file -> file.getFileName().toString().startsWith(".")));
      }
    }
  }

  @Test
  void dataIsWrittenWholeOrNotAtAll() throws Exception {
    Path mounted = Files.createDirectory(directory.resolve("prepared"));
    try (SmallDisk small = SmallDisk.mount(mounted, 4)) {
      String source = directory.resolve("idx").toString();
      String[] prepare = {"prepare", "--source", source, "--out", small.directory() + "/data"};
      Outcome.fails(
          ExitCode.ENVIRONMENT, List.of(mounted + "/data", "No space left on device"), prepare);
      try (var left = Files.list(mounted)) {
        assertEquals(List.of(), left.toList());
      }
    }
  }

  @Test
  void sparksOwnDirectory(@TempDir Path plain) throws Exception {
    // Not of an awkward name: Spark takes a list of such directories.
    Path mounted = Files.createDirectory(plain.resolve("local"));
    try (SmallDisk disk = SmallDisk.mount(mounted, 64)) {
      disk.fill();
      String local = "spark.local.dir=" + mounted;
      Path out = directory.resolve("none");
      List<String> said = List.of(mounted.toString(), "spark.local.dir", "No space left on device");
      String source = directory.resolve("idx").toString();
      Outcome.fails(
          ExitCode.ENVIRONMENT,
          said,
          "prepare",
          "--source",
          source,
          "--out",
          out.toString(),
          "--conf",
          local);
      Outcome.fails(
          ExitCode.ENVIRONMENT,
          said,
          "features",
          "--model",
          run.toString(),
          "--data",
          data.toString(),
          "--out",
          out.toString(),
          "--conf",
          local);
      assertFalse(Files.exists(out));
      try (var left = Files.list(directory)) {
        assertTrue(left.noneMatch(file -> file.getFileName().toString().startsWith(".")));
      }
    }
  }
}
