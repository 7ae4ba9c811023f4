package io.boltzspark.jobs.benchmark.peers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.benchmark.scaling.StepShape;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process of other libraries, played by a shell script. */
class PeersTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final StepShape SHAPE = new StepShape(3, 2, 4, 4, 1);
  private static final String ALPHA = FakePython.peers(FakePython.peer("alpha", "1"));

  @TempDir(factory = AwkwardDirectory.class)
  Path directory;

  private static Peers open(FakePython python) {
    return Peers.open(python.path(), 7, PATIENCE);
  }

  @Test
  void itTellsWhatIsThereAndTrainsOnTheRows() throws Exception {
    FakePython python =
        FakePython.in(
            directory,
            FakePython.peers(
                FakePython.peer("alpha", "1"),
                FakePython.missing("beta"),
                FakePython.peer("gamma", "null")),
            FakePython.answer("rows", "{\"rows\":2,\"units\":3}"),
            FakePython.answer("pass", "{\"microseconds\":2.5}"));
    try (Peers peers = open(python)) {
      assertEquals("3.99", peers.version());
      Peer alpha = peers.found().get(0);
      assertEquals(
          List.of(
              new Peer("alpha", "1.5", "fastblas 7", Optional.empty(), 2, OptionalInt.of(1)),
              new Peer("gamma", "1.5", "fastblas 7", Optional.empty(), 2, OptionalInt.empty())),
          peers.found());
      assertEquals(
          List.of(new MissingPeer("beta", "No module named beta", "apt-get install beta")),
          peers.missing());
      assertTrue(alpha.refusal(SHAPE).isEmpty());
      assertTrue(alpha.refusal(SHAPE.withK(2)).orElseThrow().contains("k = 1"));
      assertTrue(peers.found().get(1).refusal(SHAPE.withK(50)).isEmpty());
      peers.give(List.of(new byte[] {1, 0, 1}, new byte[] {0, 0, 1}));
      assertFalse(Files.exists(python.script().resolveSibling("rows.npy")), "rows have been read");
      assertEquals(2.5, peers.rowMicros(alpha, SHAPE, 8));
    }
    assertTrue(python.isGone());
    assertEquals("7 7 7 7", python.threads());
    byte[] file = python.rows();
    String header = new String(file, 0, file.length - 6, StandardCharsets.ISO_8859_1);
    assertTrue(header.contains("'|u1'") && header.contains("(2, 3,)"), header);
    assertArrayEquals(
        new byte[] {1, 0, 1, 0, 0, 1}, Arrays.copyOfRange(file, file.length - 6, file.length));
    assertEquals(
        "{\"command\":\"pass\",\"peer\":\"alpha\",\"hidden\":2,\"batch_size\":4,\"k\":1,\"rows\":8}",
        python.commands().get(2));
  }

  /** The message of an error of the environment, after which nothing is left. */
  private static String message(FakePython python, Duration patience) throws Exception {
    BoltzException error =
        assertThrows(
            BoltzException.class,
            () -> {
              try (Peers peers = Peers.open(python.path(), 1, patience)) {
                peers.rowMicros(peers.found().get(0), SHAPE, 4);
              }
            });
    assertEquals(ExitCode.ENVIRONMENT, error.exitCode());
    assertEquals(1, error.getMessage().lines().count());
    assertTrue(python.isGone());
    return error.getMessage();
  }

  @Test
  void itsDeathIsToldWithItsLastWords() throws Exception {
    FakePython python =
        FakePython.in(
            directory,
            ALPHA,
            FakePython.act("pass", "echo first >&2; echo 'Bus error: boom' >&2; exit 3"));
    String message = message(python, PATIENCE);
    assertTrue(message.contains("died while alpha trained 3-2, B = 4"), message);
    assertTrue(message.contains("exit code 3"), message);
    assertTrue(message.contains("first | Bus error: boom"), message);
  }

  @Test
  void aProcessThatDoesNotAnswerIsEndedWithThoseThatItStarted() throws Exception {
    FakePython python =
        FakePython.in(
            directory,
            ALPHA,
            FakePython.act("pass", "echo waiting >&2; sleep 1000 & echo $! > child; wait"));
    String message = message(python, Duration.ofSeconds(2));
    assertTrue(message.contains("did not answer within 2 s while alpha trained"), message);
    assertTrue(message.contains("waiting"), message);
    String child = Files.readString(directory.resolve("child")).strip();
    assertTrue(FakePython.hasEnded(Long.parseLong(child)));
  }

  @Test
  void anAnswerThatIsNoneIsShown() throws Exception {
    FakePython python = FakePython.in(directory, ALPHA, FakePython.act("pass", "echo hello"));
    String message = message(python, PATIENCE);
    assertTrue(message.contains("answered 'hello' while alpha trained"), message);
  }

  @Test
  void aLibraryMayRefuse() throws Exception {
    FakePython python =
        FakePython.in(
            directory, ALPHA, FakePython.answer("pass", "{\"error\":\"TypeError: no k\"}"));
    try (Peers peers = open(python)) {
      PeerException error =
          assertThrows(PeerException.class, () -> peers.rowMicros(peers.found().get(0), SHAPE, 4));
      assertEquals("TypeError: no k", error.getMessage());
    }
  }

  @Test
  void rowsThatWereReadAsOthersAreRefused() throws Exception {
    FakePython python =
        FakePython.in(directory, ALPHA, FakePython.answer("rows", "{\"rows\":2,\"units\":4}"));
    try (Peers peers = open(python)) {
      BoltzException error =
          assertThrows(BoltzException.class, () -> peers.give(List.of(new byte[3], new byte[3])));
      assertTrue(error.getMessage().contains("2 rows of 3 values"), error::getMessage);
    }
  }

  @Test
  void withoutALibraryItSaysWhatToInstall() throws Exception {
    FakePython python =
        FakePython.in(
            directory, FakePython.peers(FakePython.missing("alpha"), FakePython.missing("beta")));
    BoltzException error = assertThrows(BoltzException.class, () -> open(python));
    assertEquals(ExitCode.ENVIRONMENT, error.exitCode());
    assertTrue(
        error
            .getMessage()
            .contains(
                "alpha: No module named alpha (apt-get install alpha), beta: No module named beta"),
        error::getMessage);
    assertTrue(error.getMessage().contains("--python"), error::getMessage);
    assertTrue(python.isGone());
  }

  @Test
  void withoutPythonItSaysWhatToInstall() throws IOException {
    Path nowhere = directory.resolve("nowhere");
    BoltzException error =
        assertThrows(BoltzException.class, () -> Peers.open(nowhere.toString(), 1, PATIENCE));
    assertEquals(ExitCode.ENVIRONMENT, error.exitCode());
    assertTrue(error.getMessage().contains(nowhere.toString()), error::getMessage);
    assertTrue(error.getMessage().contains("apt-get install python3-sklearn"), error::getMessage);
    assertFalse(Files.exists(nowhere));
  }
}
