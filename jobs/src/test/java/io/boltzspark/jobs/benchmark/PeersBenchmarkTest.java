package io.boltzspark.jobs.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.benchmark.peers.FakePython;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boltz benchmark --suite peers} at sizes that say nothing about speed. */
class PeersBenchmarkTest {
  private static final double ROUNDING = 1e-12;

  /** Rows and values of drawn digits, as the fake has to answer. */
  private static final String ROWS = "{\"rows\":60000,\"units\":20}";

  @TempDir(factory = AwkwardDirectory.class)
  Path directory;

  private static String[] with(String python, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("benchmark", "--suite", "peers", "--visible", "20", "--hidden", "10"));
    all.addAll(List.of("--batch-sizes", "1000", "--seconds", "0.1", "--python", python));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  @Test
  void librariesTakeTurnsAndMediansAreCompared() throws Exception {
    // Passes 1 to 4 are of the warm-up; then alpha and beta take turns.
    String times =
        "case $passes in 5) t=40 ;; 7) t=80 ;; 9) t=60 ;; 6) t=9 ;; 8) t=9 ;; 10) t=9 ;; *) t=2 ;;"
            + " esac; echo \"{\\\"microseconds\\\":$t}\"";
    FakePython python =
        FakePython.in(
            directory,
            FakePython.peers(
                FakePython.peer("alpha", "1"),
                FakePython.peer("beta", "null"),
                FakePython.missing("gamma")),
            FakePython.answer("rows", ROWS),
            "*'\"k\":2,'*) echo '{\"error\":\"TypeError: odd\"}'",
            FakePython.act("pass", times));
    JsonNode json =
        Outcome.json(with(python.path(), "--sweeps", "1,2", "--turns", "3", "--lanes", "2"));
    assertTrue(python.isGone());
    assertEquals("2 2 2 2", python.threads());
    assertEquals("3.99", json.get("python").textValue());
    assertEquals(3, json.get("turns").intValue());
    assertEquals("drawn digits", json.get("data").textValue());
    assertEquals("fastblas 7", json.get("peers").get(1).get("blas").textValue());
    assertEquals("No module named gamma", json.get("missing").get(0).get("reason").textValue());

    JsonNode results = json.get("results");
    assertEquals(2, results.size());
    JsonNode alpha = results.get(0);
    double ours = alpha.get("our_us_per_row").doubleValue();
    assertEquals("alpha", alpha.get("peer").textValue());
    assertEquals("1.5", alpha.get("version").textValue());
    assertEquals(60, alpha.get("their_us_per_row").doubleValue());
    assertEquals(60 / ours, alpha.get("ratio").doubleValue(), ROUNDING * 60 / ours);
    JsonNode beta = results.get(1);
    assertEquals(9, beta.get("their_us_per_row").doubleValue());
    assertEquals(ours, beta.get("our_us_per_row").doubleValue());
    // Theirs does not change, so the median of three ratios lies between the others.
    assertTrue(beta.get("least_ratio").doubleValue() <= beta.get("ratio").doubleValue());
    assertTrue(beta.get("most_ratio").doubleValue() >= beta.get("ratio").doubleValue());

    JsonNode leftOut = json.get("left_out");
    assertEquals(2, leftOut.size());
    assertEquals(2, leftOut.get(0).get("k").intValue());
    assertEquals("alpha", leftOut.get(0).get("peer").textValue());
    assertTrue(leftOut.get(0).get("reason").textValue().contains("k = 1"), leftOut::toString);
    assertEquals("TypeError: odd", leftOut.get(1).get("reason").textValue());

    List<String> passes =
        python.commands().stream().filter(line -> line.contains("\"pass\"")).toList();
    List<String> names =
        passes.stream().map(line -> line.replaceAll(".*peer\":\"|\".*", "")).toList();
    assertEquals(
        List.of(
            "alpha", "alpha", "beta", "beta", "alpha", "beta", "alpha", "beta", "alpha", "beta"),
        names.subList(0, 10));
    // A turn of 0.1 s / 3 at 2 microseconds a row is 16,667 rows, or 17 minibatches.
    assertTrue(passes.get(4).endsWith("\"rows\":17000}"), passes.get(4));
    assertEquals(passes.get(4), passes.get(6));
  }

