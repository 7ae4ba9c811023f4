package io.boltzspark.jobs.strange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.testing.Slow;
import io.boltzspark.testing.TestSeed;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands on data that a seed has made strange: each ends with a right result, or with a message
 * that names the data or the column. They are the same 37 combinations of data and command each
 * time, and 60 with {@code -Dboltz.slow=true}; {@code -Dboltz.strange=N} runs N others, and {@code
 * -Dboltz.test.seed=N} repeats one.
 */
class StrangeDataTest {
  /** Codes of what users can correct: the line, the data, a setting. */
  private static final Set<Integer> REFUSALS = Set.of(2, 3, 4);

  private static final Integer MORE = Integer.getInteger("boltz.strange");

  private static final int COMBINATIONS = MORE == null ? 60 : MORE;

  /** How many of them are of images. */
  private static final int SETS = COMBINATIONS / 6;

  /**
   * Of the first 50 seeds those that have among them each type, range, damage, layout and content
   * of a column, each command with each model and each option, if any of the 50 has it.
   */
  private static final List<Integer> EACH_KIND =
      List.of(
          2, 4, 5, 6, 8, 11, 12, 13, 16, 18, 22, 23, 26, 28, 29, 30, 33, 35, 36, 38, 39, 40, 44, 45,
          46, 47, 50);

  private static final List<String> MODELS =
      List.of("bernoulli", "bernoulli", "gaussian", "spin", "binomial:3");
  private static final List<String> COMMANDS =
      List.of("train", "evaluate", "anomaly", "features", "classify", "anomaly");

  @TempDir static Path directory;

  /** Free energies of the patterns of four bits under the Bernoulli model. */
  private static final Map<List<Float>, Double> ENERGIES = new HashMap<>();

