package io.boltzspark.files;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** The file system of a path. */
public final class FileSystems {
  private FileSystems() {}

  /**
   * The file system of {@code path}. For local paths it is the one without Hadoop's hidden {@code
   * .crc} files: these make every reader of a file that was edited by hand fail, and do not allow
   * appending.
   *
   * @throws BoltzException BAD_INPUT when the path's scheme is unknown, ENVIRONMENT when its file
   *     system cannot be reached
   */
  public static FileSystem of(Configuration hadoop, Path path) {
    try {
      FileSystem fs = path.getFileSystem(hadoop);
      return fs instanceof LocalFileSystem local ? local.getRaw() : fs;
    } catch (UnsupportedFileSystemException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "no file system for the path "
              + path
              + ": use a scheme that Hadoop knows, such as file:, hdfs: or s3a: (s3a:"
              + " needs the hadoop-aws jar)",
          e);
    } catch (IOException | IllegalArgumentException e) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT, "cannot reach the file system of " + path + ": " + e, e);
    }
  }
}
