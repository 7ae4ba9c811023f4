package io.boltzspark.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFilesTest {
  @TempDir java.nio.file.Path directory;

  private Path path(String name) {
    return Paths.of(directory.resolve(name).toString());
  }

  private FileSystem fs() {
    return FileSystems.of(new Configuration(), path("x"));
  }

  /** Appends, because creating a file would change the device's mode. */
  @Test
  void aFullDiskIsAnException() throws IOException {
    Path full = Paths.of("/dev/full");
    assumeTrue(Files.exists(java.nio.file.Path.of("/dev/full")), "there is no /dev/full");
    FSDataOutputStream large = fs().append(full);
    byte[] bytes = new byte[100_000];
    assertTrue(WriteFailure.isFull(assertThrows(IOException.class, () -> large.write(bytes))));
    large.close();
    FSDataOutputStream small = fs().append(full);
    small.write(1);
    assertTrue(WriteFailure.isFull(assertThrows(IOException.class, small::hflush)));
    assertTrue(WriteFailure.isFull(assertThrows(IOException.class, small::close)));
  }

  /** A process's memory begins with pages that it does not have. */
  @Test
  void aDiskThatCannotBeReadIsAnException() throws IOException {
    java.nio.file.Path memory = java.nio.file.Path.of("/proc/self/mem");
    assumeTrue(Files.isReadable(memory), "there is no /proc/self/mem");
    try (FSDataInputStream in = fs().open(Paths.of(memory.toString()))) {
      assertThrows(IOException.class, in::read);
      assertThrows(IOException.class, () -> in.read(new byte[10]));
    }
  }

  @Test
  void whatIsWrittenIsReadFromEveryPosition() throws IOException {
    byte[] bytes = {1, 2, 3, 4, 5};
    try (FSDataOutputStream out = fs().create(path("x"), false)) {
      assertTrue(out.hasCapability(StreamCapabilities.HSYNC));
      out.write(bytes);
      out.hsync();
      assertEquals(5, Files.size(directory.resolve("x")));
      assertEquals(5, out.getPos());
    }
    try (FSDataOutputStream out = fs().append(path("x"))) {
      assertEquals(5, out.getPos());
      out.write(6);
    }
    try (FSDataInputStream in = fs().open(path("x"))) {
      in.seek(3);
      assertEquals(4, in.read());
      byte[] read = new byte[2];
      in.readFully(1, read);
      assertEquals(List.of((byte) 2, (byte) 3), List.of(read[0], read[1]));
      assertEquals(4, in.getPos());
      assertEquals(2, in.readAllBytes().length);
    }
  }

  /** Where Hadoop cannot rename it copies: a directory into the one that is there. */
  @Test
  void whatCannotBeRenamedIsLeftAsItIs() throws IOException {
    Files.createDirectories(directory.resolve("from/a"));
    Files.createDirectories(directory.resolve("to/b"));
    Files.writeString(directory.resolve("file"), "text");
    assertThrows(IOException.class, () -> fs().rename(path("from"), path("to")));
    assertThrows(IOException.class, () -> fs().rename(path("file"), path("none/file")));
    assertThrows(FileNotFoundException.class, () -> fs().rename(path("none"), path("other")));
    assertTrue(Files.exists(directory.resolve("from/a")));
    assertFalse(Files.exists(directory.resolve("to/from")));
    assertFalse(Files.exists(directory.resolve("none")));
    assertTrue(fs().rename(path("file"), path("moved")));
    assertTrue(fs().rename(path("from"), path("moved-too")));
    assertTrue(Files.exists(directory.resolve("moved-too/a")));
  }

  @Test
  void aDirectoryThatCannotBeMadeSaysWhy() {
    assumeTrue(Files.exists(java.nio.file.Path.of("/proc/self")), "there is no /proc");
    Path impossible = Paths.of("/proc/boltz/d");
    IOException error = assertThrows(IOException.class, () -> fs().mkdirs(impossible));
    assertTrue(error.getMessage().contains("/proc/boltz"), error.toString());
  }

  @Test
  void whatAProcessLeavesIsDeletedAtItsEnd() throws IOException {
    Files.createDirectories(directory.resolve("d/below"));
    assertTrue(fs().deleteOnExit(path("d")));
    assertTrue(fs().cancelDeleteOnExit(path("d")), "not that of one instance only");
  }
}
