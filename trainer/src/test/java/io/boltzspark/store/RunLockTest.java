package io.boltzspark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Hosts;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLockTest {
  @TempDir Path temporary;
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private FileSystem fs;
  private org.apache.hadoop.fs.Path run;
  private Path file;

  @BeforeEach
  void setUp() {
    run = new org.apache.hadoop.fs.Path(temporary.toUri());
    fs = FileSystems.of(new Configuration(), run);
    file = temporary.resolve("owner.json");
  }

  @Test
  void oneAtATime() {
    RunLock lock = acquire();
    BoltzException error = assertThrows(BoltzException.class, this::acquire);
    assertEquals(ExitCode.OUTPUT_EXISTS, error.exitCode());
    String message = error.getMessage();
    assertTrue(message.contains("process " + ProcessHandle.current().pid()), message);
    assertTrue(message.contains(file.toString()), message);
    lock.close();
    assertFalse(Files.exists(file));
    acquire().close();
    assertEquals(List.of(), warnings);
  }

  @Test
  void onlyOneOfManyThatTryTogether() throws Exception {
    int threads = 8;
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Boolean>> tries = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        tries.add(
            pool.submit(
                () -> {
                  start.await();
                  try {
                    acquire();
                    return true;
                  } catch (BoltzException e) {
                    return false;
                  }
                }));
      }
      start.countDown();
      int successes = 0;
      for (Future<Boolean> attempt : tries) {
        successes += attempt.get() ? 1 : 0;
      }
      assertEquals(1, successes);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void theLockOfALivingProcessHolds() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      writeOwner(localHost(), other.pid(), other.info().startInstant().orElseThrow());
      assertThrows(BoltzException.class, this::acquire);

      other.destroyForcibly().waitFor();
      acquire().close();
      assertEquals(1, warnings.size());
      assertTrue(warnings.get(0).contains("process " + other.pid()), warnings.get(0));
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void aLivingProcessThatStartedAtAnotherTimeIsAnother() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      writeOwner(localHost(), other.pid(), Instant.now().minusSeconds(3600));
      acquire().close();
      assertEquals(1, warnings.size());
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void anEarlierProcessWithTheSamePidIsGone() throws IOException {
    // As in a container that was restarted: same host name, same pid, and soon after.
    writeOwner(localHost(), ProcessHandle.current().pid(), Instant.now());
    acquire().close();
    assertEquals(1, warnings.size());
  }

  @Test
  void aboutAnotherHostNothingIsKnown() throws IOException {
    writeOwner("another.example", 999_999_999, Instant.now());
    BoltzException error = assertThrows(BoltzException.class, this::acquire);
    assertTrue(error.getMessage().contains("another.example"), error.getMessage());
    assertTrue(error.getMessage().contains("remove " + "file:" + file), error.getMessage());
  }

  @Test
  void anOwnerElsewhereThatDoesNotRenewItsLockIsTakenForDead() throws IOException {
    writeOwner("another.example", 1, Instant.now());
    String own = Files.readString(file).replace("\"token\"", "\"lease_seconds\":600,\"token\"");
    Files.writeString(file, own);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(500)));
    assertThrows(BoltzException.class, this::acquire);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(700)));
    RunLock lock = acquire();
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("another.example"), warnings.get(0));
    lock.requireHeld();

    // The other one was only paused: it finds out, and so would this one.
    Files.writeString(file, own);
    assertEquals(
        ExitCode.EXECUTION, assertThrows(BoltzException.class, lock::requireHeld).exitCode());
    lock.close();
    assertEquals(own, Files.readString(file));
  }

  @Test
  void whoWaitsGetsItWhenItIsGivenBack() throws Exception {
    RunLock first = acquire();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<RunLock> second =
          pool.submit(
              () -> RunLock.acquire(fs, run, Duration.ofSeconds(60), "wait", warnings::add));
      while (warnings.isEmpty() && !second.isDone()) {
        Thread.sleep(5);
      }
      assertTrue(warnings.get(0).startsWith("waiting"), warnings.get(0));
      assertFalse(second.isDone());
      first.close();
      second.get().close();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aWaitEnds() {
    RunLock first = acquire();
    BoltzException error =
        assertThrows(
            BoltzException.class,
            () -> RunLock.acquire(fs, run, Duration.ofMillis(50), "try tomorrow", warnings::add));
    assertTrue(error.getMessage().contains("or try tomorrow"), error.getMessage());
    first.close();
  }

  @Test
  void aFileThatSaysNothingHolds() throws IOException {
    for (String content : List.of("", "{", "[]", "{}")) {
      Files.writeString(file, content);
      assertThrows(BoltzException.class, this::acquire, content);
      assertEquals(content, Files.readString(file));
    }
  }

  /** As a process leaves it that was killed after it had made the file, where that is two steps. */
  @Test
  void aFileThatSaysNothingHoldsNoLongerThanALease() throws IOException {
    for (String content : List.of("", "{")) {
      Files.writeString(file, content);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(500)));
      assertThrows(BoltzException.class, this::acquire, content);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(700)));
      RunLock lock = acquire();
      lock.requireHeld();
      lock.close();
      assertFalse(Files.exists(file));
    }
    assertEquals(2, warnings.size());
  }

  @Test
  void givingBackLeavesTheLockOfAnotherAlone() throws IOException {
    RunLock lock = acquire();
    writeOwner("another.example", 1, Instant.now());
    lock.close();
    lock.close();
    assertTrue(Files.exists(file));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aProcessThatExitsGivesBackItsOwnLockOnly(boolean takenOver) throws Exception {
    Process holder =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                temporary.toUri().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertEquals("held", holder.inputReader().readLine());
      assertTrue(Files.exists(file));
      if (takenOver) {
        writeOwner("another.example", 1, Instant.now());
      }
      holder.outputWriter().append('\n').close();
      assertEquals(0, holder.waitFor());
      assertEquals(takenOver, Files.exists(file));
    } finally {
      holder.destroyForcibly();
    }
  }

  private RunLock acquire() {
    return RunLock.acquire(fs, run, "choose another --out", warnings::add);
  }

  private void writeOwner(String host, long pid, Instant started) throws IOException {
    Files.writeString(
        file,
        """
        {"host":"%s","pid":%d,"process_started":"%s","locked":"x","token":"not ours"}
        """
            .formatted(host, pid, started));
  }

  @Test
  void hostsWithoutAnAddressKeepTheirNames() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/sys/kernel/hostname")), "only Linux tells");
    Process uname = new ProcessBuilder("uname", "-n").start();
    String name = new String(uname.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(name, Hosts.nameWithoutAddress());
  }

  private static String localHost() throws IOException {
    return InetAddress.getLocalHost().getHostName();
  }
}
