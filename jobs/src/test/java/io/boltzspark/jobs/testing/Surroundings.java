package io.boltzspark.jobs.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Surroundings that need no root: namespaces of Linux in which a process has another user or other
 * file systems. Each is the words to put before those of a command.
 */
public final class Surroundings {
  private static final List<String> OTHER_USER =
      List.of("unshare", "--user", "--map-user=12345", "--map-group=12345");

  private static final List<String> OTHER_MOUNTS =
      List.of("unshare", "--user", "--map-root-user", "--mount");

  private Surroundings() {}

  /** Whether this machine has them: containers often forbid them, and other systems lack them. */
  public static boolean exist() {
    return works(OTHER_USER) && works(OTHER_MOUNTS);
  }

  /** A user with a number that has no name, who may do what this process may. */
  public static List<String> userWithoutName() {
    return OTHER_USER;
  }

  /**
   * A file system of its own in memory.
   *
   * @param options of mount, such as {@code noexec} or {@code size=1m}
   */
  public static List<String> mounted(Path directory, String options) {
    List<String> words = new ArrayList<>(OTHER_MOUNTS);
    String script = "mount -t tmpfs -o \"$0\" tmpfs \"$1\" && shift && exec \"$@\"";
    words.addAll(List.of("sh", "-c", script, options, directory.toString()));
    return words;
  }

  private static boolean works(List<String> words) {
    List<String> command = new ArrayList<>(words);
    command.add("true");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
