package io.boltzspark.jobs.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigUtil;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.retrain.registry.DataSummary;
import io.boltzspark.jobs.retrain.registry.Delivery;
import io.boltzspark.jobs.retrain.registry.Registry;
import io.boltzspark.jobs.retrain.registry.Stage;
import io.boltzspark.jobs.retrain.tables.JoinedTables;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.FileTree;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import io.boltzspark.spark.Tables;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Nights in a row on a table whose partitions are days, and on one table that grows. */
class RetrainTablesTest {
  private static final String POOR = "learning.epochs = 1, learning.optimizer.learning-rate = 1e-6";
  private static final String GOOD = "learning.epochs = 5, learning.optimizer.learning-rate = 0.1";
  private static final String SCHEMA = "id string, values array<float>";

  @TempDir(factory = AwkwardDirectory.class)
  static Path root;

  /** Of the nights, and then of each test. */
  private static Path directory;

  private static JsonNode foreseen;
  private static JsonNode first;
  private static JsonNode second;

  @BeforeAll
  static void spendTwoNights() throws IOException {
    directory = Files.createDirectory(root.resolve("nights"));
    write(rows(TinyDigits.images(100, 1), 1), "table/day=1");
    first = night("one", POOR);
    FileTree.copy(registry(), directory.resolve("registry-after-one"));
    write(rows(TinyDigits.images(60, 2), 1), "table/day=2");
    foreseen = foreseen("");
    second = night("two", GOOD);
  }

  /** Each test has what the nights left. */
  @BeforeEach
  void copyNights(TestInfo test) throws IOException {
    directory = root.resolve(test.getTestMethod().orElseThrow().getName());
    FileTree.copy(root.resolve("nights"), directory);
  }

  @Test
  void newDaysAreTrainedOnWithThoseBefore() throws IOException {
    assertEquals("promoted", first.path("outcome").asText());
    assertEquals("day=2", names(foreseen.path("new")));
    assertEquals("promoted", second.path("outcome").asText());
    assertEquals("v0002", second.path("champion").asText());
    JsonNode stages = second.path("stages");
    assertEquals("v0001", stages.path("train").path("started_from").asText());
    assertEquals("day=2", names(stages.path("find").path("new")));
    assertEquals("day=1 day=2", names(stages.path("find").path("all")));
    // The poor one knows the biases alone, and all 12 bars are alike to it.
    assertTrue(stages.path("evaluate").path("gain").asDouble() > 0.1, stages.toString());
    requireDivided(first, 100);
    requireDivided(second, 160);
  }

  private static void requireDivided(JsonNode night, int rows) {
    JsonNode prepared = night.path("stages").path("prepare");
    // 10 % of the rows are held out and 5 % of the others validate, each by a throw of its own:
    // 14.5 % of 160 with a deviation of at most sqrt(160 * 0.145 * 0.855) = 4.5.
    assertEquals(0.1 * rows, prepared.path("held_out").asDouble(), 6 * 4.5);
    assertEquals(0.855 * rows, prepared.path("rows").asDouble(), 6 * 4.5);
  }

  @Test
  void aNightThatIsKilledTrainsOnTheSameRows() throws IOException {
    List<String> expected = trained("registry");
    String registry = "registry-after-one";
    for (Stage stage : List.of(Stage.FIND, Stage.PREPARE, Stage.TRAIN)) {
      IllegalStateException kill = new IllegalStateException("killed after " + stage);
      assertThrows(
          IllegalStateException.class,
          () ->
              run(
                  spec("table", registry, "", GOOD),
                  "two",
                  done -> {
                    if (done == stage) {
                      throw kill;
                    }
                  }));
    }
    assertEquals(expected, trained(registry));
  }

  /** Hashes of a run's data and model. */
  private static List<String> trained(String registry) throws IOException {
    Path stages = directory.resolve(registry).resolve("runs/two/stages");
    ObjectMapper json = new ObjectMapper();
    JsonNode prepared = json.readTree(stages.resolve("3-prepare.json").toFile());
    JsonNode trained = json.readTree(stages.resolve("4-train.json").toFile());
    return List.of(
        prepared.required("fingerprint").asText(), trained.required("model_sha256").asText());
  }

