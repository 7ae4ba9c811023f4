package io.boltzspark.jobs.telemetry;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file for a tracking server, streamed while it is sent.
 *
 * @param path on the server, relative to the run's files
 * @param content opens it
 * @param bytes its length
 */
public record MlflowFile(String path, Supplier<InputStream> content, long bytes) {

  /** The files of a directory, under the directory's name. */
  public static List<MlflowFile> in(Configuration hadoop, Path directory) {
    FileSystem fs = FileSystems.of(hadoop, directory);
    List<MlflowFile> files = new ArrayList<>();
    try {
      for (FileStatus file : fs.listStatus(directory)) {
        if (file.isFile()) {
          files.add(
              new MlflowFile(
                  directory.getName() + "/" + file.getPath().getName(),
                  () -> open(fs, file.getPath()),
                  file.getLen()));
        }
      }
      return files;
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.EXECUTION, "cannot list " + directory + ": " + e.getMessage(), e);
    }
  }

  private static InputStream open(FileSystem fs, Path path) {
    try {
      return fs.open(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
