package io.boltzspark.jobs.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigUtil;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.testing.MiniHdfs;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.Program;
import io.boltzspark.jobs.testing.TinyDigits;
import io.boltzspark.testing.TestSeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A retraining whose process is killed at any moment, and perhaps once more while it is resumed,
 * leaves the registry of an undisturbed one: the same files, the same model, the same champion, and
 * a record that says the same. Registry and deliveries lie on HDFS or on the local disk, those of
 * the undisturbed one on the local disk. {@code -Dboltz.kills=N} sets the number of kills; without
 * it {@link RetrainWorkflowTest} stops retrainings between their stages.
 */
@EnabledIfSystemProperty(
    named = "boltz.kills",
    matches = "[1-9][0-9]*",
    disabledReason = "takes a minute and a half for the first kill: -Dboltz.kills=1")
class KilledRetrainTest {
  private static final int KILLS = Integer.getInteger("boltz.kills", 1);

  private static final String POOR = "learning.epochs = 1, learning.optimizer.learning-rate = 1e-6";

  /**
   * Of 20 rounds, so that the first checkpoint is there long before the end. Pictures that are
   * skipped when time is short would differ from night to night.
   */
  private static final String GOOD =
      "learning.epochs = 20, learning.optimizer.learning-rate = 0.01,"
          + " samples.every = 0, samples.epochs = [10]";

  private static final String RUN = "runs/three/";

  /** For a process that hangs; on a loaded machine a night takes many minutes. */
  private static final long LONGEST_WAIT = 1_800_000_000_000L;

  /** On HDFS each look is a call to a name node that shares this machine's cores. */
  private static final long POLL_NANOS = 5_000_000;

  /** What the night is doing when it is killed: from when, and for how long at most. */
  private enum Moment {
    START("", 2500),
    FIND("stages/1-find.json", 1000),
    CHECK("stages/2-check.json", 1000),
    PREPARE("stages/3-prepare.json", 1500),
    TRAIN("training/checkpoints/LATEST", 400),
    EVALUATE("stages/4-train.json", 400),
    PUBLISH("stages/5-evaluate.json", 30),
    END("stages/6-publish.json", 1500);

    private final String from;
    private final int millis;

    Moment(String from, int millis) {
      this.from = from;
      this.millis = millis;
    }
  }

  /** A registry and the deliveries to it. */
  private record Place(FileSystem fs, Path registry, Path inbox) {
    Path of(String name) {
      return new Path(registry, name);
    }

