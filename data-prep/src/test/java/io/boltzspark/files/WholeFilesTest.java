package io.boltzspark.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class WholeFilesTest {
  @TempDir java.nio.file.Path temporary;

  /** Renames as HDFS and object stores do: never over a file that exists. */
  public static final class RefusingFileSystem extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("refusing:///");
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      return !exists(to) && super.rename(from, to);
    }
  }

  @Test
  void writesReplacesAndReadsLeavingNothingElse() throws IOException {
    writeTwiceAndRead("file://" + temporary);
  }

  @Test
  void replacesWhereRenamingOverAFileIsRefused() throws IOException {
    writeTwiceAndRead("refusing://" + temporary);
  }

  private void writeTwiceAndRead(String directory) throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.refusing.impl", RefusingFileSystem.class, FileSystem.class);
    Path file = new Path(directory + "/deep/file");
    FileSystem fs = FileSystems.of(hadoop, file);
    WholeFiles.write(fs, file, "first".getBytes(UTF_8));
    WholeFiles.write(fs, file, "second".getBytes(UTF_8));
    assertArrayEquals("second".getBytes(UTF_8), WholeFiles.read(fs, file, 6));
    assertEquals(1, fs.listStatus(file.getParent()).length);
  }

  @Test
  void refusesToReadWhatIsMissingLargerOrADirectory() throws IOException {
    FileSystem fs = FileSystems.of(new Configuration(), local("x"));
    Files.writeString(temporary.resolve("x"), "0123456789");
    assertBadInput("x has 10 bytes", () -> WholeFiles.read(fs, local("x"), 9));
    assertBadInput("does not exist", () -> WholeFiles.read(fs, local("y"), 9));
    assertBadInput("is a directory", () -> WholeFiles.read(fs, local(""), 9));
    assertBadInput("does not exist", () -> WholeFiles.sha256(fs, local("y")));
  }

  @Test
  void aRefusedWriteChangesNothing() throws IOException {
    FileSystem fs = FileSystems.of(new Configuration(), local("x"));
    Files.createDirectories(temporary.resolve("directory"));
    Files.writeString(temporary.resolve("file"), "old");
    for (String name : List.of("directory", "file/below")) {
      BoltzException error =
          assertThrows(
              BoltzException.class, () -> WholeFiles.write(fs, local(name), new byte[1]), name);
      assertEquals(ExitCode.ENVIRONMENT, error.exitCode());
    }
    assertEquals(0, fs.listStatus(local("directory")).length);
    assertEquals("old", Files.readString(temporary.resolve("file")));
    assertEquals(2, fs.listStatus(local("")).length);
  }

  @Test
  void sha256IsThePublishedOne() throws IOException {
    // FIPS 180-2, appendix B.1.
    String expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    Files.writeString(temporary.resolve("abc"), "abc");
    FileSystem fs = FileSystems.of(new Configuration(), local("abc"));
    assertEquals(expected, WholeFiles.sha256("abc".getBytes(UTF_8)));
    assertEquals(expected, WholeFiles.sha256(fs, local("abc")));
  }

  private Path local(String name) {
    return name.isEmpty() ? new Path(temporary.toUri()) : new Path(temporary + "/" + name);
  }

  private static void assertBadInput(String part, Executable call) {
    BoltzException error = assertThrows(BoltzException.class, call);
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    assertTrue(error.getMessage().contains(part), error.getMessage());
  }
}
