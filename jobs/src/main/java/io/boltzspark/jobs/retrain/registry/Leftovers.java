package io.boltzspark.jobs.retrain.registry;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files and directories that a process was just writing when it was killed: until they are whole,
 * their names begin with a dot. Nothing reads them.
 */
final class Leftovers {
  private Leftovers() {}

  /**
   * Deletes those in a directory, if there is one, but not below it. Only for whoever holds the
   * registry's lock, since they could be another's who is writing now.
   */
  static void delete(FileSystem fs, Path directory) {
    try {
      for (FileStatus status : fs.listStatus(directory)) {
        if (status.getPath().getName().startsWith(".")) {
          fs.delete(status.getPath(), true);
        }
      }
    } catch (FileNotFoundException e) {
      return; // nothing was ever written there
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT, "cannot delete leftovers in " + directory + ": " + e, e);
    }
  }
}
