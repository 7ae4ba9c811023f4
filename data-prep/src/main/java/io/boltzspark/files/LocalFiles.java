package io.boltzspark.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Options.ChecksumOpt;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Hadoop's local file system, failing as all others do: with an {@link IOException} that has the
 * reason. Hadoop's own throws an {@link FSError}, which no one expects to catch, when a disk is
 * full or broken; gives no reason when it cannot make a directory; and copies what it cannot
 * rename, so that a full disk leaves half a copy in place of the target.
 */
final class LocalFiles extends FilterFileSystem {
  private final RawLocalFileSystem raw;

  LocalFiles(RawLocalFileSystem raw) {
    super(raw);
    this.raw = raw;
  }

  /** The file of a path for Java. */
  java.nio.file.Path file(Path path) {
    return raw.pathToFile(path).toPath();
  }

  @Override
  public String getScheme() {
    return raw.getScheme();
  }

  @Override
  public boolean exists(Path path) throws IOException {
    return raw.exists(path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return new FSDataInputStream(new LocalSource(raw.open(path, bufferSize)));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return sink(
        raw.create(path, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress,
      ChecksumOpt checksums)
      throws IOException {
    return sink(
        raw.create(
            path, permission, flags, bufferSize, replication, blockSize, progress, checksums));
  }

  @Override
  public FSDataOutputStream createNonRecursive(
      Path path,
      FsPermission permission,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return sink(
        raw.createNonRecursive(
            path, permission, flags, bufferSize, replication, blockSize, progress));
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress)
      throws IOException {
    return sink(raw.append(path, bufferSize, progress));
  }

  @Override
  public FSDataOutputStreamBuilder<?, ?> createFile(Path path) {
    return createDataOutputStreamBuilder(this, path).create().overwrite(true);
  }

  @Override
  public FSDataOutputStreamBuilder<?, ?> appendFile(Path path) {
    return createDataOutputStreamBuilder(this, path).append();
  }

  private static FSDataOutputStream sink(FSDataOutputStream out) throws IOException {
    return new FSDataOutputStream(new LocalSink(out), null, out.getPos());
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    return raw.mkdirs(path) || make(path);
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) throws IOException {
    return raw.mkdirs(path, permission) || make(path);
  }

  /** For the reason why Hadoop could not. */
  private boolean make(Path path) throws IOException {
    Files.createDirectories(file(path));
    return true;
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    try {
      Files.move(file(from), file(to), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException e) {
      if (!raw.exists(from)) {
        throw new FileNotFoundException(from + " does not exist");
      }
      throw e;
    } catch (AtomicMoveNotSupportedException e) {
      // A directory of a container's image, for one, lies on another layer: it has to be copied.
      return copied(from, to);
    }
  }

  private boolean copied(Path from, Path to) throws IOException {
    try {
      return raw.rename(from, to);
    } catch (FSError e) {
      throw reason(e);
    }
  }

  @Override
  public boolean deleteOnExit(Path path) throws IOException {
    return raw.deleteOnExit(path);
  }

  @Override
  public boolean cancelDeleteOnExit(Path path) {
    return raw.cancelDeleteOnExit(path);
  }

  /** What the disk said, without the error around it. */
  static IOException reason(FSError error) {
    return error.getCause() instanceof IOException cause ? cause : new IOException(error);
  }
}
