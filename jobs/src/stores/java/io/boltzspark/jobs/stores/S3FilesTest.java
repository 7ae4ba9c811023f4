package io.boltzspark.jobs.stores;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.files.Unfinished;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.testing.Program;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.RunLock;
import io.boltzspark.testing.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What files and directories promise, on a store that renames nothing at once. */
class S3FilesTest {
  private static final int WRITERS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir static Path directory;
  private static S3Server s3;
  private static Configuration hadoop;
  private static FileSystem fs;

  @BeforeAll
  static void start() throws IOException {
    s3 = S3Server.start(directory);
    hadoop = s3.hadoop();
    fs = s3.fileSystem();
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @Test
  void ofSeveralThatLockAtOnceOneGetsTheLockAndKeepsIt() throws Exception {
    org.apache.hadoop.fs.Path run = Paths.of(s3.path("locked"));
    List<RunLock> locks =
        atOnce(
            i -> RunLock.acquire(fs, run, Duration.ZERO, "choose another --out", said -> {}),
            ExitCode.OUTPUT_EXISTS);
    assertEquals(1, locks.size());
    locks.get(0).requireHeld();
    locks.get(0).close();
    RunLock.acquire(fs, run, Duration.ZERO, "choose another --out", said -> {}).close();
  }

  @Test
  void ofSeveralThatBeginARunAtOnceOneDoesAndItsConfigurationStays() throws Exception {
    org.apache.hadoop.fs.Path path = Paths.of(s3.path("begun"));
    List<String> configurations = new ArrayList<>();
    List<RunDirectory> begun =
        atOnce(
            i ->
                RunDirectory.createLocked(
                    hadoop,
                    path,
                    true,
                    run -> {
                      run.writeConfig("writer = " + i);
                      synchronized (configurations) {
                        configurations.add("writer = " + i);
                      }
                    }),
            ExitCode.OUTPUT_EXISTS);
    assertEquals(1, begun.size());
    assertEquals(configurations, List.of(begun.get(0).readConfig()));
    begun.get(0).lock(said -> {}).close();
  }

  @Test
  void ofSeveralThatWriteADirectoryAtOnceOneDoesAndItIsWhole() throws Exception {
    String target = s3.path("written");
    List<String> done =
        atOnce(
            i -> {
              StagedWriter.write(hadoop, target, "writer" + i, false);
              return "writer" + i;
            },
            ExitCode.OUTPUT_EXISTS);
    assertEquals(1, done.size());
    assertWhole(target, done.get(0));
  }

  @Test
  void aWriterKilledInTheMiddleLeavesWhatReadersRefuse() throws Exception {
    String target = s3.path("killed");
    org.apache.hadoop.fs.Path path = Paths.of(target);
    List<String> arguments = new ArrayList<>(List.of(target, "dead"));
    s3.properties().forEach((key, value) -> arguments.add(key + "=" + value));
    Program writer =
        Program.start(
            directory, environment -> {}, StagedWriter.class, arguments.toArray(new String[0]));
    Processes.await(writer::said, PATIENCE, () -> isUnfinished(path));
    writer.kill();
    Processes.await(writer::said, PATIENCE, () -> !writer.isAlive());
    assertTrue(Unfinished.isIn(fs, path), "killed before the end");
    BoltzException refused =
        assertThrows(BoltzException.class, () -> Unfinished.requireNone(fs, path));
    assertEquals(ExitCode.BAD_INPUT, refused.exitCode());
    assertTrue(refused.getMessage().contains("--overwrite"), refused.getMessage());
    BoltzException kept =
        assertThrows(BoltzException.class, () -> StagedWriter.write(hadoop, target, "next", false));
    assertEquals(ExitCode.OUTPUT_EXISTS, kept.exitCode());
    StagedWriter.write(hadoop, target, "next", true);
    assertWhole(target, "next");
  }

  @Test
  void aFileThatIsReplacedIsAlwaysThere() throws Exception {
    org.apache.hadoop.fs.Path file = Paths.of(s3.path("replaced"));
    WholeFiles.write(fs, file, text(0));
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      Future<?> reading =
          reader.submit(
              () -> {
                for (int i = 0; i < 30; i++) {
                  assertEquals(100, WholeFiles.read(fs, file, 1000).length);
                }
              });
      for (int i = 0; !reading.isDone(); i++) {
        WholeFiles.write(fs, file, text(i));
      }
      reading.get();
    } finally {
      reader.shutdown();
    }
    byte[] before = WholeFiles.read(fs, file, 1000);
    assertThrows(
        BoltzException.class,
        () ->
            WholeFiles.write(
                fs,
                file,
                out -> {
                  out.write(1);
                  throw new IOException("half-way");
                }));
    assertEquals(100, WholeFiles.read(fs, file, 1000).length);
    assertTrue(Arrays.equals(before, WholeFiles.read(fs, file, 1000)), "the old content stays");
  }

