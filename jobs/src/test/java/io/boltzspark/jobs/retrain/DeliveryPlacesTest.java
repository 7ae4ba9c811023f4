package io.boltzspark.jobs.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.retrain.RetrainSpec.DeliverySpec;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryPlacesTest {
  @TempDir(factory = AwkwardDirectory.class)
  Path directory;

  @Test
  void ofSeveralNamesThatCannotBeKeptTheFirstIsNamed() throws IOException {
    for (int i = 0; i < 21; i++) {
      Files.createDirectory(directory.resolve("not allowed " + (10 + (8 * i + 5) % 21)));
    }
    BoltzException refused = assertThrows(BoltzException.class, () -> places(1).list());
    assertEquals(ExitCode.BAD_INPUT, refused.exitCode());
    assertTrue(refused.getMessage().contains("'not allowed 10'"), refused.getMessage());
  }

  @Test
  void partitionsOnSeveralLevelsAreInTheOrderOfTheirNumbers() throws IOException {
    for (String name : List.of("2025/month=12", "2026/month=10", "2026/month=9", "2026/month=x")) {
      Files.createDirectories(directory.resolve("year=" + name));
    }
    Files.createDirectories(directory.resolve("_delta_log/year=2027"));
    assertEquals(
        List.of(
            "year=2025/month=12", "year=2026/month=9", "year=2026/month=10", "year=2026/month=x"),
        places(2).list().complete());
    assertEquals(List.of("year=2025", "year=2026"), places(1).list().complete());
    assertEquals(List.of(DeliveryPlaces.ONE_TABLE), places(0).list().complete());
  }

  @Test
  void filesOfParquetAreDeliveriesButCannotHoldAMarker() throws IOException {
    Files.createFile(directory.resolve("2026-11-30.parquet"));
    Files.createFile(directory.resolve("2026-12-01.parquet._COPYING_"));
    Files.createFile(directory.resolve("README.md"));
    assertEquals(
        Set.of("2026-11-30.parquet"), places(1).list().waiting().keySet(), "a copy is under way");
    Files.delete(directory.resolve("2026-12-01.parquet._COPYING_"));
    assertEquals(List.of("2026-11-30.parquet"), places(1).list().complete());
    assertTrue(places(1).isTable("2026-11-30.parquet"));
    DeliverySpec marked = new DeliverySpec(directory.toString(), "_DONE", List.of(), 0, 1);
    BoltzException refused =
        assertThrows(
            BoltzException.class, () -> new DeliveryPlaces(new Configuration(), marked).list());
    assertEquals(ExitCode.BAD_CONFIGURATION, refused.exitCode());
  }

  /** As Hive writes it, whose files have no suffix. */
  @Test
  void itsContentTellsATableFromIdxFiles() throws IOException {
    Path table = Files.createDirectories(directory.resolve("day=1/split=test"));
    Files.writeString(table.resolve("000000_0"), "PAR1 and so on");
    Path images = Files.createDirectories(directory.resolve("day=2"));
    Files.write(images.resolve("train-images-idx3-ubyte"), new byte[] {0, 0, 8, 3});
    Files.createDirectories(directory.resolve("day=3"));
    assertTrue(places(1).isTable("day=1"));
    assertFalse(places(1).isTable("day=2"));
    assertFalse(places(1).isTable("day=3"));
  }

  private DeliveryPlaces places(int depth) {
    return new DeliveryPlaces(
        new Configuration(), new DeliverySpec(directory.toString(), "", List.of(), 0, depth));
  }
}
