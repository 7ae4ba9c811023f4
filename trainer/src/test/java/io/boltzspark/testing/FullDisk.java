package io.boltzspark.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * Lets a writer meet a disk that is full, or breaks, at the first, the last and some other bytes of
 * what it writes. Each time there has to be an error of the environment that names the place and
 * says what is wrong, and everything has to be as it was before; with room again, the files are
 * those that it writes undisturbed.
 */
public final class FullDisk {
  private static final int PLACES = 3;

  private final Random random;
  private final Predicate<String> ignored;

  /** Writes below a directory, of which it is given the path on {@link FaultyFileSystem}. */
  public interface Writer {
    void write(org.apache.hadoop.fs.Path place) throws IOException;
  }

  /**
   * @param ignored paths, relative to the writer's place, of what counts for nothing
   */
  public FullDisk(Random random, Predicate<String> ignored) {
    this.random = random;
    this.ignored = ignored;
  }

  /** A configuration that knows the disk. */
  public static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    hadoop.setClass("fs.faulty.impl", FaultyFileSystem.class, FileSystem.class);
    return hadoop;
  }

  /**
   * Tries a writer.
   *
   * @param undisturbed where it writes once
   * @param disturbed a directory of the same content, where it meets the faults
   */
  public void meets(Path undisturbed, Path disturbed, Writer writer) throws IOException {
    FaultyFileSystem.repair();
    writer.write(path(undisturbed));
    long bytes = FaultyFileSystem.written();
    assertTrue(bytes > 0, "nothing is written");
    Map<String, String> before = content(disturbed);
    LongStream some = random.longs(PLACES, 0, bytes);
    for (long at : LongStream.concat(LongStream.of(0, bytes - 1), some).toArray()) {
      boolean full = random.nextBoolean();
      if (full) {
        FaultyFileSystem.full("", at);
      } else {
        FaultyFileSystem.broken("", at);
      }
      String drawn = "at byte " + at + " of " + bytes + (full ? ", full" : ", broken");
      BoltzException error =
          assertThrows(BoltzException.class, () -> writer.write(path(disturbed)), drawn);
      String message = error.getMessage();
      assertEquals(ExitCode.ENVIRONMENT, error.exitCode(), message);
      assertTrue(message.contains(disturbed.toString()), message);
      assertTrue(message.contains(full ? "No space left" : "Input/output error"), message);
      assertEquals(full, message.contains("free disk space"), message);
      assertEquals(before, content(disturbed), drawn);
    }
    FaultyFileSystem.repair();
    writer.write(path(disturbed));
    assertEquals(content(undisturbed), content(disturbed));
  }

  private static org.apache.hadoop.fs.Path path(Path local) {
    return new org.apache.hadoop.fs.Path(FaultyFileSystem.path(local));
  }

  /** The content of every file by its path, hidden ones included. */
  private Map<String, String> content(Path directory) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
      files.forEach(file -> content.put(directory.relativize(file).toString(), read(file)));
    }
    content.keySet().removeIf(ignored);
    return content;
  }

  private static String read(Path file) {
    try {
      return Arrays.toString(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