  @Test
  void aFileThatWasReplacedIsCopiedAsItIsNow() throws IOException {
    org.apache.hadoop.fs.Path file = Paths.of(s3.path("grows"));
    org.apache.hadoop.fs.Path copy = Paths.of(s3.path("copy"));
    for (int i = 0; i < 3; i++) {
      WholeFiles.write(fs, file, text(i));
      assertArrayEquals(text(i), WholeFiles.read(fs, file, 1000));
      WholeFiles.write(fs, file, text(10 + i));
      FileUtil.copy(fs, file, fs, copy, false, hadoop);
      assertArrayEquals(text(10 + i), WholeFiles.read(fs, copy, 1000));
    }
  }

  @Test
  void aStoreToldNotToWriteOnConditionIsRefused() {
    Configuration unconditional = new Configuration(hadoop);
    unconditional.setBoolean("fs.s3a.create.conditional.enabled", false);
    unconditional.setBoolean("fs.s3a.impl.disable.cache", true);
    BoltzException refused =
        assertThrows(
            BoltzException.class,
            () -> RunDirectory.create(unconditional, Paths.of(s3.path("refused")), false));
    assertEquals(ExitCode.ENVIRONMENT, refused.exitCode());
    assertTrue(
        refused.getMessage().contains("fs.s3a.create.conditional.enabled"), refused.getMessage());
  }

  @Test
  void aCheckpointWhoseWriterDiedIsNoneAndDoesNotKeepARunFromResuming() {
    WholeFiles.write(fs, Paths.of(s3.path("half/config.conf")), text(0));
    String checkpoint = s3.path("half/checkpoints/step-0000000005/");
    WholeFiles.write(fs, Paths.of(checkpoint + "state.json"), text(0));
    WholeFiles.write(fs, Paths.of(checkpoint + ".unfinished"), text(0));
    RunDirectory run = RunDirectory.open(hadoop, Paths.of(s3.path("half")));
    assertTrue(run.checkpoints(warning -> fail(warning)).latest().isEmpty());
  }

  private static byte[] text(int i) {
    return "%0100d".formatted(i).getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean isUnfinished(org.apache.hadoop.fs.Path path) {
    try {
      return Unfinished.isIn(fs, path);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertWhole(String target, String content) throws IOException {
    List<String> names = new ArrayList<>();
    for (FileStatus file : fs.listStatus(Paths.of(target))) {
      names.add(file.getPath().getName());
    }
    assertFalse(Unfinished.isIn(fs, Paths.of(target)));
    assertEquals(StagedWriter.FILES, names.size(), names.toString());
    assertTrue(names.stream().allMatch(name -> name.startsWith(content + "-")), names.toString());
  }

  /** One of the writers. */
  private interface Writer<T> {
    T write(int i) throws Exception;
  }

  /** What those came back with that were not refused with this code. */
  private static <T> List<T> atOnce(Writer<T> writer, ExitCode refused) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int number = i;
        tasks.add(() -> writer.write(number));
      }
      List<T> done = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(tasks)) {
        try {
          done.add(result.get());
        } catch (java.util.concurrent.ExecutionException e) {
          BoltzException error = (BoltzException) e.getCause();
          assertEquals(refused, error.exitCode(), error.getMessage());
        }
      }
      return done;
    } finally {
      threads.shutdown();
    }
  }
}
