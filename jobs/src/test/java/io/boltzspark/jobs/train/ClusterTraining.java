package io.boltzspark.jobs.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.testing.MiniHdfs;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.Program;
import io.boltzspark.jobs.testing.TinyDigits;
import io.boltzspark.testing.Processes;
import io.boltzspark.testing.StandaloneCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;

/**
 * A run on HDFS that is trained by {@code spark-submit} on a cluster, from data on HDFS, and that
 * things befall.
 */
final class ClusterTraining {
  static final int EPOCHS = 16;

  /** Longest wait of tasks and driver for each other: short, so that the tests are. */
  static final int EXCHANGE_SECONDS = 4;

  static final Duration PATIENCE = Duration.ofSeconds(300);
  private static final long LARGEST_FILE = 1 << 20;

  private final StandaloneCluster cluster;
  private final MiniHdfs hdfs;
  private final Path logs;
  private final String run;
  private int programs;

  /**
   * @param logs a directory for what the programs print
   * @param run the run's name
   */
  ClusterTraining(StandaloneCluster cluster, MiniHdfs hdfs, Path logs, String run) {
    this.cluster = cluster;
    this.hdfs = hdfs;
    this.logs = logs;
    this.run = run;
  }

  /** Prepares {@code data} on HDFS, as one file a part. */
  static void prepare(MiniHdfs hdfs, Path directory) throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    Outcome.json(
        concat(
            new String[] {"prepare", "--source", source.toString(), "--shards", "1"},
            concat(MiniHdfs.settings(), "--out", hdfs.path("data"))));
  }

  /** The model of a training that nothing befell, on one thread of this process. */
  static JsonNode reference(MiniHdfs hdfs) throws IOException {
    Outcome outcome = Outcome.of(concat(line(hdfs, "reference"), "--master", "local[1]", "--json"));
    assertEquals(0, outcome.exitCode(), outcome.err());
    return outcome.json();
  }

  /** Starts the training in client deploy mode. */
  Program start(String... more) {
    return submit(List.of(), concat(line(hdfs, run), more));
  }

  /** Goes on with nothing but the run's name. */
  Program resume(String... more) {
    String[] line = concat(new String[] {"train", "--resume", "--out", path()}, more);
    return submit(List.of(), concat(line, MiniHdfs.settings()));
  }

  /** Starts it in cluster deploy mode, where a worker runs the driver; ends when that does. */
  Program startOnWorker() {
    return submit(
        List.of(
            "--deploy-mode",
            "cluster",
            "--conf",
            "spark.standalone.submit.waitAppCompletion=true",
            "--driver-memory",
            "512m"),
        line(hdfs, run));
  }

  private Program submit(List<String> options, String... arguments) {
    programs++;
    Path directory = logs.resolve(run + "-" + programs);
    try {
      return Program.submit(cluster, Files.createDirectories(directory), options, arguments);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  String path() {
    return hdfs.path(run);
  }

  /** Waits until the run has so many more checkpoints, one an epoch; the program must live. */
  void awaitEpochs(Program program, int more) {
    long before = checkpoints();
    Processes.await(
        () -> more + " epochs after " + before + ": " + program.said(),
        PATIENCE,
        () -> {
          assertFalse(hasEnded(program), () -> "ended early: " + program.said() + cluster.logs());
          return checkpoints() >= before + more;
        });
  }

  private static boolean hasEnded(Program program) {
    return !program.isAlive();
  }

  /** Waits until the driver has said something on standard error. */
  void awaitSaid(Program program, String text) {
    Processes.await(
        () -> "'" + text + "': " + program.said(),
        PATIENCE,
        () -> {
          assertFalse(
              hasEnded(program) && !program.said().contains(text),
              () -> "ended without '" + text + "': " + program.said());
          return program.said().contains(text);
        });
  }

  /** Waits until no executor of a driver that is gone is left. */
  void awaitNoExecutors() {
    Processes.await(() -> "no executors are left", PATIENCE, () -> cluster.executors().isEmpty());
  }

  /** Steps of the newest checkpoint; 0 where there is none. */
  long step() {
    org.apache.hadoop.fs.Path latest = file("checkpoints/LATEST");
    try {
      FileSystem fs = hdfs.fileSystem();
      if (!fs.exists(latest)) {
        return 0;
      }
      String name =
          new String(WholeFiles.read(fs, latest, LARGEST_FILE), StandardCharsets.US_ASCII);
      return Long.parseLong(name.strip().replaceAll("step-0*", ""));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isLocked() {
    try {
      return hdfs.fileSystem().exists(file("owner.json"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private long checkpoints() {
    try {
      FileSystem fs = hdfs.fileSystem();
      org.apache.hadoop.fs.Path directory = file("checkpoints");
      return fs.exists(directory) && step() > 0
          ? List.of(fs.listStatus(directory)).stream()
              .filter(f -> f.getPath().getName().startsWith("step-"))
              .count()
          : 0;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private org.apache.hadoop.fs.Path file(String name) {
    return new org.apache.hadoop.fs.Path(path(), name);
  }

  private static String[] line(MiniHdfs hdfs, String run) {
    List<String> words =
        new ArrayList<>(List.of("train", "--data", hdfs.path("data"), "--out", hdfs.path(run)));
    words.addAll(List.of("--dimensions", "36,12", "--batch-size", "10"));
    // A lane a core: what is killed or paused has a thread for each.
    words.addAll(List.of("--lanes", "4", "--epochs", Integer.toString(EPOCHS)));
    words.addAll(List.of("--set", "engine.exchange-timeout=" + EXCHANGE_SECONDS + "s"));
    return concat(words.toArray(new String[0]), MiniHdfs.settings());
  }

  private static String[] concat(String[] first, String... second) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(second));
    return all.toArray(new String[0]);
  }
}
