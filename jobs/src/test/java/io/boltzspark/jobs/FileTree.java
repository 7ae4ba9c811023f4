package io.boltzspark.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What lies in a directory, to show that a command left it alone. */
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

  private static int hash(Path file) {
    try {
      return Arrays.hashCode(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
