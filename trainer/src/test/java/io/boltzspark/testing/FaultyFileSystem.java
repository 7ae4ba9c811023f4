package io.boltzspark.testing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The local disk under the scheme {@code faulty}, which can be full, broken or read-only: for
 * everything, or for files whose paths contain a given text. Also counts what is written. The
 * faults hold for all instances of the process, and so for tasks of a local master. As in the file
 * system that this one extends, what a disk says of a write is in an {@link FSError}.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
  private static final URI ROOT = URI.create("faulty:///");
  private static final String FULL = "No space left on device";

  private static String place = "";
  private static long room = Long.MAX_VALUE;
  private static long written;
  private static String fault = FULL;
  private static boolean readOnly;

  /** Options of a command that make it know the scheme. */
  public static List<String> options() {
    return List.of("--conf", "spark.hadoop.fs.faulty.impl=" + FaultyFileSystem.class.getName());
  }

  /** A local path under this scheme. */
  public static String path(java.nio.file.Path local) {
    return "faulty://" + local.toAbsolutePath();
  }

  /** From now on, files whose path contains this text have room for so many bytes in all. */
  public static synchronized void full(String where, long bytes) {
    repair();
    place = where;
    room = bytes;
  }

  /** The same for a disk that breaks at that byte. */
  public static synchronized void broken(String where, long bytes) {
    full(where, bytes);
    fault = "Input/output error";
  }

  /** From now on nothing can be written, made, moved or deleted. */
  public static synchronized void readOnly() {
    repair();
    readOnly = true;
  }

  /** Ends all faults, and begins to count anew. */
  public static synchronized void repair() {
    place = "";
    room = Long.MAX_VALUE;
    written = 0;
    fault = FULL;
    readOnly = false;
  }

  /** Bytes written since the last fault or repair to files in the place of that fault. */
  public static synchronized long written() {
    return written;
  }

  /** Takes room for bytes, as many as there is. */
  private static synchronized int take(Path file, int bytes) {
    if (!file.toString().contains(place)) {
      return bytes;
    }
    int possible = (int) Math.min(bytes, room - written);
    written += possible;
    return possible;
  }

  private static synchronized void requireWritable(Path file) throws IOException {
    if (readOnly) {
      throw new IOException(file.toUri().getPath() + " (Read-only file system)");
    }
  }

  /** Only Hadoop's package can make one. */
  private static synchronized FSError error() {
    try {
      Constructor<FSError> constructor = FSError.class.getDeclaredConstructor(Throwable.class);
      constructor.setAccessible(true);
      return constructor.newInstance(new IOException(fault));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public String getScheme() {
    return ROOT.getScheme();
  }

  @Override
  protected OutputStream createOutputStreamWithMode(
      Path file, boolean append, FsPermission permission) throws IOException {
    requireWritable(file);
    return new Limited(file, super.createOutputStreamWithMode(file, append, permission));
  }

  @Override
  public boolean mkdirs(Path directory) throws IOException {
    requireWritable(directory);
    return super.mkdirs(directory);
  }

  @Override
  public boolean mkdirs(Path directory, FsPermission permission) throws IOException {
    requireWritable(directory);
    return super.mkdirs(directory, permission);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    requireWritable(from);
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    requireWritable(path);
    return super.delete(path, recursive);
  }

  /** Writes what there is room for, and fails if that is not all, as a disk does. */
  private static final class Limited extends FilterOutputStream {
    private final Path file;

    Limited(Path file, OutputStream out) {
      super(out);
      this.file = file;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int possible = take(file, length);
      out.write(bytes, offset, possible);
      if (possible < length) {
        throw error();
      }
    }
  }
}
