package io.boltzspark.files;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** The file system of a path. */
public final class FileSystems {
  private static final Set<String> HDFS = Set.of("hdfs", "webhdfs", "swebhdfs");

  private static final String S3_READER = "fs.s3a.input.stream.type";

  private FileSystems() {}

  /**
   * The file system of {@code path}. For local paths it is the one without Hadoop's hidden {@code
   * .crc} files: these make every reader of a file that was edited by hand fail, and do not allow
   * appending. A full or broken local disk is an {@link IOException} there, as elsewhere.
   *
   * @throws BoltzException BAD_INPUT when the path's scheme is unknown, or its file system cannot
   *     have such a name; ENVIRONMENT when its file system cannot be reached
   */
  public static FileSystem of(Configuration hadoop, Path path) {
    if ("s3a".equals(path.toUri().getScheme())) {
      readWhatIsThereNow(hadoop);
    }
    try {
      FileSystem fs = path.getFileSystem(hadoop);
      requireNameable(fs, path);
      FileSystem raw = fs instanceof LocalFileSystem local ? local.getRaw() : fs;
      return raw instanceof RawLocalFileSystem local ? new LocalFiles(local) : raw;
    } catch (UnsupportedFileSystemException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "no file system for the path "
              + path
              + ": use a scheme that Hadoop knows, such as file:, hdfs: or s3a: (s3a:"
              + " needs the hadoop-aws jar), or write ./ before the name of a local file or"
              + " directory",
          e);
    } catch (IOException | IllegalArgumentException e) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT, "cannot reach the file system of " + path + ": " + e, e);
    }
  }

  /**
   * Hadoop 3.5 reads S3 by default through a library with a cache of its own. Through it a
   * retraining could not copy a file that it had replaced before ("pre-conditions ... did not
   * hold"). Someone else's choice stays.
   */
  private static void readWhatIsThereNow(Configuration hadoop) {
    String[] sources = hadoop.getPropertySources(S3_READER);
    if (sources == null || List.of(sources).equals(List.of("core-default.xml"))) {
      hadoop.set(S3_READER, "classic");
    }
  }

  private static void requireNameable(FileSystem fs, Path path) {
    if (path.toUri().getPath().contains(":") && HDFS.contains(fs.getUri().getScheme())) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the path "
              + path
              + " has a colon in a name, which HDFS does not allow; choose another name");
    }
  }

  /** The file behind a path for Java, where the file system is a local one. */
  public static Optional<java.nio.file.Path> local(FileSystem fs, Path path) {
    return fs instanceof LocalFiles local ? Optional.of(local.file(path)) : Optional.empty();
  }
}
