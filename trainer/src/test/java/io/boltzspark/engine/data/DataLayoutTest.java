package io.boltzspark.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the user says of the columns and parts of a table. The value of row r is r. */
class DataLayoutTest {
  private static final DataLayout USUAL = DataLayout.USUAL;

  @TempDir Path directory;
  private final SparkSession spark = TestSpark.local(2);

  private String write(String name, String schema, int files, List<Row> rows) {
    String path = directory.resolve(name).toUri().toString();
    Dataset<Row> table = spark.createDataFrame(rows, StructType.fromDDL(schema));
    (files == 1 ? table.coalesce(1) : table.repartition(files)).write().parquet(path);
    return path;
  }

  private static Row row(Object... cells) {
    return RowFactory.create(cells);
  }

  private static List<Float> value(int row) {
    return List.of((float) row);
  }

  /** The numbers of the rows of a part, in the order of positions. */
  private static List<Integer> rows(TrainingData data, Part part) {
    float[] values = data.first(part, 1000).toArray();
    assertEquals(values.length, data.rows(part));
    List<Integer> rows = new ArrayList<>();
    for (float value : values) {
      rows.add(Math.round(value));
    }
    return rows;
  }

  private static void refused(ExitCode code, Runnable action, String... said) {
    BoltzException error = assertThrows(BoltzException.class, action::run);
    assertEquals(code, error.exitCode(), error.getMessage());
    for (String part : said) {
      assertTrue(error.getMessage().contains(part), "'" + part + "' not in " + error.getMessage());
    }
  }

  private void refusedInput(String path, DataLayout layout, String... said) {
    refused(ExitCode.BAD_INPUT, () -> TrainingData.open(spark, path, layout), said);
  }

  private void refusedSetting(String path, DataLayout layout, String... said) {
    refused(ExitCode.BAD_CONFIGURATION, () -> TrainingData.open(spark, path, layout), said);
  }

  @Test
  void labelsOfAnotherColumn() {
    String path =
        write(
            "labels",
            "position int, `the.digit` smallint, label string, v array<float>",
            1,
            List.of(row(0, (short) 3, "a", value(0)), row(1, null, "b", value(1))));
    TrainingData data = TrainingData.open(spark, path, USUAL.withLabel("the.digit"));
    assertArrayEquals(new int[] {3, -1}, data.firstLabels(Part.TRAIN, 2));
    assertEquals("the.digit", data.provenance().get("label_column"));
    List<Row> identities = data.identities(Part.TRAIN).orderBy("position").collectAsList();
    assertEquals(3, identities.get(0).<Integer>getAs("label")); // not that of another meaning
    TrainingData none = TrainingData.open(spark, path, USUAL.withLabel("none"));
    assertEquals(0, none.labels());
    assertNotEquals(data.fingerprint(), none.fingerprint());
    refusedInput(path, USUAL.withLabel("digits"), "no column digits", "--label-column");
    String names = write("names", "v array<float>, kind string", 1, List.of(row(value(0), "a")));
    refusedInput(names, USUAL.withLabel("kind"), "kind", "string", "dense_rank");
  }

  /** Positions count within parts, in the order of the table's. */
  @Test
  void partsByAColumn() {
    String path =
        write(
            "fold",
            "fold string, position bigint, v array<float>, name string",
            3,
            List.of(
                row("Train", 10L, value(0), "a"),
                row("test", 20L, value(1), "b"),
                row("training", 5L, value(2), "c"),
                row("dev", 7L, value(3), "d"),
                row("TESTING", 3L, value(4), "e")));
    TrainingData data = TrainingData.open(spark, path, USUAL.withSplit("fold"));
    assertEquals(List.of(2, 0), rows(data, Part.TRAIN));
    assertEquals(List.of(3), rows(data, Part.VALID));
    assertEquals(List.of(4, 1), rows(data, Part.TEST));
    assertArrayEquals(new double[] {1}, data.mean()); // of the training rows 0 and 2
    List<Row> tests = data.identities(Part.TEST).orderBy("position").collectAsList();
    assertEquals("e", tests.get(0).getAs("name"));
    assertEquals(1L, tests.get(1).<Long>getAs("position"));
    assertEquals("the column fold", data.provenance().get("split"));
    refusedInput(path, USUAL.withSplit("name"), "the column name", "'a'", "train", "--split");
    refusedInput(path, USUAL.withSplit("v"), "no column v of strings");
    refusedSetting(
        path,
        USUAL.withSplit("fold").withValidFraction(0.5),
        "--valid-fraction",
        "the column fold");
  }

