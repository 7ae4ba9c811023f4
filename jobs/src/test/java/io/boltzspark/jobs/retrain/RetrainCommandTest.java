package io.boltzspark.jobs.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.typesafe.config.ConfigUtil;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.FileTree;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boltz retrain} and {@code boltz models} as they are typed. */
class RetrainCommandTest {
  @TempDir(factory = AwkwardDirectory.class)
  Path directory;

  @BeforeEach
  void deliver() throws IOException {
    Path delivery = Files.createDirectories(directory.resolve("inbox/d1"));
    Files.write(
        delivery.resolve(TinyDigits.TRAIN_IMAGES), TinyDigits.gzip(TinyDigits.images(200, 1)));
  }

  @Test
  void namesCannotLeaveTheRegistryAndNothingIsWritten() throws IOException {
    String spec = spec("registry");
    Map<Path, Integer> before = FileTree.of(directory);
    for (String id : List.of("../outside", "/tmp/x", "..", "", "a/b", "ä", "x".repeat(101))) {
      Outcome.fails(ExitCode.USAGE, List.of("--run-id"), "retrain", "--spec", spec, "--run-id", id);
      Outcome.fails(
          ExitCode.USAGE,
          List.of("--run-id"),
          "retrain",
          "--spec",
          spec,
          "--dry-run",
          "--run-id",
          id);
    }
    Outcome.json("retrain", "--spec", spec, "--dry-run");
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("no registry"),
        "models",
        "list",
        "--registry",
        directory + "/registry");
    Outcome.fails(
        ExitCode.BAD_CONFIGURATION,
        List.of("not a registry"),
        "models",
        "rollback",
        "--registry",
        directory + "/inbox");
    assertEquals(before, FileTree.of(directory));
  }

  @Test
  void everyCommandExplainsItself() {
    for (String line : List.of("retrain", "models list", "models promote", "models rollback")) {
      Outcome help = Outcome.of((line + " --help").split(" "));
      assertEquals(0, help.exitCode());
      for (String said : List.of("boltz " + line, "--json", "Exit codes:")) {
        assertTrue(help.out().contains(said), line + " lacks " + said);
      }
    }
    assertTrue(Outcome.of("retrain", "--help").out().contains("promote.margin = 0.1"));
    assertEquals(ExitCode.USAGE.number(), Outcome.of("models").exitCode());
    assertEquals(ExitCode.USAGE.number(), Outcome.of("models", "lst").exitCode());
  }

  private static String quoted(Path path) {
    return ConfigUtil.quoteString(path.toString());
  }

  private String spec(String registry) throws IOException {
    Path file = directory.resolve(registry + ".conf");
    Files.writeString(
        file,
        """
        registry = %s, data.source = %s
        settings {
          model.dimensions = [36, 12], learning.batch-size = 2, learning.epochs = 20
          checkpoint.keep = 2
        }
        """
            .formatted(quoted(directory.resolve(registry)), quoted(directory.resolve("inbox"))));
    return file.toString();
  }
}
