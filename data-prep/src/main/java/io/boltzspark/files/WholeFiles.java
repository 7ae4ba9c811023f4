package io.boltzspark.files;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Files that appear as a whole, small ones read as a whole, and the SHA-256 of any. */
public final class WholeFiles {
  private static final int MOST_ATTEMPTS = 10;

  private WholeFiles() {}

  /**
   * Writes {@code file}, replacing one that exists: a reader sees either the old content or the
   * new. The directory is created if necessary.
   *
   * @throws BoltzException ENVIRONMENT when the file system refuses; an old file is then unchanged
   */
  public static void write(FileSystem fs, Path file, byte[] content) {
    try {
      writeAside(fs, file, out -> out.write(content));
    } catch (IOException e) {
      throw WriteFailure.of(file, content.length, e);
    }
  }

  /** What writes the content of a file. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * The same for content that is never in memory as a whole.
   *
   * @throws BoltzException ENVIRONMENT when the file system refuses; an old file is then unchanged
   */
  public static void write(FileSystem fs, Path file, Content content) {
    try {
      writeAside(fs, file, content);
    } catch (IOException e) {
      throw WriteFailure.of("cannot write " + file, e);
    }
  }

  private static void writeAside(FileSystem fs, Path file, Content content) throws IOException {
    if (ObjectStore.holds(fs, file)) {
      writeInPlace(fs, file, content);
      return;
    }
    Path temporary =
        Paths.in(file.getParent(), "." + file.getName() + ".writing-" + UUID.randomUUID());
    try {
      try (FSDataOutputStream out = fs.create(temporary, false)) {
        content.writeTo(out);
        sync(out);
      }
      replace(fs, temporary, file);
    } catch (IOException e) {
      try {
        fs.delete(temporary, false);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /** Where a file appears when its stream is closed, and there is no rename that replaces. */
  private static void writeInPlace(FileSystem fs, Path file, Content content) throws IOException {
    if (fs.exists(file) && fs.getFileStatus(file).isDirectory()) {
      throw new FileAlreadyExistsException(file + " is a directory");
    }
    try (FSDataOutputStream out = fs.create(file, true)) {
      try {
        content.writeTo(out);
      } catch (IOException | RuntimeException | Error e) {
        // Closing it would make the half that was written the file.
        out.abort();
        throw e;
      }
    }
  }

  /**
   * Moves a file that is complete to its place in the same file system, replacing one that exists.
   *
   * @throws BoltzException ENVIRONMENT when the file system refuses; an old file is then unchanged
   */
  public static void move(FileSystem fs, Path from, Path to) {
    try {
      if (ObjectStore.holds(fs, to)) {
        copy(fs, from, to);
        fs.delete(from, false);
      } else {
        replace(fs, from, to);
      }
    } catch (IOException e) {
      throw WriteFailure.of("cannot write " + to, e);
    }
  }

  private static void copy(FileSystem fs, Path from, Path to) throws IOException {
    try (FSDataInputStream in = fs.open(from)) {
      writeInPlace(fs, to, in::transferTo);
    }
  }

  /**
   * The content of {@code file}.
   *
   * @param maximumBytes the most that such a file can sensibly have; the limit of an array applies
   *     too
   * @throws BoltzException BAD_INPUT when the file is missing, is a directory, is larger, or cannot
   *     be read
   */
  public static byte[] read(FileSystem fs, Path file, long maximumBytes) {
    try {
      return current(fs, file, maximumBytes);
    } catch (FileNotFoundException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, file + " does not exist", e);
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot read " + file + ": " + e, e);
    }
  }

  /**
   * The same with the exceptions of the file system. On an object store a reader that opens a file
   * while it is replaced is told so, instead of being given either content: it begins again.
   */
  static byte[] current(FileSystem fs, Path file, long maximumBytes) throws IOException {
    for (int attempt = 1; ; attempt++) {
      FileStatus status = fs.getFileStatus(file);
      try {
        return content(fs, status, file, maximumBytes);
      } catch (IOException e) {
        String etag = ObjectStore.etag(fs.getFileStatus(file));
        if (attempt == MOST_ATTEMPTS || etag.equals(ObjectStore.etag(status))) {
          throw e;
        }
      }
    }
  }

  private static byte[] content(FileSystem fs, FileStatus status, Path file, long maximumBytes)
      throws IOException {
    if (status.isDirectory()) {
      throw new BoltzException(ExitCode.BAD_INPUT, file + " is a directory, not a file");
    }
    if (status.getLen() > Math.min(maximumBytes, Integer.MAX_VALUE - 8)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          file
              + " has "
              + status.getLen()
              + " bytes, more than the "
              + maximumBytes
              + " expected of a file of this name");
    }
    byte[] content = new byte[(int) status.getLen()];
    try (FSDataInputStream in = fs.open(file)) {
      in.readFully(content);
    }
    return content;
  }

  /**
   * SHA-256 of a file's bytes, in lower-case hexadecimal.
   *
   * @throws BoltzException BAD_INPUT when the file is missing or cannot be read
   */
  public static String sha256(FileSystem fs, Path file) {
    MessageDigest digest = newSha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = fs.open(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (FileNotFoundException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, file + " does not exist", e);
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot read " + file + ": " + e, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** SHA-256 of {@code content}, in lower-case hexadecimal. */
  public static String sha256(byte[] content) {
    return HexFormat.of().formatHex(newSha256().digest(content));
  }

  /** Makes the bytes written so far survive a power failure, where the file system can. */
  public static void sync(FSDataOutputStream out) throws IOException {
    if (out.hasCapability(StreamCapabilities.HSYNC)) {
      out.hsync();
    }
  }

  private static void replace(FileSystem fs, Path from, Path to) throws IOException {
    // Hadoop's local rename would put the file into the directory and report success.
    if (fs.exists(to) && fs.getFileStatus(to).isDirectory()) {
      throw new FileAlreadyExistsException(to + " is a directory");
    }
    // A local rename replaces its target atomically; others refuse unless told to overwrite, which
    // only FileContext offers, and not for every third-party file system.
    if (fs instanceof LocalFiles) {
      rename(fs, from, to);
      return;
    }
    FileContext context;
    try {
      context = FileContext.getFileContext(fs.getUri(), fs.getConf());
    } catch (UnsupportedFileSystemException e) {
      fs.delete(to, false);
      rename(fs, from, to);
      return;
    }
    context.rename(fs.makeQualified(from), fs.makeQualified(to), Options.Rename.OVERWRITE);
  }

  private static void rename(FileSystem fs, Path from, Path to) throws IOException {
    if (!fs.rename(from, to)) {
      throw new IOException("the file system refused to rename " + from + " to " + to);
    }
  }

  /** A new SHA-256 digest, for content that is streamed. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
