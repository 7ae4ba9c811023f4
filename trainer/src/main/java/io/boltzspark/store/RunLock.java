package io.boltzspark.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Hosts;
import io.boltzspark.files.ObjectStore;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.files.WriteFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * A write lock on a directory, such as that of a run: a file {@code owner.json} that names the
 * owning process. The file of a dead process is taken over. On this host the process id shows
 * whether it is dead. On another host a living owner renews the file's modification time every
 * {@link #RENEWAL}; once that is older than {@link #LEASE}, the owner is considered dead. So the
 * clocks of hosts that share a directory must agree to a few minutes, and an owner that was paused
 * for longer may have lost its lock: see {@link #requireHeld}.
 *
 * <p>Creating the file is atomic on local disks and HDFS. On an object store it is written on the
 * condition that it is new, taken over and renewed on the condition that it is still the one that
 * was read ({@link ObjectStore}); a store without conditional writes is refused. There a renewal
 * rewrites the file, since no time can be set.
 */
public final class RunLock implements AutoCloseable {
  static final String FILE = "owner.json";

  /** How long the lock of an owner on another host is valid without renewal. */
  static final Duration LEASE = Duration.ofMinutes(10);

  /** The remedy for a locked run. */
  static final String OF_A_RUN = "choose another --out";

  static final Duration RENEWAL = Duration.ofMinutes(1);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final String LEASE_FIELD = "lease_seconds";
  private static final String TOKEN_FIELD = "token";
  private static final long LARGEST_FILE = 1 << 16;

  /** The kernel's start times are relative to a boot time known only to a second. */
  private static final Duration START_TOLERANCE = Duration.ofSeconds(5);

  /**
   * Tokens held by this process; a file with its pid and another token belongs to an earlier
   * process.
   */
  private static final Set<String> HELD = ConcurrentHashMap.newKeySet();

  private static final ShutdownHookManager HOOKS = ShutdownHookManager.get();
  private static final int BEFORE_FILE_SYSTEMS_CLOSE = FileSystem.SHUTDOWN_HOOK_PRIORITY + 1;

  private static final ScheduledExecutorService RENEWER =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "lock-renewal");
            thread.setDaemon(true);
            return thread;
          });

  private final FileSystem fs;
  private final Path file;
  private final Map<String, Object> owner;
  private final String token;
  private final Future<?> renewal;

  /** For a process that is terminated before it calls {@link #close}. */
  private final Runnable atExit = this::close;

  private RunLock(FileSystem fs, Path file, Map<String, Object> owner) {
    this.fs = fs;
    this.file = file;
    this.owner = owner;
    this.token = (String) owner.get(TOKEN_FIELD);
    this.renewal =
        RENEWER.scheduleWithFixedDelay(
            this::renew, RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
    if (!HOOKS.isShutdownInProgress()) {
      HOOKS.addShutdownHook(atExit, BEFORE_FILE_SYSTEMS_CLOSE);
    }
  }

  /**
   * Acquires the lock of an existing directory, waiting for it if necessary.
   *
   * @param wait longest wait; zero: none
   * @param remedy the user's alternative to waiting, e.g. {@code choose another --out}
   * @param warnings receives a sentence when the lock of a dead process is taken over, and when
   *     waiting begins
   * @throws BoltzException OUTPUT_EXISTS if another process holds it, or may hold it, until the end
   *     of the wait; the message names the process, and the file to remove if it is dead
   */
  public static RunLock acquire(
      FileSystem fs, Path directory, Duration wait, String remedy, Consumer<String> warnings) {
    long begin = System.nanoTime();
    boolean told = false;
    while (true) {
      try {
        return acquire(fs, directory, remedy, warnings);
      } catch (BoltzException e) {
        long left = wait.toNanos() - (System.nanoTime() - begin);
        if (e.exitCode() != ExitCode.OUTPUT_EXISTS || left <= 0) {
          throw e;
        }
        if (!told) {
          warnings.accept(
              "waiting for at most %d s: %s".formatted(left / 1_000_000_000, e.getMessage()));
          told = true;
        }
        pause(Math.min(POLL.toNanos(), left));
      }
    }
  }

  private static void pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BoltzException(ExitCode.INTERRUPTED, "interrupted while waiting for a lock", e);
    }
  }

  /** Without waiting. */
  static RunLock acquire(FileSystem fs, Path directory, String remedy, Consumer<String> warnings) {
    Path file = Paths.in(directory, FILE);
    String token = UUID.randomUUID().toString();
    Map<String, Object> owner = new LinkedHashMap<>();
    owner.put("host", Hosts.name());
    owner.put("pid", ProcessHandle.current().pid());
    owner.put(
        "process_started", started(ProcessHandle.current()).map(Instant::toString).orElse(null));
    owner.put("locked", Instant.now().toString());
    owner.put(LEASE_FIELD, LEASE.toSeconds());
    owner.put(TOKEN_FIELD, token);
    byte[] content = Json.pretty(owner);
    HELD.add(token);
    try {
      if (!createNew(fs, file, content)) {
        Optional<DeadOwner> dead = deadOwner(fs, file);
        if (dead.isEmpty() || !takeOver(fs, file, dead.get(), content)) {
          throw held(fs, file, remedy);
        }
        warnings.accept("taking over the lock " + file + " of " + dead.get().words());
      }
      return new RunLock(fs, file, owner);
    } catch (IOException e) {
      HELD.remove(token);
      throw WriteFailure.of("cannot write " + file, e);
    } catch (BoltzException e) {
      HELD.remove(token);
      throw e;
    }
  }

  private static boolean takeOver(FileSystem fs, Path file, DeadOwner dead, byte[] content)
      throws IOException {
    return ObjectStore.holds(fs, file)
        ? ObjectStore.replace(fs, file, dead.etag(), content)
        : remove(fs, file, dead) && createNew(fs, file, content);
  }

  /**
   * Removes the file of a dead owner, unless another process has done so and now holds the lock:
   * only one rename of a file succeeds, and the renamed file is checked again.
   */
  private static boolean remove(FileSystem fs, Path file, DeadOwner dead) throws IOException {
    Path aside = Paths.in(file.getParent(), "." + FILE + ".dead-" + UUID.randomUUID());
    if (!renamed(fs, file, aside)) {
      return false;
    }
    boolean ours = token(fs, aside).equals(dead.token());
    if (!ours) {
      renamed(fs, aside, file);
      return false;
    }
    fs.delete(aside, false);
    return true;
  }

  private static boolean renamed(FileSystem fs, Path from, Path to) throws IOException {
    try {
      return fs.rename(from, to);
    } catch (FileNotFoundException gone) {
      return false;
    }
  }

  /**
   * Checks the lock before an action that requires it.
   *
   * @throws BoltzException EXECUTION if the lock was taken over because this process was paused for
   *     longer than {@link #LEASE}
   */
  public void requireHeld() {
    if (!isHeld()) {
      throw new BoltzException(
          ExitCode.EXECUTION,
          "the lock %s was lost: another process took it over, or it was removed; start again"
              .formatted(file));
    }
  }

  private boolean isHeld() {
    try {
      return HELD.contains(token) && read(fs, file).path(TOKEN_FIELD).asText().equals(token);
    } catch (BoltzException missing) {
      return false;
    }
  }

  /** Shows that this owner lives. */
  void renew() {
    try {
      FileStatus status = fs.getFileStatus(file);
      if (isHeld() && ObjectStore.holds(fs, file)) {
        owner.put("renewed", Instant.now().toString());
        ObjectStore.replace(fs, file, ObjectStore.etag(status), Json.pretty(owner));
      } else if (isHeld()) {
        fs.setTimes(file, System.currentTimeMillis(), -1);
      }
    } catch (IOException | RuntimeException e) {
      // The next renewal tries again; requireHeld notices a lock that was lost meanwhile.
    }
  }

  /**
   * Checks that no process is writing to {@code run}.
   *
   * @param remedy as for {@link #acquire}
   * @throws BoltzException OUTPUT_EXISTS, as in {@link #acquire}
   */
  public static void requireFree(FileSystem fs, Path run, String remedy) {
    Path file = Paths.in(run, FILE);
    try {
      if (fs.exists(file) && deadOwner(fs, file).isEmpty()) {
        throw held(fs, file, remedy);
      }
    } catch (IOException e) {
      throw new BoltzException(ExitCode.ENVIRONMENT, "cannot read " + file + ": " + e, e);
    }
  }

  /** Releases the lock; a file that no longer belongs to it is left alone. */
  @Override
  public void close() {
    renewal.cancel(false);
    if (!HELD.remove(token)) {
      return;
    }
    if (!HOOKS.isShutdownInProgress()) {
      HOOKS.removeShutdownHook(atExit);
    }
    try {
      if (read(fs, file).path(TOKEN_FIELD).asText().equals(token)) {
        fs.delete(file, false);
      }
    } catch (IOException | BoltzException e) {
      // The next training will find that this process is gone.
    }
  }

  private static boolean createNew(FileSystem fs, Path file, byte[] content) throws IOException {
    if (ObjectStore.holds(fs, file)) {
      return ObjectStore.createNew(fs, file, content);
    }
    Optional<java.nio.file.Path> local = FileSystems.local(fs, file);
    return local.isPresent()
        ? linkNew(fs, file, local.get(), content)
        : writeNew(fs, file, content);
  }

  /** An empty file, left after a failed write, would look like a lock held forever. */
  private static boolean writeNew(FileSystem fs, Path file, byte[] content) throws IOException {
    FSDataOutputStream out;
    try {
      out = fs.create(file, false);
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      // HDFS has a separate error for a file that is being written.
      if (fs.exists(file)) {
        return false;
      }
      throw e;
    }
    try (out) {
      out.write(content);
      return true;
    } catch (IOException e) {
      fs.delete(file, false);
      throw e;
    }
  }

  /**
   * A link to a complete file appears atomically with its content; Hadoop's local file system would
   * check first and create afterwards, which two processes can interleave.
   */
  private static boolean linkNew(FileSystem fs, Path file, java.nio.file.Path local, byte[] content)
      throws IOException {
    Path temporary = Paths.in(file.getParent(), "." + FILE + ".writing-" + UUID.randomUUID());
    try {
      try (FSDataOutputStream out = fs.create(temporary, false)) {
        out.write(content);
      }
      Files.createLink(local, local.resolveSibling(temporary.getName()));
      return true;
    } catch (java.nio.file.FileAlreadyExistsException e) {
      return false;
    } catch (UnsupportedOperationException | FileSystemException e) {
      // A file system without links.
      return writeNew(fs, file, content);
    } finally {
      fs.delete(temporary, false);
    }
  }

  /**
   * An owner that is known or considered to be dead.
   *
   * @param words its description for messages
   * @param token the token of its lock
   * @param etag of the file of its lock on an object store
   */
  private record DeadOwner(String words, String token, String etag) {}

  private static Optional<DeadOwner> deadOwner(FileSystem fs, Path file) throws IOException {
    ObjectNode owner;
    FileStatus status;
    try {
      status = fs.getFileStatus(file);
    } catch (FileNotFoundException e) {
      return Optional.empty(); // just released
    }
    String etag = ObjectStore.etag(status);
    long age = (System.currentTimeMillis() - status.getModificationTime()) / 1000;
    try {
      owner = read(fs, file);
    } catch (BoltzException e) {
      // The file may be being written, or its owner may have died while writing it.
      return age <= LEASE.toSeconds()
          ? Optional.empty()
          : Optional.of(
              new DeadOwner(
                  "a process that has not written its name for %d s".formatted(age), "", etag));
    }
    String token = owner.path(TOKEN_FIELD).asText();
    String host = owner.path("host").asText();
    long pid = owner.path("pid").asLong();
    if (!host.equals(Hosts.name())) {
      long lease = owner.path(LEASE_FIELD).asLong(Long.MAX_VALUE / 1000);
      return age <= lease
          ? Optional.empty()
          : Optional.of(
              new DeadOwner(
                  "process %d on host %s, which has not renewed it for %d s"
                      .formatted(pid, host, age),
                  token,
                  etag));
    }
    boolean alive =
        pid == ProcessHandle.current().pid()
            ? HELD.contains(token)
            : ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(
                    process -> couldHaveStarted(process, owner.path("process_started").asText()))
                .isPresent();
    return alive
        ? Optional.empty()
        : Optional.of(
            new DeadOwner("process " + pid + " on this host, which is gone", token, etag));
  }

  /** Process ids are reused, so a living process may not be the owner. */
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

  private static BoltzException held(FileSystem fs, Path file, String remedy) {
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
      owner = "an unknown process";
    }
    return new BoltzException(
        ExitCode.OUTPUT_EXISTS,
        file.getParent()
            + " is being written by "
            + owner
            + ": wait for it, or "
            + remedy
            + "; if that process is dead, remove "
            + file);
  }

  private static ObjectNode read(FileSystem fs, Path file) {
    return Json.parse(WholeFiles.read(fs, file, LARGEST_FILE), file.toString());
  }

  /** The token of the lock in a file; empty if it has none. */
  private static String token(FileSystem fs, Path file) {
    try {
      return read(fs, file).path(TOKEN_FIELD).asText();
    } catch (BoltzException e) {
      return "";
    }
  }

  private static Optional<Instant> started(ProcessHandle process) {
    return process.info().startInstant();
  }
}
