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
  private Leftovers() {}

  /**
   * Deletes those directly in a directory, if it exists. The caller must hold the registry's lock,
   * since another process could be writing them now.
   */
  static void delete(FileSystem fs, Path directory) {
    try {
      for (FileStatus status : fs.listStatus(directory)) {
        if (status.getPath().getName().startsWith(".")) {
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
