package io.boltzspark.jobs.retrain.registry;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files and directories that a process was writing when it was killed. Their names begin with a dot
 * until they are complete, and nothing reads them.
 */
final class Leftovers {
  /** Whether something is a leftover although its name does not begin with a dot. */
  @FunctionalInterface
  interface Others {
    boolean include(Path path) throws IOException;
  }

  private Leftovers() {}

  /**
   * Deletes those directly in a directory, if it exists. The caller must hold the registry's lock,
   * since another process could be writing them now.
   */
  static void delete(FileSystem fs, Path directory) {
    delete(fs, directory, path -> false);
  }

  /** Deletes those, and others that are leftovers there. */
  static void delete(FileSystem fs, Path directory, Others others) {
    try {
      for (FileStatus status : fs.listStatus(directory)) {
        if (status.getPath().getName().startsWith(".") || others.include(status.getPath())) {
          fs.delete(status.getPath(), true);
        }
      }
    } catch (FileNotFoundException e) {
      return; // nothing has been written there
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT, "cannot delete leftovers in " + directory + ": " + e, e);
    }
  }
}