    boolean has(String name) {
      try {
        return fs.exists(of(name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String text(Path file) {
      return new String(WholeFiles.read(fs, file, 1 << 26), StandardCharsets.UTF_8);
    }
  }

  @TempDir java.nio.file.Path directory;
  private final long seed = TestSeed.next();
  private final Random random = new Random(seed);
  private final Map<String, Integer> left = new TreeMap<>();
  private MiniHdfs hdfs;
  private Place before;
  private Map<String, String> expected;

  /** The champion is v0001, and v0002 is one that goes when v0003 is made. */
  @BeforeEach
  void spendNights() throws IOException {
    hdfs = new MiniHdfs(directory.resolve("blocks"));
    before = local("before");
    deliver("d1", 100, 1);
    night(before, "one", POOR);
    copy(before, before.of("versions/v0001"), before, before.of("versions/v0002"));
    Path facts = before.of("versions/v0002/version.json");
    String text = before.text(facts).replace("v0001", "v0002").replace("\"one\"", "\"two\"");
    text = text.replace("\"number\" : 1", "\"number\" : 2");
    WholeFiles.write(before.fs(), facts, text.getBytes(StandardCharsets.UTF_8));
    deliver("d2", 60, 2);
    Place whole = copyOf(local("whole"));
    JsonNode record = night(whole, "three", GOOD);
    assertEquals("promoted", record.path("outcome").asText(), record.toString());
    assertEquals("v0003", record.path("champion").asText());
    assertEquals("[\"v0002\"]", record.path("deleted_versions").toString());
    expected = facts(whole);
  }

  @AfterEach
  void stopHdfs() {
    hdfs.close();
  }

  @Test
  void atRandomMoments() throws Exception {
    int kills = 0;
    int nights = 0;
    long begin = System.nanoTime();
    while (kills < KILLS) {
      boolean first = nights == 0;
      String name = "registry-" + nights++;
      boolean remote = first || random.nextBoolean();
      Place place = copyOf(remote ? remote(name) : local(name));
      String history = "seed " + seed + ", night " + nights + (remote ? " on HDFS:" : ":");
      // The first is killed where most time is spent.
      Moment moment = first ? Moment.TRAIN : any();
      boolean begun = false;
      do {
        boolean killed = kill(moment, place, history);
        history += " " + moment + (killed ? " killed, " : " missed, ") + state(place);
        kills += killed ? 1 : 0;
        if (killed) {
          left.merge(state(place), 1, Integer::sum);
        }
        begun = place.has(RUN + "training/run.json") && !place.has(RUN + "stages/4-train.json");
        moment = any();
      } while (kills < KILLS && random.nextInt(3) == 0);
      // Without an id the unfinished run is resumed.
      boolean unfinished = !List.of("nothing", "all").contains(state(place));
      JsonNode record = night(place, unfinished ? "" : "three", GOOD);
      Map<String, String> facts = facts(place);
      assertEquals(expected.keySet(), facts.keySet(), history);
      assertEquals(expected, facts, history);
      if (begun) {
        assertTrue(record.path("stages").path("train").path("resumed").asBoolean(), history);
      }
      if (first) {
        lookAt(place);
      }
      System.out.printf("%s (%d s so far)%n", history, (System.nanoTime() - begin) / 1_000_000_000);
      place.fs().delete(place.registry(), true);
    }
    System.out.printf(
        "%d retrainings killed in %d nights and %d s, which had done %s (seed %d)%n",
        kills, nights, (System.nanoTime() - begin) / 1_000_000_000, left, seed);
  }

  private Moment any() {
    return Moment.values()[random.nextInt(Moment.values().length)];
  }

  /** Starts or goes on with the night in a process; false when that ended before the kill. */
  private boolean kill(Moment moment, Place place, String history) throws Exception {
    Program program = Program.start(directory, line(place, "three", GOOD, "--master", "local[2]"));
    try {
      long begin = System.nanoTime();
      while (program.isAlive() && moment != Moment.START && !place.has(RUN + moment.from)) {
        assertTrue(System.nanoTime() - begin < LONGEST_WAIT, history + " no " + moment);
        LockSupport.parkNanos(POLL_NANOS);
      }
      Thread.sleep(random.nextInt(moment.millis));
      program.kill();
      return program.end().exitCode() != 0;
    } finally {
      program.kill();
    }
  }

  /** The last stage that was done. */
  private static String state(Place place) throws IOException {
    if (place.has(RUN + "record.json")) {
      return "all";
    }
    if (!place.has(RUN + "stages")) {
      return "nothing";
    }
    return Arrays.stream(place.fs().listStatus(place.of(RUN + "stages")))
        .map(status -> status.getPath().getName())
        .filter(name -> !name.startsWith("."))
        .max(String::compareTo)
        .orElse("nothing");
  }

  /** As people do: a version is a run for other commands, and rollback leads back. */
  private void lookAt(Place place) throws IOException {
    String registry = place.registry().toString();
    JsonNode versions = Outcome.json("models", "list", "--registry", registry).path("versions");
    assertEquals(2, versions.size());
    assertEquals("v0003", versions.path(1).path("version").asText());
    assertTrue(versions.path(1).path("champion").asBoolean());
    String model = registry + "/versions/v0003";
    Outcome.json("sample", "--model", model, "--out", directory + "/samples.png");
    JsonNode again = night(place, "three", GOOD);
    assertTrue(again.path("ended_before").asBoolean());
    assertEquals(expected, facts(place));
    JsonNode back = Outcome.json("models", "rollback", "--registry", registry);
    assertEquals("v0001", back.path("champion").asText());
  }

  private JsonNode night(Place place, String id, String settings) throws IOException {
    return Outcome.json(line(place, id, settings));
  }

  private String[] line(Place place, String id, String settings, String... more)
      throws IOException {
    java.nio.file.Path spec = directory.resolve(place.registry().getName() + ".conf");
    Files.writeString(
        spec,
        """
        registry = %s, data.source = %s, keep.versions = 1
        settings { model.dimensions = [36, 12], learning.batch-size = 4, checkpoint.keep = 2 }
        settings { %s }
        """
            .formatted(quoted(place.registry()), quoted(place.inbox()), settings));
    List<String> words = new ArrayList<>(List.of("retrain", "--spec", spec.toString()));
    if (!id.isEmpty()) {
      words.addAll(List.of("--run-id", id));
    }
    words.addAll(List.of(MiniHdfs.settings()));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  private static String quoted(Path path) {
    return ConfigUtil.quoteString(path.toString());
  }

  private Place local(String name) {
    Path root = new Path(directory.toString());
    return new Place(
        FileSystems.of(new Configuration(), root), new Path(root, name), new Path(root, "inbox"));
  }

  /** Its names are no patterns there either. */
  private Place remote(String name) {
    Path root = new Path(hdfs.path(" [1]{b,c}*?%20#\\~${user.name}@d,"));
    return new Place(hdfs.fileSystem(), new Path(root, name), new Path(root, "inbox"));
  }

  /** The same delivery in both inboxes. */
  private void deliver(String name, int rows, int digits) throws IOException {
    byte[] images = TinyDigits.gzip(TinyDigits.images(rows, digits));
    for (Place place : List.of(local("any"), remote("any"))) {
      Path file = new Path(new Path(place.inbox(), name), TinyDigits.TRAIN_IMAGES);
      WholeFiles.write(place.fs(), file, images);
    }
  }

  private Place copyOf(Place place) throws IOException {
    copy(before, before.registry(), place, place.registry());
    return place;
  }

  private static void copy(Place from, Path source, Place to, Path target) throws IOException {
    assertTrue(FileUtil.copy(from.fs(), source, to.fs(), target, false, to.fs().getConf()));
  }

  /** What must not depend on kills; moments in time, durations and the registry's path may. */
  private static Map<String, String> facts(Place place) throws IOException {
    Map<String, String> facts = new TreeMap<>();
    addFacts(place, "", facts);
    return facts;
  }

  private static void addFacts(Place place, String of, Map<String, String> facts)
      throws IOException {
    Path directory = of.isEmpty() ? place.registry() : place.of(of);
    for (FileStatus status : place.fs().listStatus(directory)) {
      String name = of + (of.isEmpty() ? "" : "/") + status.getPath().getName();
      if (!status.isDirectory()) {
        facts.put(name, fact(place, name));
      } else if (name.matches("runs/[a-z]*/data/[a-z]*")) {
        facts.put(name, "Parquet files, whose names are random");
      } else {
        addFacts(place, name, facts);
      }
    }
  }

  private static String fact(Place place, String name) throws IOException {
    Path file = place.of(name);
    if (name.endsWith("model.safetensors")) {
      return WholeFiles.sha256(place.fs(), file);
    }
    if (name.startsWith("promotions/")
        || name.startsWith("consumed/")
        || name.endsWith("/version.json")) {
      return place.text(file).replaceAll("\"(at|created)\" : \"[^\"]*\"", "");
    }
    if (name.endsWith("/record.json")) {
      JsonNode record = new ObjectMapper().readTree(place.text(file));
      JsonNode stages = record.path("stages");
      return Stream.of(
              record.path("outcome"),
              record.path("message"),
              record.path("champion"),
              record.path("deleted_versions"),
              stages.path("check").path("drift"),
              stages.path("prepare").path("fingerprint"),
              stages.path("train").path("metrics").path("reconstruction_error"),
              stages.path("evaluate").path("gain"),
              stages.path("publish").path("version"))
          .map(JsonNode::toString)
          .collect(Collectors.joining(", "));
    }
    return "";
  }
}
