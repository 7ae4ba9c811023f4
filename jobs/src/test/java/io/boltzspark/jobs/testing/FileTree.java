package io.boltzspark.jobs.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What lies in a directory, to show that a command left it alone, and copies of it. */
public final class FileTree {
  private FileTree() {}

  /** The hash of each file's content by its path, hidden files included; 0 for directories. */
  public static Map<Path, Integer> of(Path directory) throws IOException {
    Map<Path, Integer> tree = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      all.forEach(path -> tree.put(path, Files.isDirectory(path) ? 0 : hash(path)));
    }
    return tree;
  }

  /** Copies a directory to where there is none. */
  public static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }

  /** Deletes a directory with all that is in it. */
  public static void delete(Path tree) throws IOException {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static int hash(Path file) {
    try {
      return Arrays.hashCode(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
