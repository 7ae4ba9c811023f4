package io.boltzspark.files;

import io.boltzspark.errors.BoltzException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Checks before long work that its output can be written. Modes and owners do not tell (a read-only
 * mount, an object store, a superuser), so an empty file is written and deleted.
 */
public final class WritePermission {
  /** The prefix of that file's name. */
  public static final String PROBE = ".boltz-may-write-";

  private WritePermission() {}

  /**
   * Returns normally if files can be created in {@code directory}; leaves everything as it was.
   *
   * @param directory need not exist
   * @throws BoltzException ENVIRONMENT when the file system refuses
   */
  public static void require(FileSystem fs, Path directory) {
    Path whole = fs.makeQualified(directory);
    Path probe = Paths.in(whole, PROBE + UUID.randomUUID());
    try {
      Deque<Path> made = new ArrayDeque<>();
      for (Path p = whole; p != null && !fs.exists(p); p = p.getParent()) {
        made.addLast(p);
      }
      try {
        fs.create(probe, false).close();
        fs.delete(probe, false);
      } finally {
        deleteEmpty(fs, made);
      }
    } catch (IOException e) {
      throw WriteFailure.of(
          "cannot write to the output directory "
              + whole
              + " (is it, or its parent, a directory and writable?)",
          e);
    }
  }

  /** Innermost first; a directory that somebody uses by now is not empty, and is kept. */
  private static void deleteEmpty(FileSystem fs, Deque<Path> directories) {
    for (Path directory : directories) {
      try {
        if (!fs.delete(directory, false)) {
          return;
        }
      } catch (IOException e) {
        return;
      }
    }
  }
}
