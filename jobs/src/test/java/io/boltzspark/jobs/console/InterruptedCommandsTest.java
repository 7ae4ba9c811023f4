package io.boltzspark.jobs.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.Program;
import io.boltzspark.jobs.testing.TinyDigits;
import io.boltzspark.testing.TestSeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands whose process gets a signal end with one line, or with the result of what they could
 * bring to an orderly end; never with a trace, and with one JSON object.
 */
class InterruptedCommandsTest {
  private static final int SIGNALS = Integer.getInteger("boltz.signals", 1);
  private static final int SLOWEST_START_MILLIS = 10_000;

  @TempDir Path directory;
  private final long seed = TestSeed.next();
  private final Random random = new Random(seed);

  /** With Spark at work, which then complains, and with output that is not complete. */
  @Test
  void aCommandAtWorkSaysSoInOneLine() throws Exception {
    Path out = directory.resolve("data");
    Program program =
        start("prepare --source ising --size 32 --count 1000000 --temperature 2 --out " + out);
    try {
      while (left(".data.staging-").isEmpty() && program.isAlive()) {
        Thread.sleep(10);
      }
      Thread.sleep(random.nextInt(1000));
      program.interrupt();
      Outcome outcome = program.end();
      assertEquals(ExitCode.INTERRUPTED.number(), outcome.exitCode(), outcome.err());
      JsonNode error = outcome.json();
      String message = error.path("error").asText();
      assertTrue(message.matches("interrupted by SIG(INT|TERM): .*same command again"), message);
      assertEquals(ExitCode.INTERRUPTED.number(), error.path("exit_code").asInt());
      assertTrue(outcome.err().stripTrailing().endsWith("boltz: " + message), outcome.err());
      assertNothingElse(outcome, "seed " + seed);
      assertFalse(Files.exists(out));
    } finally {
      program.kill();
    }
  }

  private List<Path> left(String prefix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.getFileName().toString().startsWith(prefix)).toList();
    }
  }

  /** Also while the JVM or Spark starts. {@code -Dboltz.signals=N} sets the number of signals. */
  @Test
  @EnabledIfSystemProperty(
      named = "boltz.signals",
      matches = "[1-9][0-9]*",
      disabledReason = "takes some seconds for each signal: -Dboltz.signals=20")
  void everyCommandAtRandomMoments() throws Exception {
    List<String> commands = commands();
    Map<String, Integer> ends = new TreeMap<>();
    for (int i = 0; i < SIGNALS; i++) {
      String command = commands.get(i % commands.size()).replace("OUT", directory + "/out" + i);
      int millis = random.nextInt(SLOWEST_START_MILLIS);
      boolean twice = random.nextInt(4) == 0;
      String drawn =
          "%s, after %d ms%s, seed %d".formatted(command, millis, twice ? ", twice" : "", seed);
      Program program = start(command);
      try {
        Thread.sleep(millis);
        program.interrupt();
        if (twice) {
          Thread.sleep(random.nextInt(1000));
          program.terminate();
        }
        ends.merge(command.split(" ")[0] + ": " + end(program.end(), drawn), 1, Integer::sum);
      } finally {
        program.kill();
      }
    }
    System.out.printf("%d signals, seed %d: %s%n", SIGNALS, seed, ends);
  }

  private static String end(Outcome outcome, String drawn) throws IOException {
    String all = drawn + "\n" + outcome.err();
    assertNothingElse(outcome, drawn);
    if (outcome.out().isEmpty()) {
      // Before the program had taken over the signals.
      assertTrue(List.of(130, 143).contains(outcome.exitCode()), all);
      assertEquals("", outcome.err(), drawn);
      return "before main";
    }
    assertEquals(ExitCode.INTERRUPTED.number(), outcome.exitCode(), all);
    JsonNode json = outcome.json();
    if (!json.has("error")) {
      return "in order";
    }
    assertTrue(outcome.err().contains("boltz: " + json.path("error").asText()), all);
    return json.path("error").asText().replaceAll("[:;].*", "");
  }

  private static void assertNothingElse(Outcome outcome, String drawn) {
    for (String unwanted : List.of("\tat ", "ERROR", "internal error", "Exception")) {
      assertFalse(outcome.err().contains(unwanted), drawn + "\n" + outcome.err());
    }
  }

  /** Each would take an hour. */
  private List<String> commands() throws IOException {
    Path idx = TinyDigits.write(directory.resolve("idx"));
    Path inbox = directory.resolve("inbox/one");
    Files.createDirectories(inbox);
    Files.copy(idx.resolve(TinyDigits.TRAIN_IMAGES), inbox.resolve(TinyDigits.TRAIN_IMAGES));
    Path spec = directory.resolve("spec.conf");
    Files.writeString(
        spec,
        """
        registry = "%s", data.source = "%s"
        settings { model.dimensions = [36, 12], learning.batch-size = 4, learning.epochs = 100000 }
        """
            .formatted(directory.resolve("registry"), inbox.getParent()));
    String data = directory.resolve("data").toString();
    String run = directory.resolve("run").toString();
    Outcome.json("prepare", "--source", idx.toString(), "--out", data);
    TinyDigits.train(Path.of(data), Path.of(run), "36,12", "1");
    return List.of(
        "prepare --source ising --size 32 --count 1000000 --temperature 2 --out OUT",
        "sample --steps 100000000 --out OUT.png --model " + run,
        "evaluate --metrics ais --temperatures 100000000 --model " + run,
        "features --classify --epochs 1000000 --model %s --data %s --out OUT".formatted(run, data),
        "sweep --vary seed=1,2 --dimensions 36,8 --epochs 1000000 --data %s --out OUT"
            .formatted(data),
        "retrain --spec " + spec,
        "benchmark --seconds 1000",
        "train --dimensions 36,8 --epochs 1000000 --data %s --out OUT".formatted(data));
  }

  private Program start(String line) throws IOException {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    words.addAll(List.of("--master", "local[2]", "--json"));
    return Program.start(directory, words.toArray(new String[0]));
  }
}
