package io.boltzspark.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  private static final Map<String, Tensor> TENSORS =
      Map.of("bias.0", Tensor.ofFloats(new float[] {1}, 0, 1));

  @TempDir Path temporary;
  private Path run;

  @BeforeEach
  void setUp() {
    run = temporary.resolve("runs/one");
  }

  private RunDirectory create(boolean overwrite) {
    return RunDirectory.create(
        new Configuration(), new org.apache.hadoop.fs.Path(run.toString()), overwrite);
  }

  private RunDirectory open() {
    return RunDirectory.open(new Configuration(), new org.apache.hadoop.fs.Path(run.toString()));
  }

  @Test
  void everythingHasItsPlaceAndIsReadAgain() throws IOException {
    RunDirectory created = create(false);
    created.writeConfig("seed = 7 # é\n");
    created.writeDataLocation("hdfs://host:8020/data é");
    created.metrics().append(Map.of("step", 1));
    created.checkpoints(w -> {}).write(new Checkpoint(1, 0, TENSORS, Map.of()));
    created.writeModel(TENSORS, Map.of("seed", 7));
    created.writeImage("epoch-001.png", new byte[] {1, 2});

    RunDirectory opened = open();
    assertEquals("seed = 7 # é\n", opened.readConfig());
    assertEquals("hdfs://host:8020/data é", opened.readDataLocation());
    assertEquals(1, opened.metrics().read().size());
    assertEquals(TENSORS, opened.checkpoints(w -> {}).at(1).tensors());
    assertEquals(TENSORS, opened.readModel().tensors());
    assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(run.resolve("samples/epoch-001.png")));
    assertTrue(Files.isRegularFile(run.resolve("config.conf")));
    assertTrue(Files.isRegularFile(run.resolve("metrics.jsonl")));
    assertTrue(Files.isRegularFile(run.resolve("checkpoints/LATEST")));
    assertTrue(Files.isRegularFile(run.resolve("model/model.safetensors")));
  }

  @Test
  void aRunThatDoesNotSayWhereItsDataIsAsksForIt() throws IOException {
    create(false).writeConfig("a = 1");
    for (String damage : new String[] {null, "{}", "{\"data\": \"d", "[]"}) {
      if (damage != null) {
        Files.writeString(run.resolve("run.json"), damage);
      }
      String message = assertError(ExitCode.BAD_INPUT, () -> open().readDataLocation());
      assertTrue(message.contains("run.json") && message.contains("--data"), message);
    }
  }

  @Test
  void anExistingRunNeedsResumeOrOverwrite() throws IOException {
    create(false).writeConfig("a = 1");
    create(true);
    assertFalse(Files.exists(run.resolve("config.conf")));
    // Empty now, so nothing is needed.
    create(false).writeConfig("a = 2");
    String message = assertError(ExitCode.OUTPUT_EXISTS, () -> create(false));
    assertTrue(message.contains("--overwrite") && message.contains("--resume"), message);
    assertEquals("a = 2", open().readConfig());
  }

  @Test
  void overwritingDeletesRunsOnly() throws IOException {
    Files.createDirectories(run);
    Files.writeString(run.resolve("thesis.tex"), "years of work");
    assertTrue(
        assertError(ExitCode.OUTPUT_EXISTS, () -> create(true)).contains("holds thesis.tex"));
    Files.writeString(run.resolve("config.conf"), "");
    assertTrue(
        assertError(ExitCode.OUTPUT_EXISTS, () -> create(true)).contains("holds thesis.tex"));
    Files.delete(run.resolve("thesis.tex"));
    Files.delete(run.resolve("config.conf"));
    Files.createDirectory(run.resolve("samples"));
    assertTrue(assertError(ExitCode.OUTPUT_EXISTS, () -> create(true)).contains("no config.conf"));
    assertTrue(Files.exists(run.resolve("samples")));
  }

  @Test
  void leftoversOfUnfinishedWritesDoNotPreventOverwriting() throws IOException {
    create(false).writeConfig("");
    Files.createDirectory(run.resolve(".model.staging-1"));
    Files.writeString(run.resolve(".metrics.jsonl.writing-1"), "");
    create(true);
    try (var children = Files.list(run)) {
      assertEquals(0, children.count());
    }
  }

  @Test
  void aRunThatIsBeingWrittenIsNotOverwritten() throws IOException {
    RunDirectory busy = create(false);
    busy.writeConfig("a = 1");
    RunLock lock = busy.lock(w -> {});
    assertTrue(
        assertError(ExitCode.OUTPUT_EXISTS, () -> create(true)).contains("is being written"));
    lock.close();
    assertEquals("a = 1", open().readConfig());
    create(true);
  }

  @Test
  void whatCannotBeARunIsRefused() throws IOException {
    assertTrue(assertError(ExitCode.BAD_INPUT, this::open).contains("does not exist"));
    Files.createDirectories(run);
    assertTrue(assertError(ExitCode.BAD_INPUT, this::open).contains("no config.conf"));
    Files.delete(run);
    Files.writeString(run, "a file");
    assertTrue(assertError(ExitCode.OUTPUT_EXISTS, () -> create(true)).contains("is a file"));
    run = run.resolve("below");
    assertError(ExitCode.ENVIRONMENT, () -> create(false));
  }

  @Test
  void aRunWithoutAModelSaysWhatItHas() {
    RunDirectory created = create(false);
    assertTrue(
        assertError(ExitCode.BAD_INPUT, created::readModel).contains("no checkpoints either"));
    created.checkpoints(w -> {}).write(new Checkpoint(30, 0, TENSORS, Map.of()));
    assertTrue(assertError(ExitCode.BAD_INPUT, created::readModel).contains("RUN@step:30"));
  }

  private static String assertError(ExitCode code, Executable call) {
    BoltzException error = assertThrows(BoltzException.class, call);
    assertEquals(code, error.exitCode(), error.getMessage());
    return error.getMessage();
  }
}
