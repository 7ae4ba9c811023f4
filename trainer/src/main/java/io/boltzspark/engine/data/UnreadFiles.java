package io.boltzspark.engine.data;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parquet files of a table that Spark does not read, about which it says nothing: those in
 * directories that are no partitions, and those beside directories that are ({@code day=1}).
 */
final class UnreadFiles {
  private static final Logger LOG = LoggerFactory.getLogger(UnreadFiles.class);

  private UnreadFiles() {}

  /**
   * Warns of files in other directories.
   *
   * @param table of that directory, as Spark reads it
   * @param path of the directory, as the user named it
   * @throws IOException when a directory cannot be listed
   * @throws BoltzException BAD_INPUT when files of the directory itself are not read
   */
  static void require(Configuration hadoop, Path directory, Dataset<?> table, String path)
      throws IOException {
    FileSystem files = FileSystems.of(hadoop, directory);
    if (!files.getFileStatus(directory).isDirectory()) {
      return;
    }
    int depth = files.makeQualified(directory).depth() + 1;
    boolean partitioned =
        Arrays.stream(table.inputFiles()).anyMatch(file -> Paths.ofUri(file).depth() > depth);
    Optional<String> unread =
        partitioned ? first(files, directory, "", true) : below(files, directory);
    if (unread.isEmpty()) {
      return;
    }
    if (partitioned && !unread.get().contains("/")) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--data %s has %s beside directories of partitions, so that Spark would leave its rows out: move it into one of them, or into a directory of its own"
              .formatted(path, unread.get()));
    }
    LOG.warn(
        "the Parquet files in {} are not read with those in {}: give that directory by its own, or"
            + " put all files into one",
        Paths.in(directory, unread.get()).getParent(),
        path);
  }

  /**
   * The first directory below that has Parquet and is no partition, where Spark found no table.
   *
   * @throws IOException when one cannot be listed
   */
  static Optional<Path> directory(Configuration hadoop, Path table) throws IOException {
    return below(FileSystems.of(hadoop, table), table)
        .map(file -> Paths.in(table, file).getParent());
  }

  private static Optional<String> below(FileSystem files, Path directory) throws IOException {
    return first(files, directory, "", false);
  }

  /**
   * The first Parquet file that is in no partition: those of a directory come before those of
   * directories in it, both in the order of names.
   *
   * @param within the names of directories from the table to this one, each with a slash
   * @param here whether the files of this directory are among them
   */
  private static Optional<String> first(
      FileSystem files, Path directory, String within, boolean here) throws IOException {
    FileStatus[] found = files.listStatus(directory);
    Arrays.sort(found);
    for (FileStatus status : found) {
      if (here && isParquet(status)) {
        return Optional.of(within + status.getPath().getName());
      }
    }
    for (FileStatus status : found) {
      String name = status.getPath().getName();
      if (status.isDirectory() && !isHidden(name) && !name.contains("=")) {
        Optional<String> deeper =
            first(files, Paths.in(directory, name), within + name + "/", true);
        if (deeper.isPresent()) {
          return deeper;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isParquet(FileStatus file) {
    String name = file.getPath().getName();
    return file.isFile() && name.endsWith(".parquet") && !isHidden(name);
  }

  private static boolean isHidden(String name) {
    return name.startsWith("_") || name.startsWith(".");
  }
}