  @BeforeAll
  static void train() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < 16; r++) {
      rows.add(RowFactory.create((long) r, r % 3, bits(r)));
    }
    Path data = directory.resolve("good");
    TestSpark.local(2)
        .createDataFrame(rows, StructType.fromDDL("position bigint, label int, v array<float>"))
        .write()
        .parquet(data.toUri().toString());
    for (String units : Set.copyOf(MODELS)) {
      train(data, units, run(units));
    }
    train(data, "bernoulli", run("labels"), "--labels", "3");
    Path out = directory.resolve("good-energies");
    Outcome.json(
        "anomaly", "--data", data.toString(), "--model", run("bernoulli"), "--out", out.toString());
    for (Row row : table(out.resolve("train"))) {
      ENERGIES.put(bits((int) row.<Long>getAs("position").longValue()), row.getAs("free_energy"));
    }
    assertEquals(16, ENERGIES.size());
  }

  private static List<Float> bits(int r) {
    List<Float> bits = new ArrayList<>();
    for (int i = 0; i < StrangeValues.WIDTH; i++) {
      bits.add((float) (r >> i & 1));
    }
    return bits;
  }

  private static String run(String name) {
    return directory.resolve("run-" + name.replace(':', '-')).toString();
  }

  private static void train(Path data, String units, String out, String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("train", "--data", data.toString(), "--out", out));
    words.addAll(small());
    words.addAll(List.of("--units", units + ",bernoulli"));
    words.addAll(List.of(more));
    Outcome.json(words.toArray(new String[0]));
  }

  private static List<String> small() {
    return List.of("--dimensions", "4,2", "--epochs", "1", "--batch-size", "4", "--chains", "4");
  }

  private static List<Row> table(Path path) {
    return TestSpark.local(2).read().parquet(path.toUri().toString()).collectAsList();
  }

  private static long firstSeed() {
    return MORE == null ? Long.getLong("boltz.test.seed", 1) : TestSeed.next();
  }

  private static List<Long> seedsOfTables() {
    long first = firstSeed();
    if (Long.getLong("boltz.test.seed") != null) {
      return List.of(first);
    }
    if (MORE == null && !Slow.isWanted()) {
      return EACH_KIND.stream().map(Integer::longValue).toList();
    }
    return LongStream.range(first, first + COMBINATIONS - SETS).boxed().toList();
  }

  @Test
  void strangeTables() throws Exception {
    Long only = Long.getLong("boltz.test.seed");
    List<Long> seeds = seedsOfTables();
    int tables = seeds.size();
    int right = 0;
    int refused = 0;
    List<String> failures = new ArrayList<>();
    for (long seed : seeds) {
      Case strange = new Case(seed);
      try {
        if (strange.succeeds()) {
          right++;
        } else {
          refused++;
        }
      } catch (Throwable e) {
        failures.add(strange + "\n  " + e);
      }
      delete(strange.base);
    }
    System.out.printf("strange tables: %d right results, %d refused%n", right, refused);
    assertTrue(failures.isEmpty(), failures.size() + " failures:\n" + String.join("\n", failures));
    assertTrue(
        only != null || right > tables / 10 && refused > tables / 10, right + ", " + refused);
  }

  @Test
  void strangeImages() throws Exception {
    Long only = Long.getLong("boltz.test.seed");
    long first = firstSeed();
    for (int i = 0; i < (only == null ? SETS : 1); i++) {
      Random random = new Random(first + i);
      random.nextInt();
      Path base = Files.createDirectory(directory.resolve("images" + (first + i)));
      StrangeImages images =
          new StrangeImages(random, Files.createDirectory(base.resolve("some images")));
      Path out = base.resolve("out");
      Outcome outcome =
          Outcome.of(
              "prepare",
              "--source",
              images.path.toString(),
              "--out",
              out.toString(),
              "--binarize",
              "none",
              "--valid-fraction",
              "0.25",
              "--shards",
              "1",
              "--master",
              "local[2]",
              "--json");
      String said = "-Dboltz.test.seed=%d: %s: %s".formatted(first + i, images, outcome);
      if (outcome.exitCode() != 0) {
        requireRefused(outcome, images.names(), out, said);
        continue;
      }
      assertFalse(images.isDamaged(), said);
      JsonNode rows = outcome.json().get("rows");
      assertEquals(
          images.trainRows, rows.get("train").intValue() + rows.get("valid").intValue(), said);
      assertEquals(images.testRowsLeft(), rows.get("test").intValue(), said);
      long ink = 0;
      for (String part : List.of("train", "valid")) {
        for (Row row : table(out.resolve(part))) {
          for (byte pixel : row.<byte[]>getAs("pixels")) {
            ink += pixel & 0xff;
          }
        }
      }
      assertEquals(images.ink, ink, said);
      delete(base);
    }
  }

  /** One line, of what users can correct, that names a file or a column; and nothing written. */
  private static void requireRefused(Outcome outcome, List<String> names, Path out, String said) {
    String message = outcome.err().stripTrailing();
    assertTrue(REFUSALS.contains(outcome.exitCode()), said);
    assertEquals(1, message.lines().count(), said);
    assertFalse(message.contains("internal error"), said);
    assertFalse(message.contains("\tat "), said);
    assertTrue(names.stream().anyMatch(message::contains), "names nothing: " + said);
    assertFalse(Files.exists(out), "has written: " + said);
  }

  private static void delete(Path tree) throws Exception {
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }

  /** One table and one command. */
  private static final class Case {
    private final long seed;
    private final Path base;
    private final StrangeTable table;
    private final String command;
    private final String model;
    private final List<String> words = new ArrayList<>();
    private Outcome outcome;

    Case(long seed) throws Exception {
      this.seed = seed;
      Random random = new Random(seed);
      random.nextInt(); // the first of neighbouring seeds are alike
      base = Files.createDirectory(directory.resolve("case" + seed));
      table = new StrangeTable(random, Files.createDirectory(base.resolve("some data")));
      command = COMMANDS.get(random.nextInt(COMMANDS.size()));
      model = command.equals("classify") ? "labels" : MODELS.get(random.nextInt(MODELS.size()));
      words.addAll(List.of(command, "--data", table.path.toString()));
      Path out = base.resolve("out");
      switch (command) {
        case "train" -> {
          words.addAll(List.of("--out", out.toString()));
          words.addAll(small());
          if (random.nextBoolean()) {
            words.addAll(List.of("--units", model + ",bernoulli"));
          }
          if (random.nextInt(4) == 0) {
            words.addAll(List.of("--labels", "3"));
          }
          if (random.nextInt(4) == 0) {
            words.addAll(List.of("--valid-fraction", "0.25"));
          }
        }
        case "evaluate" -> words.addAll(List.of("--model", run(model), "--metrics", "exact"));
        case "classify" -> words.addAll(List.of("--model", run(model), "--part", "train"));
        default -> words.addAll(List.of("--model", run(model), "--out", out.toString()));
      }
      columnOption(random, "--label-column", "label");
      columnOption(random, "--split", "split");
      if (!command.equals("classify") && !command.equals("train") && !command.equals("evaluate")) {
        columnOption(random, "--id", "id");
      }
    }

    private void columnOption(Random random, String option, String usual) {
      if (random.nextInt(8) == 0) {
        List<StrangeColumn> columns = table.columns;
        String column =
            columns.isEmpty() || random.nextInt(3) == 0
                ? usual
                : columns.get(random.nextInt(columns.size())).name();
        words.addAll(List.of(option, column));
      }
    }

    /** Whether the command succeeded. */
    boolean succeeds() throws Exception {
      List<String> all = new ArrayList<>(words);
      all.addAll(List.of("--master", "local[2]", "--json"));
      outcome = Outcome.of(all.toArray(new String[0]));
      if (outcome.exitCode() == 0) {
        requireRight();
        return true;
      }
      requireRefused(outcome, table.names(), base.resolve("out"), "");
      return false;
    }

    private void requireRight() throws Exception {
      assertFalse(table.hasRowsAside(), "rows were left out");
      assertFalse(
          table.values.isDamaged() && table.layout != StrangeTable.Layout.NESTED_BESIDE,
          "damage was not seen");
      assertEquals("", outcome.err());
      JsonNode json = outcome.json();
      switch (command) {
        case "anomaly", "features" -> {
          int rows = 0;
          List<Double> energies = new ArrayList<>();
          for (Map.Entry<String, JsonNode> part : json.get("rows").properties()) {
            List<Row> written = table(base.resolve("out").resolve(part.getKey()));
            assertEquals(part.getValue().intValue(), written.size());
            rows += written.size();
            for (Row row : written) {
              if (command.equals("anomaly")) {
                energies.add(row.getAs("free_energy"));
              } else {
                List<Number> features = row.getList(row.fieldIndex("features"));
                assertEquals(2, features.size());
                features.forEach(f -> assertTrue(f.doubleValue() >= 0 && f.doubleValue() <= 1));
              }
            }
          }
          assertEquals(table.read().size(), rows, "rows");
          energies.forEach(e -> assertTrue(Double.isFinite(e)));
          if (command.equals("anomaly") && model.equals("bernoulli") && table.values.areBits()) {
            List<Double> expected =
                table.read().stream().map(StrangeDataTest::energy).sorted().toList();
            energies.sort(null);
            for (int i = 0; i < rows; i++) {
              assertEquals(expected.get(i), energies.get(i), 1e-6);
            }
          }
        }
        case "classify" -> assertTrue(json.get("rows").intValue() <= table.read().size());
        case "train" -> {
          requireFinite(json);
          JsonNode data =
              new JsonMapper().readTree(base.resolve("out/model/model.json").toFile()).get("data");
          int rows = 0;
          for (String part : List.of("train", "valid", "test")) {
            rows += data.path(part + "_rows").intValue();
          }
          assertEquals(table.read().size(), rows, "rows");
        }
        default -> requireFinite(json);
      }
    }

    private void requireFinite(JsonNode json) {
      assertTrue(!json.isNumber() || Double.isFinite(json.doubleValue()), json.toString());
      json.forEach(this::requireFinite);
    }

    @Override
    public String toString() {
      return "-Dboltz.test.seed=%d: %s\n  %s\n  %s"
          .formatted(
              seed,
              table,
              String.join(" ", words).replace(directory.toString(), ""),
              outcome == null
                  ? ""
                  : "exit %d: %s".formatted(outcome.exitCode(), outcome.err().strip()));
    }
  }

  private static double energy(double[] bits) {
    List<Float> pattern = Arrays.stream(bits).mapToObj(b -> (float) (b > 0 ? 1 : 0)).toList();
    return ENERGIES.get(pattern);
  }
}