  @Test
  void aBadTableIsRefusedAndTheChampionStays() throws IOException {
    Map<String, String> before = facts();
    List<Row> good = rows(TinyDigits.images(60, 3), 1);
    refused(good.stream().map(row -> narrow(row)).toList(), SCHEMA, "35 values", "of 36");
    refused(
        good, "id string, pixels array<float>", "column pixels", "the last training had values");
    refused(rows(TinyDigits.images(60, 3), 255), SCHEMA, "the value 255.0", "divide pixels");
    List<Row> missing = new ArrayList<>(good);
    missing.set(17, RowFactory.create("row17", null));
    refused(missing, SCHEMA, "null in place of the 36 values", "day=3");
    refused("", rows(TinyDigits.images(100, 1), 1), SCHEMA, "the same rows as day=1");
    refused(whole(good), "id string, values array<int>", "no categories", "whole numbers");
    List<Row> labelled =
        good.stream().map(row -> RowFactory.create(row.get(0), row.get(1), 1)).toList();
    refused(labelled, SCHEMA + ", label int", "labels", "no labels");

    Path first = directory.resolve("table/day=1");
    Files.move(first, directory.resolve("day=1"));
    write(rows(TinyDigits.images(100, 9), 1), "table/day=1");
    JsonNode record = night("refused", GOOD);
    assertEquals("refused", record.path("outcome").asText());
    assertEquals(ExitCode.BAD_INPUT.number(), record.path("exit_code").asInt());
    assertTrue(
        record.path("message").asText().contains("day=1 has changed since it was consumed"),
        record.path("message").asText());
    assertEquals("v0002", record.path("champion").asText());
    assertEquals(before, facts());
    FileTree.delete(first);
    // The same rows in other files are no change.
    Dataset<Row> divided = Tables.read(spark(), Paths.of(directory.resolve("day=1").toString()));
    Tables.write(divided.repartition(3), Paths.of(first.toString()));
    assertEquals("there is no new delivery", foreseen("").path("reason_not").asText());
  }

  @Test
  void whatIsBeingWrittenWaits() throws IOException {
    write(rows(TinyDigits.images(60, 3), 1), "table/day=3");
    Path marker = directory.resolve("table/day=3/_SUCCESS");
    Files.delete(marker);
    JsonNode dry = foreseen("data.window = 1");
    assertFalse(dry.path("would_train").asBoolean());
    String said = "day=3 is not complete: it has no _SUCCESS, but others have";
    assertTrue(dry.path("reason_not").asText().contains(said), dry.path("reason_not").asText());
    Files.createFile(marker);
    Path temporary = Files.createDirectory(directory.resolve("table/_temporary"));
    String why = places().list().waiting().get("day=3");
    assertTrue(why.contains("has _temporary (delete that if no writer is left)"), why);
    Files.delete(temporary);
    assertEquals(List.of("day=1", "day=2", "day=3"), places().list().complete());
  }

  private static DeliveryPlaces places() throws IOException {
    return new DeliveryPlaces(
        new Configuration(), spec("table", "registry", "", GOOD).deliveries());
  }

  @Test
  void oneTableThatGrowsIsNewWheneverItsRowsAreAndKeepsWhatIsHeldOut() throws IOException {
    RetrainSpec spec = spec("grown", "growing", "data.depth = 0", GOOD);
    Registry registry = Registry.openOrEmpty(new Configuration(), spec.registry().directory());
    write(rows(TinyDigits.images(100, 1), 1), "grown");
    Deliveries deliveries = new Deliveries(new Configuration(), spec, Optional.of(spark()));
    List<Delivery> found = deliveries.find(registry.watermark()).fresh();
    assertEquals(1, found.size());
    assertEquals(100, found.get(0).rows());
    registry.watermark().append("one", found, joined(deliveries, "first"));
    assertEquals(List.of(), deliveries.find(registry.watermark()).fresh());

    write(rows(TinyDigits.images(60, 2), 1), "more");
    try (Stream<Path> files = Files.list(directory.resolve("more"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.move(file, directory.resolve("grown").resolve(file.getFileName()));
      }
    }
    Deliveries.Found grown = deliveries.find(registry.watermark());
    assertEquals(160, grown.fresh().get(0).rows());
    assertEquals(grown.fresh(), grown.all());
    joined(deliveries, "second");
    List<String> held = values("first/test");
    List<String> all = values("second/test");
    assertTrue(held.size() < all.size(), held.size() + " of " + all.size());
    held.forEach(row -> assertTrue(all.remove(row), row));
    assertEquals(
        160,
        values("second/train").size() + values("second/valid").size() + held.size() + all.size());
  }

  private static DataSummary joined(Deliveries deliveries, String name) {
    return new JoinedTables(spark(), 0.1, 0.05, 1)
        .write(
            List.of(deliveries.table(DeliveryPlaces.ONE_TABLE)),
            0,
            Paths.of(directory.resolve(name).toString()));
  }

  @Test
  void aDryRunReadsTablesAndOptionsThatDoNotGoTogetherAreRefused() throws IOException {
    write(rows(TinyDigits.images(10, 1), 1), "ten/d1");
    spec("ten", "none", "", "");
    String file = directory.resolve("spec.conf").toString();
    JsonNode dry = Outcome.json("retrain", "--spec", file, "--dry-run");
    assertEquals("d1", names(dry.path("new")));
    configuration("ten", "data.binarize = sample\n", "", "data.binarize is for IDX files");
    Path files = Files.createDirectories(directory.resolve("digits/d1"));
    Files.write(files.resolve(TinyDigits.TRAIN_IMAGES), TinyDigits.gzip(TinyDigits.images(10, 1)));
    configuration("digits", "", "data.label-column = y", "settings.data.label-column = y");
    configuration("digits/d1", "data.depth = 0\n", "", "set data.depth = 1");
  }

  private void configuration(String source, String lines, String settings, String said)
      throws IOException {
    RetrainSpec spec = spec(source, "refused", lines, settings);
    BoltzException error = assertThrows(BoltzException.class, () -> run(spec, "one", stage -> {}));
    assertEquals(ExitCode.BAD_CONFIGURATION, error.exitCode(), error.getMessage());
    assertTrue(error.getMessage().contains(said), error.getMessage());
  }

  /** Of day=3 alone, since each look reads all days. */
  private static void refused(List<Row> rows, String schema, String... said) throws IOException {
    refused("data.window = 1", rows, schema, said);
  }

  private static void refused(String lines, List<Row> rows, String schema, String... said)
      throws IOException {
    Tables.write(
        spark().createDataFrame(rows, StructType.fromDDL(schema)),
        Paths.of(directory.resolve("table/day=3").toString()));
    BoltzException error =
        assertThrows(BoltzException.class, () -> foreseen(lines), String.join(", ", said));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode(), error.getMessage());
    for (String part : said) {
      assertTrue(error.getMessage().contains(part), error.getMessage());
    }
    assertTrue(error.getMessage().contains("add \"day=3\" to data.exclude"), error.getMessage());
    assertFalse(error.getMessage().contains("--data"), error.getMessage());
    FileTree.delete(directory.resolve("table/day=3"));
  }

