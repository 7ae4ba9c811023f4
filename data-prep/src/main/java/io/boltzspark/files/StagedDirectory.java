package io.boltzspark.files;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;

/**
 * A directory that appears whole or not at all: written beside its target, then renamed. Where
 * nothing is renamed at once ({@link ObjectStore}), it appears with a mark ({@link Unfinished})
 * that makes readers refuse it until it is whole.
 *
 * <pre>{@code
 * try (StagedDirectory staged = StagedDirectory.create(hadoop, target, overwrite)) {
 *   ... write below staged.path() ...
 *   staged.commit();
 * }
 * }</pre>
 *
 * <p>With {@code overwrite} the old directory stays untouched until {@link #commit()}, and is then
 * deleted with all its content: check first that it is what the caller expects.
 */
public final class StagedDirectory implements AutoCloseable {
  private static final String STAGING = ".staging-";
  private static final Pattern STAGED =
      Pattern.compile("/\\.([^/]+)" + Pattern.quote(STAGING) + "[0-9a-f-]{36}");

  private final FileSystem fileSystem;
  private final Path target;
  private final Path path;
  private final boolean overwrite;
  private final boolean alone;
  private boolean committed;

  private StagedDirectory(
      FileSystem fileSystem, Path target, Path path, boolean overwrite, boolean alone) {
    this.fileSystem = fileSystem;
    this.target = target;
    this.path = path;
    this.overwrite = overwrite;
    this.alone = alone;
  }

  /**
   * Creates an empty staging directory beside {@code target}, and the parents of both.
   *
   * @throws BoltzException OUTPUT_EXISTS when {@code target} exists and {@code overwrite} is false;
   *     BAD_INPUT when it can never be a directory (a root, or below a file); ENVIRONMENT when the
   *     file system refuses
   */
  public static StagedDirectory create(Configuration hadoop, Path target, boolean overwrite) {
    return create(hadoop, target, overwrite, false);
  }

  /**
   * The same for a target that is replaced, and that no other process can be writing because the
   * caller holds a lock: what a dead process left half-done is replaced as well.
   */
  public static StagedDirectory createAlone(Configuration hadoop, Path target) {
    return create(hadoop, target, true, true);
  }

  private static StagedDirectory create(
      Configuration hadoop, Path target, boolean overwrite, boolean alone) {
    FileSystem fs = FileSystems.of(hadoop, target);
    Path whole = fs.makeQualified(target);
    Path parent = whole.getParent();
    if (parent == null) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the output " + whole + " is the root of a file system; choose a directory below it");
    }
    Path path = Paths.in(parent, "." + whole.getName() + STAGING + UUID.randomUUID());
    try {
      if (!overwrite && fs.exists(whole)) {
        throw OutputExists.replaceable(whole);
      }
      if (!fs.mkdirs(path)) {
        throw new IOException("the file system gives no reason");
      }
      // For a process ended by a signal, which never reaches close().
      fs.deleteOnExit(path);
    } catch (ParentNotDirectoryException | FileAlreadyExistsException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "cannot create the output directory " + whole + ": part of its path is a file",
          e);
    } catch (IOException e) {
      throw WriteFailure.of(
          "cannot write to the output directory " + whole + " (is its parent writable?)", e);
    }
    return new StagedDirectory(fs, whole, path, overwrite, alone);
  }

  /** A text with paths in staging directories as they would be in their targets. */
  static String withTargets(String text) {
    return STAGED.matcher(text).replaceAll("/$1");
  }

  /** The file system of the target, and so of {@link #path()}. */
  public FileSystem fileSystem() {
    return fileSystem;
  }

  /** The staging directory; it exists until {@link #commit()} or {@link #close()}. */
  public Path path() {
    return path;
  }

  /**
   * Makes the staging directory the target. A target that is overwritten is first moved aside,
   * moved back if the rename fails, and deleted at the end. On an object store it is deleted first,
   * and carries the mark of {@link Unfinished} until all is in place.
   *
   * @throws BoltzException OUTPUT_EXISTS when the target appeared in the meantime and is not to be
   *     overwritten, or another process is writing it; ENVIRONMENT when the file system refuses
   */
  public void commit() {
    if (committed) {
      throw new IllegalStateException(target + " is already committed");
    }
    try {
      if (ObjectStore.holds(fileSystem, target)) {
        copyIn();
      } else {
        renameIn();
      }
    } catch (IOException e) {
      throw WriteFailure.of("cannot complete the output directory " + target, e);
    }
  }

  private void renameIn() throws IOException {
    Path aside = null;
    if (fileSystem.exists(target)) {
      if (!overwrite) {
        throw OutputExists.replaceable(target);
      }
      aside =
          Paths.in(target.getParent(), "." + target.getName() + ".replaced-" + UUID.randomUUID());
      rename(target, aside);
    }
    try {
      rename(path, target);
    } catch (IOException e) {
      if (aside != null) {
        rename(aside, target);
      }
      throw e;
    }
    committed = true;
    fileSystem.cancelDeleteOnExit(path);
    if (aside != null) {
      fileSystem.delete(aside, true);
    }
  }

  private void copyIn() throws IOException {
    Unfinished.set(fileSystem, target, alone);
    if (!overwrite && fileSystem.listStatus(target).length > 1) {
      Unfinished.clear(fileSystem, target);
      throw OutputExists.replaceable(target);
    }
    try {
      Unfinished.empty(fileSystem, target);
      for (FileStatus child : fileSystem.listStatus(path)) {
        rename(child.getPath(), Paths.in(target, child.getPath().getName()));
      }
    } catch (IOException e) {
      try {
        Unfinished.empty(fileSystem, target);
        Unfinished.clear(fileSystem, target);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
    Unfinished.clear(fileSystem, target);
    committed = true;
    fileSystem.delete(path, true);
    fileSystem.cancelDeleteOnExit(path);
  }

  /** Deletes the staging directory unless it was committed. */
  @Override
  public void close() {
    if (committed) {
      return;
    }
    try {
      fileSystem.delete(path, true);
      fileSystem.cancelDeleteOnExit(path);
    } catch (IOException e) {
      // Nothing reads leftovers, and the error that led here is the one to show.
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fileSystem.rename(from, to)) {
      throw new IOException("the file system refused to rename " + from + " to " + to);
    }
  }
}
