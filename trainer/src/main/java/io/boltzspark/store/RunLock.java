package io.boltzspark.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WholeFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * The right to write into a run directory: a file {@code owner.json} that names the process which
 * has it. A file left by a process that is gone is taken over when that process was on this host;
 * about another host nothing can be known, so there the user decides.
 *
 * <p>Creating the file is atomic on local disks and HDFS. Object stores cannot promise it: there
 * the lock catches a training that has been running for a while, not two that start in the same
 * instant.
 */
public final class RunLock implements AutoCloseable {
  static final String FILE = "owner.json";
  private static final long LARGEST_FILE = 1 << 16;

  /** The kernel's start times are relative to a boot time that is known to a second. */
  private static final Duration START_TOLERANCE = Duration.ofSeconds(5);

  /** What this process holds; a file with its pid and another token is of an earlier process. */
  private static final Set<String> HELD = ConcurrentHashMap.newKeySet();

  private final FileSystem fs;
  private final Path file;
  private final String token;

  private RunLock(FileSystem fs, Path file, String token) {
    this.fs = fs;
    this.file = file;
    this.token = token;
  }

  /**
   * Takes the lock of a run directory that exists.
   *
   * @param warnings told when the lock of a dead process is taken over
   * @throws BoltzException OUTPUT_EXISTS when another process has it, or may have it; the message
   *     names the process, and the file to remove if it is dead
   */
  static RunLock acquire(FileSystem fs, Path run, Consumer<String> warnings) {
    Path file = new Path(run, FILE);
    String token = UUID.randomUUID().toString();
    Map<String, Object> owner = new LinkedHashMap<>();
    owner.put("host", host());
    owner.put("pid", ProcessHandle.current().pid());
    owner.put(
        "process_started", started(ProcessHandle.current()).map(Instant::toString).orElse(null));
    owner.put("locked", Instant.now().toString());
    owner.put("token", token);
    byte[] content = Json.pretty(owner);
    HELD.add(token);
    try {
      if (!createNew(fs, file, content)) {
        Optional<String> dead = deadOwner(fs, file);
        if (dead.isEmpty()) {
          throw held(fs, file);
        }
        warnings.accept("taking over the lock " + file + " of " + dead.get() + ", which is gone");
        fs.delete(file, false);
        if (!createNew(fs, file, content)) {
          throw held(fs, file);
        }
      }
      return new RunLock(fs, file, token);
    } catch (IOException e) {
      HELD.remove(token);
      throw new BoltzException(ExitCode.ENVIRONMENT, "cannot write " + file + ": " + e, e);
    } catch (BoltzException e) {
      HELD.remove(token);
      throw e;
    }
  }

  /**
   * Checks that nobody writes into {@code run}.
   *
   * @throws BoltzException OUTPUT_EXISTS as {@link #acquire} does
   */
  static void requireFree(FileSystem fs, Path run) {
    Path file = new Path(run, FILE);
    try {
      if (fs.exists(file) && deadOwner(fs, file).isEmpty()) {
        throw held(fs, file);
      }
    } catch (IOException e) {
      throw new BoltzException(ExitCode.ENVIRONMENT, "cannot read " + file + ": " + e, e);
    }
  }

  /** Gives the lock back; a file that is no longer this lock's is left alone. */
  @Override
  public void close() {
    if (!HELD.remove(token)) {
      return;
    }
    try {
      if (read(fs, file).path("token").asText().equals(token)) {
        fs.delete(file, false);
      }
    } catch (IOException | BoltzException e) {
      // The next training finds that this process is gone.
    }
  }

  private static boolean createNew(FileSystem fs, Path file, byte[] content) throws IOException {
    if (fs instanceof RawLocalFileSystem local) {
      // Hadoop's local file system looks first and creates then, which two processes can
      // interleave.
      try {
        Files.write(
            local.pathToFile(file).toPath(),
            content,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
        return true;
      } catch (java.nio.file.FileAlreadyExistsException e) {
        return false;
      }
    }
    try (FSDataOutputStream out = fs.create(file, false)) {
      out.write(content);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /** Who wrote the file, if that process is known to be gone. */
  private static Optional<String> deadOwner(FileSystem fs, Path file) {
    ObjectNode owner;
    try {
      owner = read(fs, file);
    } catch (BoltzException e) {
      // It may be just being written.
      return Optional.empty();
    }
    if (!owner.path("host").asText().equals(host())) {
      return Optional.empty();
    }
    long pid = owner.path("pid").asLong();
    boolean alive =
        pid == ProcessHandle.current().pid()
            ? HELD.contains(owner.path("token").asText())
            : ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(
                    process -> couldHaveStarted(process, owner.path("process_started").asText()))
                .isPresent();
    return alive ? Optional.empty() : Optional.of("process " + pid + " on this host");
  }

  /** Process ids are used again, so a living process may be another one than the owner. */
  private static boolean couldHaveStarted(ProcessHandle process, String recorded) {
    try {
      Instant then = Instant.parse(recorded);
      return started(process)
          .map(now -> Duration.between(then, now).abs().compareTo(START_TOLERANCE) <= 0)
          .orElse(true);
    } catch (DateTimeParseException e) {
      return true;
    }
  }

  private static BoltzException held(FileSystem fs, Path file) {
    String owner;
    try {
      ObjectNode json = read(fs, file);
      owner =
          "process %s on host %s since %s"
              .formatted(
                  json.path("pid").asText(),
                  json.path("host").asText(),
                  json.path("locked").asText());
    } catch (BoltzException e) {
      owner = "a process that is not known";
    }
    return new BoltzException(
        ExitCode.OUTPUT_EXISTS,
        file.getParent()
            + " is being written by "
            + owner
            + ": wait for it or choose another --out; if that process is dead, remove "
            + file);
  }

  private static ObjectNode read(FileSystem fs, Path file) {
    return Json.parse(WholeFiles.read(fs, file, LARGEST_FILE), file.toString());
  }

  private static Optional<Instant> started(ProcessHandle process) {
    return process.info().startInstant();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
