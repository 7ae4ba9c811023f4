package io.boltzspark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.store.TableManifest.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableManifestTest {
  private final Configuration hadoop = new Configuration();
  @TempDir Path directory;

  private org.apache.hadoop.fs.Path path() {
    return new org.apache.hadoop.fs.Path(directory.toUri());
  }

  private static TableManifest manifest() {
    Map<String, Long> rows = new LinkedHashMap<>();
    rows.put("train", 90L);
    rows.put("test", 10L);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("model", "runs/a");
    facts.put("layer", 2L);
    facts.put("data", Map.of("title", "MNIST"));
    return new TableManifest(Kind.FEATURES, "MNIST seen by layer 2", rows, facts);
  }

  private void write() {
    manifest().write(FileSystems.of(hadoop, path()), path());
  }

  @Test
  void readsWhatWasWritten() {
    assertFalse(TableManifest.isIn(hadoop, path(), Kind.FEATURES));
    write();
    assertTrue(TableManifest.isIn(hadoop, path(), Kind.FEATURES));
    assertFalse(TableManifest.isIn(hadoop, path(), Kind.FREE_ENERGIES));
    TableManifest read = TableManifest.read(hadoop, path(), Kind.FEATURES);
    assertEquals(manifest(), read);
    assertEquals(List.of("train", "test"), List.copyOf(read.rows().keySet()));
  }

  /** Damage within a text may go unseen; it must not become another error. */
  @Test
  void damageIsBadInput() throws IOException {
    write();
    Damage.everywhere(
        directory.resolve(Kind.FEATURES.fileName()),
        () -> TableManifest.read(hadoop, path(), Kind.FEATURES),
        (read, damage) -> assertEquals(2, read.rows().size(), damage));
  }

  @Test
  void namesWhatIsWrong() throws IOException {
    write();
    Path file = directory.resolve(Kind.FEATURES.fileName());
    String whole = Files.readString(file);
    Map<String, String> wrong =
        Map.of(
            "\"train\" : 90", "\"train\" : -1",
            "\"version\" : 1", "\"version\" : 2",
            "boltzspark-tables", "boltzspark-prepared",
            "\"test\" : 10", "\"test\" : 1e30",
            "\"title\" : \"MNIST seen", "\"name\" : \"MNIST seen");
    for (Map.Entry<String, String> change : wrong.entrySet()) {
      assertTrue(whole.contains(change.getKey()), change.getKey());
      Files.writeString(file, whole.replace(change.getKey(), change.getValue()));
      BoltzException e =
          assertThrows(
              BoltzException.class, () -> TableManifest.read(hadoop, path(), Kind.FEATURES));
      assertEquals(ExitCode.BAD_INPUT, e.exitCode());
      assertTrue(e.getMessage().contains("features.json is damaged"), e.getMessage());
    }
  }
}
