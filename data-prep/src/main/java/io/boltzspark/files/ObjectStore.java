package io.boltzspark.files;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What holds on an object store such as S3. A file appears, or replaces another, as a whole when
 * its stream is closed. Nothing is renamed at once: Hadoop copies object by object and deletes what
 * it copied. Only conditional writes keep two writers apart: {@code If-None-Match} for a file that
 * must be new, {@code If-Match} for one that must be as it was read (Amazon S3 User Guide,
 * "Conditional requests").
 */
public final class ObjectStore {
  private static final long LARGEST = 1 << 20;
  private static final String IF_NEW = "fs.option.create.conditional.overwrite";
  private static final String IF_UNCHANGED = "fs.option.create.conditional.overwrite.etag";

  private ObjectStore() {}

  /** Whether a path lies on one: there, a stream that is not closed leaves nothing. */
  public static boolean holds(FileSystem fs, Path path) throws IOException {
    return fs.hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM);
  }

  /**
   * Writes a file that does not exist yet. Of several processes that try at once, one succeeds.
   *
   * @param content that no other process writes
   * @return whether it is this content that is there now
   * @throws BoltzException ENVIRONMENT if the store, or Hadoop's connector, cannot write on
   *     condition
   * @throws IOException if it fails for any other reason than that the file exists
   */
  public static boolean createNew(FileSystem fs, Path file, byte[] content) throws IOException {
    requireConditional(fs, file, IF_NEW);
    if (!writeNew(fs, file, content)) {
      return false;
    }
    // A store that does not know the condition ignores it.
    if (writeNew(fs, file, other(content))) {
      fs.delete(file, false);
      throw unconditional(file, "the store ignores If-None-Match");
    }
    return isThere(fs, file, content);
  }

  private static byte[] other(byte[] content) {
    byte[] other = Arrays.copyOf(content, content.length + 1);
    other[content.length] = '\n';
    return other;
  }

  private static boolean writeNew(FileSystem fs, Path file, byte[] content) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = fs.createFile(file);
    builder.create();
    builder.recursive();
    builder.overwrite(false);
    builder.must(IF_NEW, true);
    try {
      write(builder, content);
      return true;
    } catch (IOException e) {
      // A write whose answer was lost is tried again, and then meets itself.
      return Arrays.equals(content(fs, file).orElseThrow(() -> e), content);
    }
  }

  private static boolean isThere(FileSystem fs, Path file, byte[] content) throws IOException {
    Optional<byte[]> there = content(fs, file);
    return there.isPresent() && Arrays.equals(there.get(), content);
  }

  /**
   * Replaces a file if it is still the one that was read.
   *
   * @param etag of that one
   * @param content that no other process writes
   * @return whether it is this content that is there now
   * @throws BoltzException as {@link #createNew}
   * @throws IOException if it fails although the file is still the one that was read
   */
  public static boolean replace(FileSystem fs, Path file, String etag, byte[] content)
      throws IOException {
    requireConditional(fs, file, IF_UNCHANGED);
    FSDataOutputStreamBuilder<?, ?> builder = fs.createFile(file);
    builder.create();
    builder.recursive();
    builder.overwrite(true);
    builder.must(IF_UNCHANGED, etag);
    try {
      write(builder, content);
      return true;
    } catch (IOException e) {
      if (isThere(fs, file, content)) {
        return true;
      }
      if (fs.exists(file) && etag(fs.getFileStatus(file)).equals(etag)) {
        throw e;
      }
      return false;
    }
  }

  /** By which a file can be known again; empty where there is none. */
  public static String etag(FileStatus status) {
    return status instanceof EtagSource source && source.getEtag() != null ? source.getEtag() : "";
  }

  private static void write(FSDataOutputStreamBuilder<?, ?> builder, byte[] content)
      throws IOException {
    try (FSDataOutputStream out = builder.build()) {
      out.write(content);
    }
  }

  private static Optional<byte[]> content(FileSystem fs, Path file) throws IOException {
    try {
      return Optional.of(WholeFiles.current(fs, file, LARGEST));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  private static void requireConditional(FileSystem fs, Path file, String condition)
      throws IOException {
    if (!fs.hasPathCapability(file, condition)) {
      throw unconditional(
          file, "Hadoop's connector does not offer it, or fs.s3a.create.conditional.enabled=false");
    }
  }

  private static BoltzException unconditional(Path file, String reason) {
    return new BoltzException(
        ExitCode.ENVIRONMENT,
        "cannot write %s on the condition that no other process has done so (%s), and so cannot keep two writers apart: use a store with conditional writes, as Amazon S3 has them, and Hadoop 3.4.2 or later, or write to hdfs: or a local directory"
            .formatted(file, reason));
  }
}
