package io.boltzspark.jobs.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.FileTree;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.Program;
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

/** {@code boltz sweep} end to end, on the tiny set. */
class SweepTest {
  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static Path data;

  @BeforeAll
  static void prepare() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    data = directory.resolve("data");
    Outcome.json(
        "prepare",
        "--source",
        source.toString(),
        "--out",
        data.toString(),
        "--valid-fraction",
        "0.1");
  }

  @Test
  void aGridIsTrainedComparedAndNotTrainedAgain() throws IOException {
    Path out = directory.resolve("grid");
    String[] line =
        sweep(
            out,
            "--vary",
            "learning.k=1,2",
            "--vary",
            "learning.optimizer.learning-rate=0.05,0.0001",
            "--sort",
            "pseudo_log_likelihood");
    JsonNode sweep = Outcome.json(line);
    List<JsonNode> runs = runs(sweep);
    assertEquals(4, runs.size());
    for (int i = 0; i < runs.size(); i++) {
      assertEquals("finished", runs.get(i).get("outcome").textValue());
      assertEquals(2, runs.get(i).get("epochs").intValue());
      if (i > 0) {
        assertTrue(likelihood(runs.get(i - 1)) >= likelihood(runs.get(i)), sweep.toString());
      }
      // A new monitor has to be given a direction to sort by.
      runs.get(i)
          .get("metrics")
          .fieldNames()
          .forEachRemaining(name -> assertTrue(SweepOrder.metrics().contains(name), name));
    }
    String[] table = Files.readString(out.resolve("sweep.md")).split("\n");
    assertTrue(table[2].startsWith("| k | optimizer.learning-rate | outcome"), table[2]);
    assertEquals(4 + 4, table.length);

    // Each is the run that train would have made, at home in its own directory.
    Path alone = directory.resolve("alone");
    JsonNode trained = Outcome.json(train(alone, "--k", "2", "--learning-rate", "0.0001"));
    Path run = out.resolve("k=2,optimizer.learning-rate=0.0001");
    assertEquals(trained.get("model_sha256"), find(sweep, run).get("model_sha256"));
    assertEquals(
        Files.readString(alone.resolve("config.conf")),
        Files.readString(run.resolve("config.conf")));

    Map<Path, Integer> before = FileTree.of(run);
    JsonNode again = Outcome.json(line);
    assertEquals(sweep.get("runs"), again.get("runs"));
    assertEquals(before, FileTree.of(run));
  }

  @Test
  void runsAtOnceAreTheSameRuns() throws IOException {
    Path inTurn = directory.resolve("in-turn");
    Path together = directory.resolve("together");
    JsonNode first = Outcome.json(sweep(inTurn, "--vary", "seed=1,2,3"));
    JsonNode second = Outcome.json(sweep(together, "--vary", "seed=1,2,3", "--parallel", "2"));
    for (String name : List.of("seed=1", "seed=2", "seed=3")) {
      assertEquals(
          find(first, inTurn.resolve(name)).get("model_sha256"),
          find(second, together.resolve(name)).get("model_sha256"));
    }
    assertNotEquals(runs(first).get(0).get("model_sha256"), runs(first).get(1).get("model_sha256"));
  }

  @Test
  void aRunThatFailsStopsNoOtherAndDecidesTheExitCode() throws IOException {
    Path out = directory.resolve("failing");
    // Adam's first step is as long as its rate, so two in one direction leave what a float can
    // hold.
    Outcome outcome =
        Outcome.of(
            sweep(
                out,
                "--vary",
                "learning.optimizer.learning-rate=3e38,0.01",
                "--master",
                "local[2]",
                "--json"));
    assertEquals(ExitCode.DIVERGED.number(), outcome.exitCode(), outcome.err());
    List<JsonNode> runs = runs(outcome.json());
    assertEquals("failed", runs.get(0).get("outcome").textValue());
    assertEquals(ExitCode.DIVERGED.number(), runs.get(0).get("exit_code").intValue());
    assertTrue(runs.get(0).get("error").textValue().contains("finite"), runs.toString());
    assertEquals("finished", runs.get(1).get("outcome").textValue());
    String table = Files.readString(out.resolve("sweep.md"));
    assertTrue(table.contains("failed with exit code 7"), table);
  }

  @Test
  void aRunThatWasStoppedIsResumed() throws IOException {
    Path whole = directory.resolve("whole");
    JsonNode uninterrupted = Outcome.json(sweep(whole, "--vary", "learning.k=1,2"));
    Path out = directory.resolve("resumed");
    Outcome.json(train(out.resolve("k=2"), "--k", "2", "--stop-after-epoch", "1"));
    JsonNode sweep = Outcome.json(sweep(out, "--vary", "learning.k=1,2"));
    JsonNode run = find(sweep, out.resolve("k=2"));
    assertEquals(
        find(uninterrupted, whole.resolve("k=2")).get("model_sha256"), run.get("model_sha256"));
    assertTrue(
        Files.readString(out.resolve("k=2/metrics.jsonl")).lines().count() >= 3,
        "the lines of the first epoch are still there");

    // A model that is gone is made again, though the table says that the run is finished.
    Files.delete(out.resolve("k=2/model/model.safetensors"));
    JsonNode repaired = Outcome.json(sweep(out, "--vary", "learning.k=1,2"));
    assertEquals(run.get("model_sha256"), find(repaired, out.resolve("k=2")).get("model_sha256"));
    assertTrue(Files.exists(out.resolve("k=2/model/model.safetensors")));

    // A damaged table is no reason to stop either.
    Files.writeString(out.resolve("sweep.json"), "{");
    assertEquals(2, runs(Outcome.json(sweep(out, "--vary", "learning.k=1,2"))).size());
  }

  @Test
  void aSignalEndsTheSweepInOrder() throws Exception {
    Path out = directory.resolve("interrupted");
    // Long enough that the first run is still under way when its first checkpoint is found.
    String[] variation = {"--vary", "seed=1,2", "--set", "learning.batch-size=2"};
    List<String> line = new ArrayList<>(List.of("sweep", "--data", data.toString()));
    line.addAll(List.of("--out", out.toString(), "--dimensions", "36,8", "--epochs", "20"));
    line.addAll(List.of(variation));
    List<String> own = new ArrayList<>(line);
    own.addAll(List.of("--master", "local[2]", "--json"));
    Program program = Program.start(directory, own.toArray(new String[0]));
    Outcome outcome;
    try {
      Path latest = out.resolve("seed=1/checkpoints/LATEST");
      while (!Files.exists(latest) && program.isAlive()) {
        Thread.sleep(10);
      }
      program.terminate();
      outcome = program.end();
    } finally {
      program.kill();
    }
    assertEquals(ExitCode.INTERRUPTED.number(), outcome.exitCode(), outcome.err());
    List<JsonNode> runs = runs(outcome.json());
    assertEquals("interrupted", runs.get(0).get("outcome").textValue());
    assertEquals("waiting", runs.get(1).get("outcome").textValue());
    assertFalse(Files.exists(out.resolve("seed=2")));

    for (JsonNode run : runs(Outcome.json(line.toArray(new String[0])))) {
      assertEquals("finished", run.get("outcome").textValue());
      assertEquals(20, run.get("epochs").intValue());
    }
  }

  @Test
  void whatCannotWorkIsRefusedBeforeAnyRun() throws IOException {
    Path out = directory.resolve("refused");
    refused(
        out, ExitCode.BAD_CONFIGURATION, List.of("learning.kk", "learning.k'"), "learning.kk=1");
    refused(
        out,
        ExitCode.BAD_CONFIGURATION,
        List.of("learning.k = 0", "--vary learning.k"),
        "learning.k=1,2,0");
    refused(out, ExitCode.BAD_CONFIGURATION, List.of("36"), "model.dimensions=[36,8],[35,8]");
    refused(out, ExitCode.USAGE, List.of("varied twice"), "seed=1", "--vary", "seed=2");
    refused(out, ExitCode.USAGE, List.of("same settings"), "learning.optimizer.beta1=0.5,5e-1");
    refused(out, ExitCode.USAGE, List.of("at least one value"), "seed=");
    refused(out, ExitCode.USAGE, List.of("more than once"), "learning.k=1,2", "--k", "3");
    refused(out, ExitCode.USAGE, List.of("--sort"), "seed=1,2", "--sort", "likelihood");
    refused(out, ExitCode.USAGE, List.of("--parallel"), "seed=1,2", "--parallel", "0");
    refused(out, ExitCode.ENVIRONMENT, List.of("--parallel 3"), "seed=1,2,3", "--parallel", "3");
    assertFalse(Files.exists(out));
  }

  @Test
  void onlyASweepOfTheSameKindIsResumed() throws IOException {
    Path out = directory.resolve("other");
    Outcome.json(sweep(out, "--vary", "seed=1,2"));
    Map<Path, Integer> before = FileTree.of(out);
    refusedAndUntouched(
        out,
        before,
        ExitCode.BAD_CONFIGURATION,
        List.of("learning.k = 1, now 3", "--overwrite"),
        "--k",
        "3");
    Path mine = Files.createDirectories(directory.resolve("mine"));
    Files.writeString(mine.resolve("thesis.tex"), "mine");
    refusedAndUntouched(
        mine, FileTree.of(mine), ExitCode.OUTPUT_EXISTS, List.of("thesis.tex"), "--overwrite");
    JsonNode anew = Outcome.json(sweep(out, "--vary", "seed=1,2", "--k", "3", "--overwrite"));
    assertEquals(2, runs(anew).size());
    assertTrue(Files.readString(out.resolve("seed=1/config.conf")).contains("k=3"));
  }

  private static void refusedAndUntouched(
      Path out, Map<Path, Integer> before, ExitCode code, List<String> said, String... more)
      throws IOException {
    List<String> line = new ArrayList<>(List.of("--vary", "seed=1,2"));
    line.addAll(List.of(more));
    Outcome.fails(code, said, sweep(out, line.toArray(new String[0])));
    assertEquals(before, FileTree.of(out));
  }

  private static void refused(
      Path out, ExitCode code, List<String> said, String variation, String... more)
      throws IOException {
    List<String> line = new ArrayList<>(List.of("--vary", variation));
    line.addAll(List.of(more));
    Outcome.fails(code, said, sweep(out, line.toArray(new String[0])));
  }

  private static List<JsonNode> runs(JsonNode sweep) {
    List<JsonNode> runs = new ArrayList<>();
    sweep.get("runs").forEach(runs::add);
    return runs;
  }

  private static JsonNode find(JsonNode sweep, Path run) {
    return runs(sweep).stream()
        .filter(found -> found.get("run").textValue().equals(run.toString()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(run + " is not in " + sweep));
  }

  private static double likelihood(JsonNode run) {
    return run.get("metrics").get("pseudo_log_likelihood").doubleValue();
  }

  private static String[] sweep(Path out, String... more) {
    List<String> words = new ArrayList<>(List.of("sweep", "--data", data.toString()));
    words.addAll(List.of("--out", out.toString()));
    if (!List.of(more).stream().anyMatch(word -> word.startsWith("model.dimensions"))) {
      words.addAll(List.of("--dimensions", "36,8"));
    }
    words.addAll(List.of("--batch-size", "20", "--chains", "20", "--epochs", "2"));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  private static String[] train(Path out, String... more) {
    List<String> words = new ArrayList<>(List.of("train", "--data", data.toString()));
    words.addAll(List.of("--out", out.toString(), "--dimensions", "36,8"));
    words.addAll(List.of("--batch-size", "20", "--chains", "20", "--epochs", "2"));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }
}
