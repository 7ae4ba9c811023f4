package io.boltzspark.files;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;

/**
 * A directory that appears whole or not at all: written beside its target, then renamed.
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
  private boolean committed;

  private StagedDirectory(FileSystem fileSystem, Path target, Path path, boolean overwrite) {
    this.fileSystem = fileSystem;
    this.target = target;
    this.path = path;
    this.overwrite = overwrite;
  }

  /**
   * Creates an empty staging directory beside {@code target}, and the parents of both.
   *
   * @throws BoltzException OUTPUT_EXISTS when {@code target} exists and {@code overwrite} is false;
   *     BAD_INPUT when it can never be a directory (a root, or below a file); ENVIRONMENT when the
   *     file system refuses
   */
  public static StagedDirectory create(Configuration hadoop, Path target, boolean overwrite) {
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
    return new StagedDirectory(fs, whole, path, overwrite);
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
   * moved back if the rename fails, and deleted at the end.
   *
   * @throws BoltzException OUTPUT_EXISTS when the target appeared in the meantime and is not to be
   *     overwritten; ENVIRONMENT when the file system refuses
   */
  public void commit() {
    if (committed) {
      throw new IllegalStateException(target + " is already committed");
    }
    try {
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
    } catch (IOException e) {
      throw WriteFailure.of("cannot complete the output directory " + target, e);
    }
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
