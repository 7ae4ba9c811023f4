package io.boltzspark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  @TempDir Path temporary;
  private final List<String> warnings = new ArrayList<>();
  private CheckpointStore store;

  @BeforeEach
  void setUp() {
    store =
        new CheckpointStore(
            new Configuration(),
            new org.apache.hadoop.fs.Path(temporary.toString()),
            warnings::add);
  }

  @Test
  void readsWhatWasWritten() {
    Checkpoint written =
        new Checkpoint(
            1200,
            2,
            Map.of("weights.0", Tensor.ofFloats(new float[] {1, 2}, 0, 1, 2)),
            Map.of(
                "hash",
                "ab",
                "rate",
                1e-3,
                "patience",
                3,
                "done",
                false,
                "best",
                Map.of("steps", List.of(1, 2L, 3.5)),
                "gap",
                Double.NaN));
    assertEquals("step-0000001200", store.write(written).getName());
    Checkpoint read = store.latest().orElseThrow();
    assertEquals(written, read);
    assertEquals(3L, read.facts().get("patience"));
    assertEquals(1e-3, read.facts().get("rate"));
    assertTrue(read.facts().containsKey("gap"));
    assertEquals(null, read.facts().get("gap"));
    assertEquals(List.of(), warnings);
  }

  @Test
  void factsOfOtherTypesAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Checkpoint(1, 0, Map.of(), Map.of("x", new Object())));
  }

  @Test
  void theSumsAreThoseOfSha256sum() throws Exception {
    store.write(checkpoint(1));
    Process check =
        new ProcessBuilder("sha256sum", "--check", "--strict", "SHA256SUMS")
            .directory(temporary.resolve("step-0000000001").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(check.getInputStream().readAllBytes());
    assertEquals(0, check.waitFor(), output);
    assertEquals("state.safetensors: OK\nstate.json: OK\n", output);
  }

  @Test
  void findsTheNewestOneAtAStepAndOneAtAnEpoch() {
    for (long step : new long[] {5, 10, 15, 20}) {
      store.write(checkpoint(step));
    }
    assertEquals(List.of(5L, 10L, 15L, 20L), store.steps());
    assertEquals(checkpoint(20), store.latest().orElseThrow());
    assertEquals(checkpoint(10), store.at(10));
    // Ten steps are an epoch here: 10 and 15 both have one epoch done.
    assertEquals(checkpoint(10), store.atEpoch(1));
    assertBadInput("[5, 10, 15, 20]", () -> store.at(7));
    assertBadInput("[0, 1, 2]", () -> store.atEpoch(3));
  }

  @Test
  void anEmptyStoreHasNone() {
    CheckpointStore empty =
        new CheckpointStore(
            new Configuration(),
            new org.apache.hadoop.fs.Path(temporary + "/nothing"),
            warnings::add);
    assertEquals(Optional.empty(), empty.latest());
    assertEquals(List.of(), empty.steps());
    assertBadInput("there are no checkpoints", () -> empty.at(1));
    assertEquals(List.of(), warnings);
  }

  @Test
  void damageAnywhereFallsBackToTheOlderOne() throws IOException {
    store.write(checkpoint(1));
    store.write(checkpoint(2));
    for (String name : List.of("state.safetensors", "state.json", "SHA256SUMS")) {
      Path file = temporary.resolve("step-0000000002").resolve(name);
      Damage.everywhere(
          file,
          () -> {
            warnings.clear();
            return store.latest().orElseThrow();
          },
          (found, damage) -> {
            assertEquals(checkpoint(1), found, name + ", " + damage);
            assertEquals(1, warnings.size(), warnings.toString());
            assertTrue(warnings.get(0).contains("step-0000000002"), warnings.get(0));
          });
      byte[] whole = Files.readAllBytes(file);
      Files.delete(file);
      assertEquals(checkpoint(1), store.latest().orElseThrow());
      assertBadInput(name + " does not exist", () -> store.at(2));
      Files.write(file, whole);
      assertEquals(checkpoint(2), store.latest().orElseThrow());
    }
  }

  @Test
  void aDamagedMarkerFindsTheNewestWholeOne() throws IOException {
    store.write(checkpoint(1));
    store.write(checkpoint(2));
    Path marker = temporary.resolve("LATEST");
    assertEquals("step-0000000002\n", Files.readString(marker));
    Damage.everywhere(
        marker,
        () -> store.latest().orElseThrow(),
        (found, damage) -> assertEquals(checkpoint(2), found, damage));
    Files.delete(marker);
    warnings.clear();
    assertEquals(checkpoint(2), store.latest().orElseThrow());
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("LATEST does not exist"), warnings.get(0));
  }

  @Test
  void whenAllAreDamagedEachReasonIsGiven() throws IOException {
    store.write(checkpoint(1));
    store.write(checkpoint(2));
    Files.delete(temporary.resolve("step-0000000001/state.json"));
    Files.write(temporary.resolve("step-0000000002/state.safetensors"), new byte[3]);
    BoltzException error = assertThrows(BoltzException.class, () -> store.latest());
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    assertTrue(error.getMessage().contains("step-0000000001/state.json does not exist"));
    assertTrue(error.getMessage().contains("3 bytes are too few"));
  }

  @Test
  void writingTheSameAgainDoesNothingAndAnotherIsAnError() throws IOException {
    store.write(checkpoint(1));
    Object before = Files.getLastModifiedTime(temporary.resolve("step-0000000001"));
    store.write(checkpoint(1));
    assertEquals(before, Files.getLastModifiedTime(temporary.resolve("step-0000000001")));
    Checkpoint other = new Checkpoint(1, 0, Map.of(), Map.of());
    BoltzException error = assertThrows(BoltzException.class, () -> store.write(other));
    assertEquals(ExitCode.OUTPUT_EXISTS, error.exitCode());
    assertEquals(checkpoint(1), store.at(1));
  }

  @Test
  void whatIsDamagedOrWasNeverAnnouncedIsReplaced() throws IOException {
    store.write(checkpoint(1));
    store.write(checkpoint(2));
    Checkpoint other = new Checkpoint(2, 0, Map.of(), Map.of("course", "another"));
    Files.writeString(temporary.resolve("LATEST"), "step-0000000001\n");
    assertEquals(checkpoint(1), store.latest().orElseThrow());
    store.write(other);
    assertEquals(other, store.latest().orElseThrow());
    assertEquals(List.of(), warnings);

    Files.write(temporary.resolve("step-0000000002/state.json"), new byte[0]);
    store.write(checkpoint(2));
    assertEquals(checkpoint(2), store.latest().orElseThrow());
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("step-0000000002 is damaged"), warnings.get(0));
  }

  @Test
  void leftoversOfDeadProcessesAreNotCheckpoints() throws IOException {
    store.write(checkpoint(1));
    Files.createDirectory(temporary.resolve(".step-0000000002.staging-x"));
    Files.createDirectory(temporary.resolve("step-3"));
    Files.writeString(temporary.resolve("step-0000000004"), "a file");
    assertEquals(List.of(1L), store.steps());
    assertEquals(checkpoint(1), store.latest().orElseThrow());
  }

  @Test
  void aRenamedDirectoryIsNoticed() throws IOException {
    store.write(checkpoint(1));
    Files.move(temporary.resolve("step-0000000001"), temporary.resolve("step-0000000009"));
    assertBadInput("holds the checkpoint of step 1", () -> store.at(9));
  }

  @Test
  void pruningKeepsTheNewestAndTheNewestWholeOne() throws IOException {
    for (long step = 1; step <= 5; step++) {
      store.write(checkpoint(step));
    }
    store.prune(0);
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), store.steps());
    store.prune(4);
    assertEquals(List.of(2L, 3L, 4L, 5L), store.steps());
    Files.delete(temporary.resolve("step-0000000004/state.json"));
    Files.delete(temporary.resolve("step-0000000005/state.json"));
    store.prune(1);
    assertEquals(List.of(3L, 5L), store.steps());
    assertEquals(checkpoint(3), store.latest().orElseThrow());
  }

  private static Checkpoint checkpoint(long step) {
    return new Checkpoint(
        step,
        (int) (step / 10),
        Map.of("weights.0", Tensor.ofFloats(new float[] {step, 0.5f}, 0, 2)),
        Map.of("seed", step));
  }

  private static void assertBadInput(String part, Executable call) {
    BoltzException error = assertThrows(BoltzException.class, call);
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    assertTrue(error.getMessage().contains(part), error.getMessage());
  }
}
