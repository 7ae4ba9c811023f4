package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.testing.FaultyFileSystem;
import io.boltzspark.testing.TestSeed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full, read-only or loses bits: one line that names the path and the remedy, and
 * nothing that was there before is harmed.
 */
class DiskFaultsTest {
  @TempDir static Path directory;
  private static Path source;
  private static Path data;
  private static Path whole;
  private static String expected;

  private final long seed = TestSeed.next();
  private final Random random = new Random(seed);

  @BeforeAll
  static void trainUndisturbed() throws IOException {
    source = TinyDigits.write(directory.resolve("idx"));
    data = directory.resolve("data");
    whole = directory.resolve("whole");
    Outcome.json("prepare", "--source", source.toString(), "--out", data.toString());
    expected = Outcome.json(line(whole.toString())).get("model_sha256").textValue();
  }

  @AfterEach
  void repair() {
    FaultyFileSystem.repair();
  }

  private static String[] words(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(FaultyFileSystem.options());
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  private static String[] line(String run, String... more) {
    List<String> words = new ArrayList<>(List.of("--data", data.toString(), "--out", run));
    words.addAll(List.of("--dimensions", "36,12", "--batch-size", "20", "--epochs", "3"));
    words.addAll(List.of("--checkpoint-every", "4", "--set", "samples.every=1"));
    words.addAll(List.of(more));
    return words("train", words.toArray(new String[0]));
  }

  private static String[] resumption(String run) {
    return words("train", "--resume", "--out", run, "--data", data.toString());
  }

  @Test
  void aTrainingOnAFullDiskGoesOnWhenThereIsRoom() throws IOException {
    List<String> files =
        new ArrayList<>(List.of("state.safetensors", "metrics.jsonl", "model.safetensors"));
    List<String> others =
        List.of(
            "state.json",
            "SHA256SUMS",
            "LATEST",
            "model.json",
            "config.conf",
            "owner.json",
            "run.json",
            "epoch-000.png");
    files.add(others.get(random.nextInt(others.size())));
    for (String file : files) {
      String drawn = file + ", seed " + seed;
      Path run = directory.resolve("full-" + files.indexOf(file)); // not of the file's name
      String out = FaultyFileSystem.path(run);
      // Within the second of the files that a training writes again and again; sizes differ by a
      // few digits from run to run.
      long one = sizeOf(file);
      boolean repeated =
          file.contains("state") || file.equals("SHA256SUMS") || file.equals("LATEST");
      long half = 1 + random.nextLong(one / 2);
      FaultyFileSystem.full(file, repeated ? one + one / 4 + half : half);
      String message =
          Outcome.fails(
              ExitCode.ENVIRONMENT,
              List.of("faulty:", run.toString(), "No space left on device", "free disk space"),
              line(out));
      assertEquals(List.of(), leftovers(run), drawn);
      FaultyFileSystem.repair();
      boolean begun = Files.exists(run.resolve("config.conf"));
      if (repeated) {
        assertTrue(message.contains("boltz train --resume --out faulty:"), message);
        List<String> warnings = new ArrayList<>();
        var store =
            RunDirectory.open(new Configuration(), new org.apache.hadoop.fs.Path(run.toUri()))
                .checkpoints(warnings::add);
        assertEquals(
            4, store.latest().orElseThrow(() -> new AssertionError(drawn + ": " + message)).step());
        assertEquals(List.of(), warnings, drawn);
      }
      var end = Outcome.json(begun ? resumption(out) : line(out));
      assertEquals(expected, end.get("model_sha256").textValue(), drawn);
    }
  }

  /** Of a file of the undisturbed run, the first of that name. */
  private static long sizeOf(String name) throws IOException {
    if (name.equals("owner.json")) {
      return 100; // It is gone when a training has ended, and is longer than that.
    }
    if (name.equals("metrics.jsonl")) {
      // Two lines at least, so that a line is torn now and then.
      return 3L * Files.readAllLines(whole.resolve(name)).get(0).length();
    }
    try (Stream<Path> files = Files.walk(whole)) {
      return Files.size(
          files
              .filter(f -> f.getFileName().toString().equals(name))
              .sorted()
              .findFirst()
              .orElseThrow());
    }
  }

  private static List<Path> leftovers(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(f -> f.getFileName().toString().startsWith(".")).toList();
    }
  }