  private static JsonNode foreseen(String lines) throws IOException {
    return json(
        DryRun.of(
            new Configuration(),
            spec("table", "registry", lines, GOOD),
            Optional.empty(),
            Optional.of(spark())));
  }

  @SuppressWarnings("unchecked")
  private static List<Float> values(Row row) {
    return (List<Float>) row.get(1);
  }

  private static Row narrow(Row row) {
    return RowFactory.create(row.get(0), values(row).subList(1, TinyDigits.PIXELS));
  }

  private static List<Row> whole(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                RowFactory.create(row.get(0), values(row).stream().map(Float::intValue).toList()))
        .toList();
  }

  /** The images of an IDX file, ink as this number. */
  private static List<Row> rows(byte[] images, float ink) {
    List<Row> rows = new ArrayList<>();
    for (int from = 16; from < images.length; from += TinyDigits.PIXELS) {
      List<Float> values = new ArrayList<>();
      for (int i = 0; i < TinyDigits.PIXELS; i++) {
        values.add(images[from + i] == 0 ? 0f : ink);
      }
      rows.add(RowFactory.create("row" + rows.size(), values));
    }
    return rows;
  }

  private static void write(List<Row> rows, String name) {
    Tables.write(
        spark().createDataFrame(rows, StructType.fromDDL(SCHEMA)),
        Paths.of(directory.resolve(name).toString()));
  }

  private static List<String> values(String table) {
    List<String> values = new ArrayList<>();
    for (Row row :
        Tables.read(spark(), Paths.of(directory.resolve(table).toString()))
            .select("values")
            .collectAsList()) {
      values.add(row.getList(0).toString());
    }
    return values;
  }

  private static SparkSession spark() {
    return TestSpark.local(2);
  }

  private static String names(JsonNode deliveries) {
    return String.join(" ", deliveries.findValuesAsText("name"));
  }

  private static Path registry() {
    return directory.resolve("registry");
  }

  private static JsonNode night(String id, String settings) throws IOException {
    return run(spec("table", "registry", "", settings), id, stage -> {});
  }

  private static JsonNode run(RetrainSpec spec, String id, Consumer<Stage> afterStage) {
    return json(
        new RetrainAction(spark(), spec, Optional.of(id), Progress.silent(), afterStage).execute());
  }

  private static JsonNode json(ActionResult result) {
    return new ObjectMapper().valueToTree(result.json());
  }

  private static RetrainSpec spec(String source, String registry, String lines, String settings)
      throws IOException {
    Path file = directory.resolve("spec.conf");
    Files.writeString(
        file,
        """
        registry = %s, data.source = %s
        %s
        settings { model.dimensions = [36, 8], learning.batch-size = 4, learning.chains = 10 }
        settings { %s }
        """
            .formatted(
                ConfigUtil.quoteString(directory.resolve(registry).toString()),
                ConfigUtil.quoteString(directory.resolve(source).toString()),
                lines,
                settings));
    return SpecReader.read(new Configuration(), file.toString());
  }

  /** Model bytes by version, and who was promoted and consumed. */
  private static Map<String, String> facts() throws IOException {
    Map<String, String> facts = new TreeMap<>();
    for (String name : List.of("versions", "promotions", "consumed")) {
      try (Stream<Path> entries = Files.list(registry().resolve(name))) {
        for (Path entry : entries.toList()) {
          Path model = entry.resolve("model/model.safetensors");
          facts.put(
              name + "/" + entry.getFileName(),
              name.equals("versions")
                  ? String.valueOf(Arrays.hashCode(Files.readAllBytes(model)))
                  : Files.readString(entry).replaceAll("\"at\" : \"[^\"]*\"", ""));
        }
      }
    }
    return facts;
  }
}