  @Test
  void partsByTheUsualColumn() {
    String path =
        write(
            "split",
            "v array<float>, split string",
            1,
            List.of(row(value(0), "train"), row(value(1), "test")));
    TrainingData data = TrainingData.open(spark, path, USUAL);
    assertEquals(List.of(0), rows(data, Part.TRAIN));
    assertEquals(List.of(1), rows(data, Part.TEST));
    assertEquals(2, TrainingData.open(spark, path, USUAL.withSplit("none")).rows(Part.TRAIN));
    String one = write("one", "v array<float>, split string", 1, List.of(row(value(0), "test")));
    assertEquals(List.of(0), rows(TrainingData.open(spark, one, USUAL), Part.TRAIN));
    String others =
        write(
            "others",
            "v array<float>, split string",
            1,
            List.of(row(value(0), "train"), row(value(1), null)));
    refusedInput(others, USUAL, "the column split", "'null'", "--split none");
    String tests =
        write(
            "tests",
            "v array<float>, part string",
            1,
            List.of(row(value(0), "test"), row(value(1), "dev")));
    refusedInput(tests, USUAL.withSplit("part"), "no training rows", "dev or test");
  }

  @Test
  void partsByNamesOfFilesAndDirectories() throws IOException {
    Path files = directory.resolve("files");
    Files.createDirectories(files.resolve("sub"));
    for (String name : List.of("train-0", "validation-0", "test-0")) {
      String one = write("of-" + name, "v array<float>", 1, List.of(row(value(name.length()))));
      Files.copy(file(one), files.resolve(name + ".parquet"));
      Path part = directory.resolve("parts").resolve(name.substring(0, name.length() - 2));
      Files.createDirectories(part);
      Files.copy(file(one), part.resolve("data.parquet"));
    }
    Files.delete(files.resolve("sub"));
    for (Path path : List.of(files, directory.resolve("parts"))) {
      TrainingData data = TrainingData.open(spark, path.toUri().toString());
      assertEquals(List.of(7), rows(data, Part.TRAIN));
      assertEquals(List.of(12), rows(data, Part.VALID));
      assertEquals(List.of(6), rows(data, Part.TEST));
    }
    Files.copy(files.resolve("test-0.parquet"), files.resolve("more.parquet"));
    refusedInput(files.toUri().toString(), USUAL, "the names of files", "'more.parquet'");
  }

  private static Path file(String table) throws IOException {
    try (var found = Files.newDirectoryStream(Path.of(URI.create(table)), "*.parquet")) {
      return found.iterator().next();
    }
  }