  /** What was measured is printed, and nothing of it is half-written. */
  @Test
  void anEvaluationThatCannotBeKeptIsNotLost() throws IOException {
    Path run = directory.resolve("measured");
    Outcome.json(line(FaultyFileSystem.path(run)));
    FaultyFileSystem.full("evaluation.json", 1);
    Outcome outcome =
        Outcome.of(
            words(
                "evaluate",
                "--model",
                FaultyFileSystem.path(run),
                "--metrics",
                "reconstruction-error",
                "--json"));
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().contains("\"file\":null"), outcome.out());
    assertFalse(Files.exists(run.resolve("evaluation.json")));
    assertEquals(List.of(), leftovers(run));
  }

  @Test
  void preparedDataAndPicturesOnAFullDisk() throws IOException {
    Path place = Files.createDirectory(directory.resolve("small disk"));
    String out = FaultyFileSystem.path(place.resolve("data"));
    String[] prepare = words("prepare", "--source", source.toString(), "--out", out);
    FaultyFileSystem.full("part-", random.nextInt(3000));
    Outcome.fails(
        ExitCode.ENVIRONMENT,
        List.of(place + "/data", "No space left on device", "disk space"),
        prepare);
    FaultyFileSystem.full("manifest.json", random.nextInt(300));
    Outcome.fails(
        ExitCode.ENVIRONMENT, List.of("manifest.json", "No space left on device"), prepare);
    String picture = FaultyFileSystem.path(place.resolve("look.png"));
    String[] look = words("look", "--data", data.toString(), "--out", picture);
    FaultyFileSystem.full("look.png", random.nextInt(200));
    Outcome.fails(
        ExitCode.ENVIRONMENT,
        List.of("look.png", "No space left on device", "free disk space"),
        look);
    try (Stream<Path> left = Files.list(place)) {
      assertEquals(List.of(), left.toList(), "seed " + seed);
    }
    FaultyFileSystem.repair();
    Outcome.json(prepare);
    assertArrayEquals(
        Files.readAllBytes(data.resolve("manifest.json")),
        Files.readAllBytes(place.resolve("data/manifest.json")));
    Outcome.json(look);
  }

  @Test
  void tablesPicturesAndExportsOnAFullDisk() throws IOException {
    Path place = Files.createDirectory(directory.resolve("another small disk"));
    String model = whole.toString();
    List<String[]> others =
        List.of(
            words("sample", "--model", model, "--steps", "2", "--count", "4"),
            words("filters", "--model", model),
            words("reconstruct", "--model", model, "--data", data.toString()),
            words("export", "--model", model, "--format", "npz"),
            words("report", "--run", model, "--data", data.toString()));
    String[] features = words("features", "--model", model, "--data", data.toString());
    // Each writes more: three tables with a file each at least, or the smallest of pictures.
    fullAt(random.nextInt(2500), place, features);
    fullAt(random.nextInt(200), place, others.get(random.nextInt(others.size())));
  }

  private void fullAt(long at, Path place, String[] command) throws IOException {
    FaultyFileSystem.full("", at);
    Outcome.fails(
        ExitCode.ENVIRONMENT,
        List.of(place + "/out.png", "No space left on device", "free disk space"),
        with(command, "--out", FaultyFileSystem.path(place.resolve("out.png"))));
    try (Stream<Path> left = Files.list(place)) {
      assertEquals(List.of(), left.toList(), command[0] + " at byte " + at + ", seed " + seed);
    }
  }

  @Test
  void aSweepOnAFullDisk() throws IOException {
    Path place = Files.createDirectory(directory.resolve("sweep"));
    String[] sweep = line(FaultyFileSystem.path(place), "--vary", "seed=1");
    sweep[0] = "sweep";
    // Its run writes what the undisturbed run did, which has its seed.
    long at = random.nextLong(bytesOf(whole));
    String drawn = "byte " + at + ", seed " + seed;
    FaultyFileSystem.full("", at);
    Outcome.fails(
        ExitCode.ENVIRONMENT, List.of("No space left on device", "free disk space"), sweep);
    assertEquals(List.of(), leftovers(place), drawn);
    FaultyFileSystem.repair();
    JsonNode run = Outcome.json(sweep).get("runs").get(0);
    assertEquals(expected, run.get("model_sha256").textValue(), drawn);
  }

  private static long bytesOf(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new);
  }

  /** The data that is named does not exist, so the output was refused before it was looked for. */
  @Test
  void aReadOnlyDiskIsNoticedBeforeWorkStarts() throws IOException {
    Path place = Files.createDirectory(directory.resolve("read-only"));
    String none = directory.resolve("none").toString();
    FaultyFileSystem.readOnly();
    String run = FaultyFileSystem.path(place.resolve("run"));
    for (String[] words :
        List.of(
            words("train", "--data", none, "--out", run),
            words("sweep", "--data", none, "--out", run, "--vary", "seed=1,2"),
            words("look", "--data", none, "--out", run + ".png"),
            words("features", "--model", none, "--data", none, "--out", run),
            words("prepare", "--source", none, "--out", run),
            words("train", "--resume", "--data", none, "--out", FaultyFileSystem.path(whole)))) {
      Outcome.fails(
          ExitCode.ENVIRONMENT,
          List.of("cannot write to the output directory", "Read-only", "writable"),
          words);
    }
    if (Files.isDirectory(Path.of("/proc/self"))) {
      Outcome.fails(
          ExitCode.ENVIRONMENT,
          List.of("/proc/boltz/run", "writable"),
          words("train", "--data", none, "--out", "/proc/boltz/run"));
    }
    try (Stream<Path> left = Files.list(place)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void theNewestCheckpointLosesABitOrItsEnd() throws IOException {
    Path stopped = directory.resolve("stopped");
    Outcome.json(line(stopped.toString(), "--stop-after-epoch", "2"));
    String newest = Files.readString(stopped.resolve("checkpoints/LATEST")).strip();
    for (String name : List.of("state.safetensors", "state.json", "SHA256SUMS")) {
      Path run = directory.resolve("damaged-" + name);
      copy(stopped, run);
      Path file = run.resolve("checkpoints").resolve(newest).resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      int at = random.nextInt(bytes.length);
      boolean cut = random.nextBoolean();
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, cut ? Arrays.copyOf(bytes, at) : bytes);
      String drawn = name + (cut ? " cut" : " flipped") + " at " + at + ", seed " + seed;

      PrintStream before = System.err;
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
      String sha256;
      try {
        String[] resume = resumption(run.toString());
        sha256 = Outcome.json(resume).get("model_sha256").textValue();
      } finally {
        System.setErr(before);
      }
      String text = said.toString(StandardCharsets.UTF_8);
      assertEquals(expected, sha256, drawn);
      assertTrue(text.contains("passing over a damaged checkpoint"), drawn + ": " + text);
      assertTrue(text.contains(newest), drawn + ": " + text);
      assertFalse(text.contains("\tat "), drawn + ": " + text);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path)));
      }
    }
  }
}
