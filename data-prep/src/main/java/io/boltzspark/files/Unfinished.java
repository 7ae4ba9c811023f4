package io.boltzspark.files;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The mark of a directory on an object store that is being filled: a file {@code .unfinished} that
 * names the process. It is there before the first of the other files is changed and until the last
 * one is in place, so a directory with it is neither the old state nor the new one; and only one
 * process can set it.
 */
public final class Unfinished {
  static final String FILE = ".unfinished";
  private static final long LARGEST = 4096;
  private static final Pattern OWNER =
      Pattern.compile("process ([0-9]{1,18}) on host (\\S+) since \\S+ \\(\\S+\\)");

  private Unfinished() {}

  /** Whether a directory has the mark. */
  public static boolean isIn(FileSystem fs, Path directory) throws IOException {
    return ObjectStore.holds(fs, directory) && fs.exists(Paths.in(directory, FILE));
  }

  /**
   * Refuses to read what is not whole.
   *
   * @throws BoltzException BAD_INPUT if the directory has the mark
   */
  public static void requireNone(FileSystem fs, Path directory) {
    try {
      if (isIn(fs, directory)) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "%s is not complete: it is being written by %s, or that process died; wait for it, or write it again with --overwrite"
                .formatted(directory, owner(fs, directory)));
      }
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot read " + directory + ": " + e, e);
    }
  }

  /**
   * Sets the mark. One that a process of this host left when it died is taken over.
   *
   * @param alone whether a lock keeps all other processes away, so that any mark is a dead one's
   * @throws BoltzException OUTPUT_EXISTS if another process has set it
   */
  static void set(FileSystem fs, Path directory, boolean alone) throws IOException {
    Path file = Paths.in(directory, FILE);
    byte[] content =
        "process %d on host %s since %s (%s)\n"
            .formatted(
                ProcessHandle.current().pid(), Hosts.name(), Instant.now(), UUID.randomUUID())
            .getBytes(StandardCharsets.UTF_8);
    if (alone) {
      WholeFiles.write(fs, file, content);
    } else if (!ObjectStore.createNew(fs, file, content) && !takenOver(fs, file, content)) {
      throw new BoltzException(
          ExitCode.OUTPUT_EXISTS,
          "the output %s is being written by %s: wait for it, or choose another name; if that process is dead, remove %s and give --overwrite"
              .formatted(directory, owner(fs, directory), file));
    }
  }

  private static boolean takenOver(FileSystem fs, Path file, byte[] content) throws IOException {
    FileStatus status = fs.getFileStatus(file);
    Matcher owner = OWNER.matcher(owner(fs, file.getParent()));
    boolean dead =
        owner.matches()
            && owner.group(2).equals(Hosts.name())
            && ProcessHandle.of(Long.parseLong(owner.group(1))).isEmpty();
    return dead && ObjectStore.replace(fs, file, ObjectStore.etag(status), content);
  }

  private static String owner(FileSystem fs, Path directory) {
    try {
      byte[] content = WholeFiles.read(fs, Paths.in(directory, FILE), LARGEST);
      return new String(content, StandardCharsets.UTF_8).strip();
    } catch (BoltzException e) {
      return "an unknown process";
    }
  }

  /** Removes the mark: the directory is whole. */
  static void clear(FileSystem fs, Path directory) throws IOException {
    fs.delete(Paths.in(directory, FILE), false);
  }

  /** Deletes all but the mark. */
  static void empty(FileSystem fs, Path directory) throws IOException {
    for (FileStatus child : fs.listStatus(directory)) {
      if (!child.getPath().getName().equals(FILE)) {
        fs.delete(child.getPath(), true);
      }
    }
  }
}