  /** 0.26 of 40 rows are 10.4, to the nearest 10. Rows 30 to 39 differ by name alone. */
  @Test
  void aShareOfTheRowsIsForValidation() {
    List<Row> all = new ArrayList<>();
    for (int r = 0; r < 40; r++) {
      all.add(row(value(Math.min(r, 30)), "row" + r));
    }
    DataLayout layout = USUAL.withValidFraction(0.26);
    String one = write("share", "v array<float>, name string", 1, all);
    TrainingData data = TrainingData.open(spark, one, layout);
    assertEquals(10, data.rows(Part.VALID));
    assertEquals(30, data.rows(Part.TRAIN));
    List<Integer> whole = rows(TrainingData.open(spark, one, USUAL), Part.TRAIN);
    List<Integer> both = new ArrayList<>(rows(data, Part.TRAIN));
    both.addAll(rows(data, Part.VALID));
    Collections.sort(both);
    Collections.sort(whole);
    assertEquals(whole, both);

    Set<String> names = new TreeSet<>();
    for (Part part : List.of(Part.TRAIN, Part.VALID)) {
      data.identities(part).collectAsList().forEach(row -> names.add(row.getAs("name")));
    }
    assertEquals(40, names.size());

    Collections.shuffle(all, new Random(3));
    TrainingData many =
        TrainingData.open(spark, write("again", "v array<float>, name string", 5, all), layout);
    assertEquals(rows(data, Part.VALID), rows(many, Part.VALID));
    assertEquals(rows(data, Part.TRAIN), rows(many, Part.TRAIN));
    assertEquals(data.fingerprint(), many.fingerprint());
    assertNotEquals(data.fingerprint(), TrainingData.open(spark, one, USUAL).fingerprint());
    refusedSetting(one, USUAL.withValidFraction(0.001), "--valid-fraction", "selects none");
  }

  @Test
  void positionsThatAreNotOneEach() {
    String path =
        write(
            "twice",
            "position int, v array<float>",
            1,
            List.of(row(4, value(0)), row(4, value(1)), row(5, value(2))));
    refusedInput(path, USUAL.withValidFraction(0.4), "several rows at position 4");
  }

  @Test
  void anotherTableHasTheTestRows() {
    String train = write("train rows", "v array<int>", 1, List.of(row(List.of(1, 0))));
    String test = write("test rows", "v array<int>", 1, List.of(row(List.of(0, 4))));
    TrainingData data = TrainingData.open(spark, train, USUAL.withTest(test));
    assertEquals(1, data.rows(Part.TEST));
    assertEquals(5, data.states()); // as many as all rows need
    String wide = write("wide", "v array<int>", 1, List.of(row(List.of(0, 1, 1))));
    refusedInput(train, USUAL.withTest(wide), "wide", "3 whole numbers", "2 whole numbers");
  }

  @Test
  void columnsOfAnyTypeIdentifyRows() {
    String schema = "v array<float>, key array<string>, day date, `a.b` binary";
    List<Row> all = new ArrayList<>();
    for (int r : new int[] {2, 0, 1}) {
      all.add(
          row(
              value(r),
              Arrays.asList("k" + r, null),
              Date.valueOf("2024-01-0" + (r + 1)),
              new byte[] {(byte) r}));
    }
    String path = write("ids", schema, 1, all);
    DataLayout twice = USUAL.withIds(List.of("key", "a.b", "key")); // as if named once
    TrainingData data = TrainingData.open(spark, path, twice);
    List<Row> found =
        data.identities(Part.TRAIN).orderBy("`" + TrainingData.SOURCE_ROW + "`").collectAsList();
    List<Integer> values = rows(data, Part.TRAIN);
    for (int i = 0; i < 3; i++) {
      Row one = found.get(i);
      int r = all.get(i).<List<Float>>getAs(0).get(0).intValue(); // in the order of the file
      assertEquals(r, values.get((int) (long) one.<Long>getAs("position")));
      assertEquals(i, one.<Long>getAs("id"));
      assertEquals(Arrays.asList("k" + r, null), one.getList(one.fieldIndex("key")));
      assertArrayEquals(new byte[] {(byte) r}, one.<byte[]>getAs("a.b"));
    }
    assertEquals(3, data.sourceRows(Part.TRAIN).getAsLong());
    assertTrue(!Arrays.asList(found.get(0).schema().fieldNames()).contains("day"));
    refusedInput(path, USUAL.withIds(List.of("keys")), "no column keys", "--id");
    String two =
        write("two", "v array<float>, label string, class int", 1, List.of(row(value(0), "a", 1)));
    refusedInput(
        two, USUAL.withIds(List.of("label")).withLabel("class"), "--id label", "--label-column");
  }
}
