package io.boltzspark.engine.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages name a row by what can be looked up: its position, or its file and the row of that. */
class RowPlacesTest {
  private static final List<Float> GOOD = List.of(0f, 1f);

  @TempDir Path directory;
  private final SparkSession spark = TestSpark.local(2);

  /** Writes a file of this name with rows in this order. */
  private void write(String file, String schema, List<Row> rows) throws IOException {
    Path written = directory.resolve("written");
    frame(schema, rows).coalesce(1).write().parquet(written.toUri().toString());
    Path target = directory.resolve(file);
    Files.createDirectories(target.getParent());
    try (Stream<Path> files = Files.list(written)) {
      for (Path part : files.toList()) {
        if (part.toString().endsWith(".parquet")) {
          Files.move(part, target);
        } else {
          Files.delete(part);
        }
      }
    }
    Files.delete(written);
  }

  private Dataset<Row> frame(String schema, List<Row> rows) {
    return spark.createDataFrame(rows, StructType.fromDDL(schema));
  }

  /** Ten rows, of which one has this in place of its values. */
  private static List<Row> rows(int bad, Object values, Object... more) {
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < 10; r++) {
      List<Object> cells = new ArrayList<>();
      cells.add(
          r == bad
              ? values
              : values instanceof List<?> l && l.get(0) instanceof Integer ? List.of(0, 1) : GOOD);
      for (Object cell : more) {
        cells.add(cell instanceof Integer first ? Integer.valueOf(first + r) : cell);
      }
      rows.add(RowFactory.create(cells.toArray()));
    }
    return rows;
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private TrainingData open(String name) {
    return TrainingData.open(spark, path(name));
  }

  private static void refused(Runnable action, String... said) {
    BoltzException error = assertThrows(BoltzException.class, action::run);
    assertEquals(ExitCode.BAD_INPUT, error.exitCode(), error.getMessage());
    for (String part : said) {
      assertTrue(error.getMessage().contains(part), "'" + part + "' not in " + error.getMessage());
    }
    assertFalse(error.getMessage().contains("position"), error.getMessage());
  }

  @Test
  void theFileAndItsRow() throws IOException {
    write("some data/day=1/a b.parquet", "v array<float>", rows(-1, null));
    write("some data/day=2/c.parquet", "v array<float>", rows(7, null));
    refused(() -> open("some data"), "null in place", "in the row 7 of day=2/c.parquet (from 0)");
    Files.delete(directory.resolve("some data/day=2/c.parquet"));
    write("some data/day=2/c.parquet", "v array<float>", rows(3, List.of(0f)));
    refused(() -> open("some data"), "values in v in the row ", " of day=");
    Files.delete(directory.resolve("some data/day=2/c.parquet"));
    write("some data/day=2/c.parquet", "v array<float>", rows(4, List.of(1f, 9f)));
    TrainingData data = open("some data");
    UnitSpec bits = UnitSpec.of(UnitType.BERNOULLI, 2);
    refused(
        () -> DataFit.requireStates(data, bits, false),
        "the value 9.0 at index 1 of the train row 4 of day=2/c.parquet (from 0)");
    refused(
        () -> DataFit.requireStates(open("some data/day=2/c.parquet"), bits, false),
        "the train row 4 of c.parquet (from 0)");
  }

  @Test
  void theIdAsWell() throws IOException {
    write("ids/a.parquet", "v array<float>, id int", rows(5, Arrays.asList(1f, null), 70));
    refused(
        () -> open("ids"),
        "null at index 1 of v in the row 5 of a.parquet with the id 75 (from 0)");
    refused(
        () ->
            TrainingData.of(
                frame("v array<float>, id int", rows(5, null, 70)), "mine", DataLayout.USUAL),
        "in the row with the id 75 (from 0)");
    refused(
        () -> TrainingData.of(frame("v array<float>", rows(5, null)), "mine", DataLayout.USUAL),
        "in a row (from 0)");
  }

  @Test
  void ofStatesAndWeights() throws IOException {
    write("sites/a.parquet", "v array<int>", rows(6, List.of(0, 5)));
    refused(
        () -> open("sites").asCategories(3),
        "the train row 6 of a.parquet has the value 5 at site 1");
    List<Row> weighted = rows(-1, null, 1.0);
    weighted.set(2, RowFactory.create(GOOD, -1.0));
    write("weights/a.parquet", "v array<float>, weight double", weighted);
    refused(
        () -> TrainingData.open(spark, path("weights"), TrainingData.WEIGHT),
        "the row 2 of a.parquet (from 0) has the weight -1.0");
  }

  /** Positions that are counted anew in each part are not those that people see. */
  @Test
  void thePositionOfTheTable() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < 10; r++) {
      List<Float> values = r == 8 ? List.of(1f, 9f) : GOOD;
      rows.add(RowFactory.create(100 + r, r % 2 == 0 ? "test" : "train", values));
    }
    write("split/a.parquet", "position int, split string, v array<float>", rows);
    TrainingData data = open("split");
    assertEquals(5, data.rows(Part.TEST));
    BoltzException error =
        assertThrows(
            BoltzException.class,
            () -> DataFit.requireStates(data, UnitSpec.of(UnitType.BERNOULLI, 2), false));
    assertTrue(
        error.getMessage().contains("the value 9.0 at index 1 of the test row at position 108"),
        error.getMessage());
  }

  @Test
  void rowsAreCountedOnce() throws Exception {
    write("counted/a.parquet", "v array<float>", rows(-1, null));
    OwnTable table = OwnTable.open(spark, path("counted"), DataLayout.USUAL);
    AtomicInteger jobs = new AtomicInteger();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            jobs.incrementAndGet();
          }
        };
    spark.sparkContext().addSparkListener(listener);
    try {
      table.rows(Part.TRAIN);
      spark.sparkContext().listenerBus().waitUntilEmpty();
      int first = jobs.getAndSet(0);
      table.rows(Part.TRAIN);
      spark.sparkContext().listenerBus().waitUntilEmpty();
      assertTrue(jobs.get() < first, jobs + " jobs after " + first);
    } finally {
      spark.sparkContext().removeSparkListener(listener);
    }
  }
}