  @Test
  void theTableShowsWhoWasThere() throws Exception {
    FakePython python =
        FakePython.in(
            directory,
            FakePython.peers(
                FakePython.peer("alpha", "1").replace("null", "\"the slow one\""),
                FakePython.missing("gamma")),
            FakePython.answer("rows", ROWS),
            FakePython.answer("pass", "{\"microseconds\":1e6}"));
    Outcome outcome =
        Outcome.of(
            Stream.concat(
                    Stream.of(with(python.path(), "--sweeps", "1,3", "--turns", "2")),
                    Stream.of("--master", "local[2]"))
                .toArray(String[]::new));
    assertEquals(0, outcome.exitCode(), outcome.err());
    String out = outcome.out();
    assertTrue(out.contains("alpha 1.5: 2 threads; fastblas 7, the slow one"), out);
    assertTrue(
        out.contains("not there: gamma: No module named gamma (apt-get install gamma)"), out);
    assertTrue(out.lines().anyMatch(l -> l.matches("20-10 +1000 +1 +alpha +1000000[.]00 .*")), out);
    assertTrue(out.contains("left out: alpha at 20-10, B = 1000, 1000 chains, k = 3: "), out);
    // A row takes longer than a turn, but a minibatch is the least.
    assertTrue(python.commands().get(4).endsWith("\"rows\":1000}"), python.commands()::toString);
  }

  @Test
  void aComparisonWithNobodyIsRefused() throws Exception {
    FakePython python =
        FakePython.in(
            directory, FakePython.peers(FakePython.peer("alpha", "1"), FakePython.missing("beta")));
    Outcome.fails(
        ExitCode.ENVIRONMENT,
        List.of("nothing to compare with", "alpha", "k = 1", "apt-get install beta", "--sweeps"),
        with(python.path(), "--sweeps", "2,10"));
    assertTrue(python.isGone());
    Outcome.fails(
        ExitCode.ENVIRONMENT,
        List.of("nowhere", "apt-get install python3-sklearn", "--python"),
        with(directory.resolve("nowhere").toString()));
    Outcome.fails(ExitCode.USAGE, List.of("--turns 0"), with(python.path(), "--turns", "0"));
  }

  @Test
  void nothingThatCouldBeTimedIsAnError() throws Exception {
    FakePython python =
        FakePython.in(
            directory,
            FakePython.peers(FakePython.peer("alpha", "1")),
            FakePython.answer("rows", ROWS),
            FakePython.answer("pass", "{\"error\":\"TypeError: odd\"}"));
    Outcome.fails(
        ExitCode.ENVIRONMENT,
        List.of("nothing could be compared", "alpha: TypeError: odd"),
        with(python.path(), "--sweeps", "1", "--turns", "1"));
  }

  /** Python is in the middle of a pass then. */
  @Test
  void aSignalEndsPythonWithTheCommand() throws Exception {
    FakePython python =
        FakePython.in(
            directory,
            FakePython.peers(FakePython.peer("alpha", "1")),
            FakePython.answer("rows", ROWS),
            FakePython.act("pass", "touch began; sleep 1000"));
    Program program = Program.start(directory, with(python.path(), "--sweeps", "1", "--json"));
    try {
      while (!Files.exists(directory.resolve("began")) && program.isAlive()) {
        Thread.sleep(10);
      }
      program.terminate();
      Outcome outcome = program.end();
      assertEquals(ExitCode.INTERRUPTED.number(), outcome.exitCode(), outcome.err());
      assertTrue(outcome.json().get("error").textValue().contains("SIGTERM"), outcome.out());
      assertTrue(python.isGone());
    } finally {
      program.kill();
    }
  }

  @Test
  void itComparesOnThisMachineOnly() {
    List.of("local", "local[2]", "local[*]").forEach(PeersBenchmarkAction::requireThisMachine);
    for (String master : List.of("yarn", "spark://host:7077", "local-cluster[2,1,1024]")) {
      BoltzException error =
          assertThrows(BoltzException.class, () -> PeersBenchmarkAction.requireThisMachine(master));
      assertEquals(ExitCode.USAGE, error.exitCode());
      assertTrue(error.getMessage().contains(master), error::getMessage);
    }
  }

  @Test
  void scikitLearnIsTimed() throws Exception {
    // The python3 of the path may be another than the system's.
    String python = "python3";
    Optional<String> version = scikitLearn(python);
    if (version.isEmpty()) {
      python = "/usr/bin/python3";
      version = scikitLearn(python);
    }
    assumeTrue(version.isPresent(), "no Python with scikit-learn: tested with a shell script only");
    JsonNode json = Outcome.json(with(python, "--sweeps", "1,2", "--turns", "2"));
    JsonNode result = json.get("results").get(0);
    assertEquals("scikit-learn", result.get("peer").textValue());
    assertEquals(version.get(), result.get("version").textValue());
    double theirs = result.get("their_us_per_row").doubleValue();
    double ours = result.get("our_us_per_row").doubleValue();
    assertTrue(theirs > 0 && ours > 0, json::toString);
    assertEquals(theirs / ours, result.get("ratio").doubleValue(), ROUNDING * theirs / ours);
    assertEquals("scikit-learn", json.get("left_out").get(0).get("peer").textValue());
    assertEquals(2, json.get("left_out").get(0).get("k").intValue());
  }

  /** Its version, where this Python can import it. */
  private static Optional<String> scikitLearn(String python) throws Exception {
    String program = "import sklearn.neural_network; print(sklearn.__version__)";
    try {
      Process process =
          new ProcessBuilder(python, "-c", program)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(out.strip()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
