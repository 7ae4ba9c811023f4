package io.boltzspark.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedDirectoryTest {
  private final Configuration hadoop = new Configuration();
  @TempDir Path temporary;

  @Test
  void nothingIsSeenBeforeCommitAndAllOfItAfter() throws IOException {
    Path target = temporary.resolve("a/b/out");
    try (StagedDirectory staged = stage(target, false)) {
      write(staged, "x", "content");
      assertFalse(Files.exists(target));
      assertEquals('.', staged.path().getName().charAt(0));
      staged.commit();
      assertEquals("content", Files.readString(target.resolve("x")));
    }
    assertEquals("content", Files.readString(target.resolve("x")));
    assertEquals(List.of("out"), namesIn(target.getParent()));
  }

  @Test
  void withoutCommitNothingIsLeft() throws IOException {
    try (StagedDirectory staged = stage(temporary.resolve("out"), false)) {
      write(staged, "x", "content");
    }
    assertEquals(List.of(), namesIn(temporary));
  }

  @Test
  void nothingIsLeftWhenTheProcessEndsInBetween() throws IOException {
    StagedDirectory committed = stage(temporary.resolve("whole"), false);
    write(committed, "x", "content");
    committed.commit();
    StagedDirectory left = stage(temporary.resolve("half"), false);
    write(left, "x", "content");
    // What Hadoop does when a process ends.
    left.fileSystem().close();
    assertEquals(List.of("whole"), namesIn(temporary));
    assertTrue(Files.exists(temporary.resolve("whole/x")));
  }

  @Test
  void anExistingTargetNeedsOverwrite() throws IOException {
    Path target = Files.createDirectory(temporary.resolve("out"));
    BoltzException error = assertThrows(BoltzException.class, () -> stage(target, false));
    assertEquals(ExitCode.OUTPUT_EXISTS, error.exitCode());
    assertTrue(error.getMessage().contains("--overwrite"), error.getMessage());
    assertTrue(error.getMessage().contains(target.toString()), error.getMessage());
    assertEquals(List.of("out"), namesIn(temporary));
  }

  @Test
  void overwritingKeepsTheOldUntilCommitAndNothingOfItAfter() throws IOException {
    Path target = Files.createDirectory(temporary.resolve("out"));
    Files.writeString(target.resolve("old"), "old");
    try (StagedDirectory staged = stage(target, true)) {
      write(staged, "new", "new");
    }
    assertEquals(List.of("old"), namesIn(target));
    try (StagedDirectory staged = stage(target, true)) {
      write(staged, "new", "new");
      assertEquals(List.of("old"), namesIn(target));
      staged.commit();
    }
    assertEquals(List.of("new"), namesIn(target));
    assertEquals(List.of("out"), namesIn(temporary));
  }

  @Test
  void aTargetThatAppearsMeanwhileIsNotReplaced() throws IOException {
    Path target = temporary.resolve("out");
    try (StagedDirectory staged = stage(target, false)) {
      Files.createDirectory(target);
      Files.writeString(target.resolve("theirs"), "theirs");
      BoltzException error = assertThrows(BoltzException.class, staged::commit);
      assertEquals(ExitCode.OUTPUT_EXISTS, error.exitCode());
    }
    assertEquals(List.of("theirs"), namesIn(target));
    assertEquals(List.of("out"), namesIn(temporary));
  }

  @Test
  void aFileOnTheWayIsBadInput() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");
    BoltzException error =
        assertThrows(BoltzException.class, () -> stage(file.resolve("below/out"), false));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
  }

  @Test
  void anUnknownSchemeIsBadInput() {
    BoltzException error =
        assertThrows(
            BoltzException.class,
            () ->
                StagedDirectory.create(
                    hadoop, new org.apache.hadoop.fs.Path("nonsense://host/out"), false));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    assertTrue(error.getMessage().contains("nonsense://host/out"), error.getMessage());
  }

  private StagedDirectory stage(Path target, boolean overwrite) {
    return StagedDirectory.create(
        hadoop, new org.apache.hadoop.fs.Path(target.toString()), overwrite);
  }

  private static void write(StagedDirectory staged, String name, String content) {
    WholeFiles.write(
        staged.fileSystem(),
        new org.apache.hadoop.fs.Path(staged.path(), name),
        content.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static List<String> namesIn(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }
}
