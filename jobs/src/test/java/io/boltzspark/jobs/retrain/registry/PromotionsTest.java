package io.boltzspark.jobs.retrain.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromotionsTest {
  @TempDir(factory = AwkwardDirectory.class)
  Path directory;

  private Promotions promotions;

  @BeforeEach
  void open() {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(directory.toUri());
    promotions = new Promotions(new Journal(FileSystems.of(new Configuration(), path), path));
  }

  @Test
  void rollbacksLeadFurtherBack() {
    assertEquals(Optional.empty(), promotions.champion());
    assertEquals(
        ExitCode.BAD_INPUT, assertThrows(BoltzException.class, promotions::rollback).exitCode());
    for (int version = 1; version <= 3; version++) {
      promotions.promote(version, Optional.of("run" + version));
    }
    assertTrue(promotions.isBy("run2"));
    assertEquals(2, promotions.rollback());
    assertEquals(1, promotions.rollback());
    assertEquals(Optional.of(1), promotions.champion());
    assertThrows(BoltzException.class, promotions::rollback);
    assertEquals(5, promotions.count());
  }

  @Test
  void aVersionPromotedAgainIsNotItsOwnPredecessor() {
    promotions.promote(1, Optional.empty());
    promotions.promote(2, Optional.empty());
    promotions.promote(1, Optional.empty());
    assertEquals(Optional.of(1), promotions.champion());
    assertEquals(Optional.of(2), promotions.previous());
    assertEquals(2, promotions.rollback());
    assertEquals(Optional.empty(), promotions.previous());
  }

  @Test
  void unfinishedEntriesDoNotCountAndMissingOnesAreSeen() throws IOException {
    promotions.promote(1, Optional.empty());
    Files.writeString(directory.resolve(".000002.json.writing-x"), "{");
    Files.writeString(directory.resolve("notes.txt"), "by hand");
    assertEquals(1, promotions.count());
    promotions.promote(2, Optional.empty());
    Files.delete(directory.resolve("000001.json"));
    BoltzException error = assertThrows(BoltzException.class, promotions::champion);
    assertTrue(error.getMessage().contains("restore"), error.getMessage());
  }
}
