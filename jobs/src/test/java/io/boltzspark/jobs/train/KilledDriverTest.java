package io.boltzspark.jobs.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.Program;
import io.boltzspark.jobs.testing.TinyDigits;
import io.boltzspark.testing.TestSeed;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training whose process is killed at any moment, and perhaps once more while it is resumed, ends
 * with the bytes of one that was left alone. {@code -Dboltz.kills=N} sets how many kills there are.
 */
class KilledDriverTest {
  private static final int KILLS = Integer.getInteger("boltz.kills", 1);

  private static final long LONGEST_START = 60_000;
  private static final long POLL_NANOS = 300_000;

  /** What a training is doing when it is killed. */
  private enum Moment {
    /** The JVM, Spark, the reading of rows: until there is a run directory. */
    START,
    /** The run directory is being filled. */
    RUN_DIRECTORY,
    STEPS,
    CHECKPOINT,
    MODEL
  }

  @TempDir Path directory;
  private final long seed = TestSeed.next();
  private final Random random = new Random(seed);
  private final Map<String, Integer> left = new TreeMap<>();
  private Path data;
  private byte[] expected;
  private long startMillis = 2000;

  @BeforeEach
  void trainUndisturbed() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    data = directory.resolve("data");
    Outcome.json("prepare", "--source", source.toString(), "--out", data.toString());
    Path whole = directory.resolve("whole");
    Outcome.json(line(whole));
    expected = Files.readAllBytes(whole.resolve("model/model.safetensors"));
  }

  private String[] line(Path run, String... more) {
    List<String> words = new ArrayList<>(List.of("train", "--data", data.toString()));
    words.addAll(List.of("--out", run.toString(), "--dimensions", "36,12", "--batch-size", "8"));
    words.addAll(List.of("--epochs", "3", "--checkpoint-every", "6", "--set", "checkpoint.keep=4"));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  private String[] resumption(Path run, String... more) {
    List<String> words = new ArrayList<>(List.of("train", "--resume", "--out", run.toString()));
    words.addAll(List.of("--data", data.toString()));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  @Test
  void atRandomMoments() throws Exception {
    int kills = 0;
    int trainings = 0;
    while (kills < KILLS) {
      Path run = directory.resolve("run-" + trainings++);
      String history = "seed " + seed + ", training " + trainings + ":";
      boolean once = true;
      while (kills < KILLS && (once || random.nextInt(3) == 0)) {
        once = false;
        Moment moment = Moment.values()[random.nextInt(Moment.values().length)];
        boolean killed = killAt(moment, run);
        kills += killed ? 1 : 0;
        history += " " + moment + (killed ? " killed, " : " missed, ") + state(run);
        if (killed) {
          left.merge(state(run), 1, Integer::sum);
        }
      }
      JsonNode end = Outcome.json(hasBegun(run) ? resumption(run) : line(run));
      assertEquals("finished", end.get("ending").textValue(), history);
      byte[] found = Files.readAllBytes(run.resolve("model/model.safetensors"));
      assertTrue(Arrays.equals(expected, found), history);
      assertStepsRise(run, history);
    }
    System.out.println(
        kills
            + " drivers killed in "
            + trainings
            + " trainings, which left "
            + left
            + " (seed "
            + seed
            + ")");
  }

  /** A run that died before it wrote its configuration is started again, any other resumed. */
  private static boolean hasBegun(Path run) {
    return Files.exists(run.resolve("config.conf"));
  }

  /** Starts or resumes a training in a process of its own; false when it ended before the kill. */
  private boolean killAt(Moment moment, Path run) throws Exception {
    String[] words =
        hasBegun(run) ? resumption(run, "--master", "local[2]") : line(run, "--master", "local[2]");
    boolean resumed = hasBegun(run);
    long since = System.currentTimeMillis();
    long begin = System.nanoTime();
    Program program = Program.start(directory, words);
    try {
      BooleanSupplier over = () -> !program.isAlive() || millisSince(begin) > LONGEST_START;
      long delay =
          switch (moment) {
            case START -> random.nextLong(startMillis);
            case RUN_DIRECTORY -> {
              await(() -> has(run, resumed ? "owner" : "", since), over);
              startMillis = Math.max(1, millisSince(begin));
              yield random.nextLong(20);
            }
            case STEPS -> {
              await(() -> has(run, "owner", since), over);
              yield random.nextLong(600);
            }
            case CHECKPOINT -> {
              int count = 1 + random.nextInt(8);
              for (int i = 0; i < count; i++) {
                await(() -> has(run.resolve("checkpoints"), ".step-", since), over);
                if (i < count - 1) {
                  await(() -> !has(run.resolve("checkpoints"), ".step-", since), over);
                }
              }
              yield random.nextLong(3);
            }
            case MODEL -> {
              await(() -> has(run, ".model", since), over);
              yield random.nextLong(3);
            }
          };
      Thread.sleep(delay);
      boolean alive = program.isAlive();
      program.kill();
      int exitCode = program.end().exitCode();
      return alive && exitCode != 0;
    } finally {
      program.kill();
    }
  }

  private static long millisSince(long begin) {
    return (System.nanoTime() - begin) / 1_000_000;
  }

  /** With short pauses: what is waited for may last a few milliseconds. */
  private static void await(BooleanSupplier condition, BooleanSupplier over) {
    while (!condition.getAsBoolean() && !over.getAsBoolean()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /**
   * Whether there is a file of such a name that has changed since a time (milliseconds of the
   * clock): one that died before has left its own.
   */
  private static boolean has(Path parent, String prefix, long since) {
    File[] files = parent.toFile().listFiles();
    return files != null
        && Arrays.stream(files)
            .anyMatch(f -> f.getName().startsWith(prefix) && f.lastModified() >= since);
  }

  /** What is to be found after a kill. */
  private static String state(Path run) throws IOException {
    if (!Files.exists(run)) {
      return "nothing";
    }
    if (!hasBegun(run)) {
      return "no configuration";
    }
    Path checkpoints = run.resolve("checkpoints");
    String text =
        Files.exists(run.resolve("model"))
            ? "a model"
            : has(run, ".model", 0) ? "part of a model" : "";
    if (!Files.exists(checkpoints.resolve("LATEST"))) {
      text += (text.isEmpty() ? "" : ", ") + "no checkpoint";
    } else {
      text += (text.isEmpty() ? "" : ", ") + "checkpoints";
    }
    try (Stream<Path> all = Files.exists(checkpoints) ? Files.list(checkpoints) : Stream.empty()) {
      boolean part = all.anyMatch(path -> path.getFileName().toString().startsWith(".step-"));
      return text + (part ? " and part of one" : "");
    }
  }

  /** No line is there twice, and none is torn. */
  private static void assertStepsRise(Path run, String history) throws IOException {
    long last = -1;
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      long step = new ObjectMapper().readTree(line).get("step").longValue();
      assertTrue(step > last, history + " metrics.jsonl has step " + step + " after " + last);
      last = step;
    }
  }
}
