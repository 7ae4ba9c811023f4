package io.boltzspark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsLogTest {
  @TempDir Path temporary;
  private Path file;

  /** Cannot append, as object stores. */
  public static final class NoAppendFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("noappend:///");
    }

    @Override
    public boolean hasPathCapability(org.apache.hadoop.fs.Path path, String capability) {
      return false;
    }

    @Override
    public FSDataOutputStream append(
        org.apache.hadoop.fs.Path path, int bufferSize, Progressable progress) {
      throw new UnsupportedOperationException("append");
    }
  }

  @BeforeEach
  void setUp() {
    file = temporary.resolve("metrics.jsonl");
  }

  private MetricsLog log(String scheme) {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.noappend.impl", NoAppendFileSystem.class, FileSystem.class);
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(scheme + "://" + file);
    return new MetricsLog(FileSystems.of(hadoop, path), path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "noappend"})
  void appendsLinesThatAreReadAgain(String scheme) throws IOException {
    MetricsLog log = log(scheme);
    assertEquals(List.of(), log.read());
    log.append(line(1, 0.5));
    assertEquals("{\"step\":1,\"error\":0.5}\n", Files.readString(file));
    log.append(line(2, 0.25));
    assertEquals(
        "{\"step\":1,\"error\":0.5}\n{\"step\":2,\"error\":0.25}\n", Files.readString(file));
    assertEquals(List.of(line(1, 0.5), line(2, 0.25)), log.read());
  }

  @Test
  void whatIsNotFiniteIsNull() throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("a", Double.NaN);
    values.put("b", Float.NEGATIVE_INFINITY);
    values.put("c", List.of(1, Double.POSITIVE_INFINITY));
    log("file").append(values);
    assertEquals("{\"a\":null,\"b\":null,\"c\":[1,null]}\n", Files.readString(file));
  }

  @Test
  void aTornLastLineIsNotRead() throws IOException {
    MetricsLog log = log("file");
    log.append(line(1, 0.5));
    log.append(line(2, 0.25));
    byte[] whole = Files.readAllBytes(file);
    int firstLine = Files.readString(file).indexOf('\n') + 1;
    for (int length = 0; length <= whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      int lines = length == whole.length ? 2 : length >= firstLine ? 1 : 0;
      assertEquals(lines, log.read().size(), "cut to " + length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "noappend"})
  void resumingDropsLaterStepsAndATornLine(String scheme) throws IOException {
    MetricsLog log = log(scheme);
    log.append(Map.of("event", "start"));
    for (long step = 10; step <= 50; step += 10) {
      log.append(line(step, 1.0 / step));
    }
    Files.writeString(file, Files.readString(file) + "{\"step\":60,\"err");
    log.truncateAfter(30, "training");
    assertEquals(
        List.of(
            Map.of("event", "start"), line(10, 1.0 / 10), line(20, 1.0 / 20), line(30, 1.0 / 30)),
        log.read());
    assertTrue(Files.readString(file).endsWith("}\n"));
    log.append(line(40, 7));
    assertEquals(line(40, 7), log.read().get(4));
  }

  @Test
  void truncatingWhatIsNotThereDoesNothing() {
    log("file").truncateAfter(3, "training");
    assertFalse(Files.exists(file));
  }

  @Test
  void aDamagedLineIsNamed() throws IOException {
    Files.writeString(file, "{\"step\":1}\n{\"step\":\n{\"step\":3}\n");
    for (boolean truncate : new boolean[] {false, true}) {
      BoltzException error =
          assertThrows(
              BoltzException.class,
              () -> {
                if (truncate) {
                  log("file").truncateAfter(1, "training");
                } else {
                  log("file").read();
                }
              });
      assertEquals(ExitCode.BAD_INPUT, error.exitCode());
      assertTrue(error.getMessage().contains("line 2 of"), error.getMessage());
    }
    Files.writeString(file, "{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n");
    Damage.everywhere(file, () -> log("file").read(), (lines, damage) -> {});
  }

  @Test
  void resumingDropsTheFirstLineOfTheNextStage() {
    MetricsLog log = log("file");
    List<Map<String, Object>> lines =
        List.of(
            Map.of("step", 0L, "stage", "pretraining-1"),
            Map.of("step", 9L, "stage", "pretraining-1"),
            Map.of("step", 9L, "stage", "training"),
            Map.of("step", 12L, "stage", "training"));
    lines.forEach(log::append);
    log.truncateAfter(9, "training");
    assertEquals(lines.subList(0, 3), log.read());
    log.truncateAfter(9, "pretraining-1");
    assertEquals(lines.subList(0, 2), log.read());
    log.truncateAfter(-1, "");
    assertEquals(List.of(), log.read());
  }

  private static Map<String, Object> line(long step, double error) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", step);
    line.put("error", error);
    return line;
  }
}
