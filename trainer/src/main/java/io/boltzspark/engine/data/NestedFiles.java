package io.boltzspark.engine.data;

import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Parquet in directories of a table that are no partitions ({@code day=1}): Spark reads the files
 * beside them only, and says nothing.
 */
final class NestedFiles {
  private NestedFiles() {}

  /**
   * The first of these directories that has files of its own, in the order of names.
   *
   * @throws IOException when one cannot be listed
   */
  static Optional<Path> directory(Configuration hadoop, Path table) throws IOException {
    FileSystem files = FileSystems.of(hadoop, table);
    FileStatus[] found = files.listStatus(table);
    Arrays.sort(found);
    for (FileStatus status : found) {
      if (status.isDirectory() && isNested(status.getPath().getName())) {
        Path directory = Paths.in(table, status.getPath().getName());
        Optional<Path> deeper =
            Arrays.stream(files.listStatus(directory)).anyMatch(NestedFiles::isParquet)
                ? Optional.of(directory)
                : directory(hadoop, directory);
        if (deeper.isPresent()) {
          return deeper;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isNested(String directory) {
    return !directory.contains("=") && !directory.startsWith("_") && !directory.startsWith(".");
  }

  private static boolean isParquet(FileStatus file) {
    String name = file.getPath().getName();
    return file.isFile() && name.endsWith(".parquet") && !name.startsWith("_");
  }
}
