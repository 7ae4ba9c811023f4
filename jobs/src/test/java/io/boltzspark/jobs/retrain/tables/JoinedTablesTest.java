package io.boltzspark.jobs.retrain.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.retrain.registry.DataSummary;
import io.boltzspark.jobs.retrain.registry.TableForm;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.spark.Tables;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinedTablesTest {
  private static final int ROWS = 400;

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  /** Categories with labels and weights in columns of other names, and test rows of their own. */
  @Test
  void nothingOfARowIsLostAndOfEqualRowsTheSameShareIsHeldOut() {
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < ROWS; r++) {
      rows.add(
          RowFactory.create(
              List.of(r % 2, r / 2 % 3), r % 2, 1f + r / 2 % 3, r % 10 == 0 ? "test" : "train"));
    }
    Settings settings =
        Settings.defaults()
            .with(
                Map.of(
                    "data.label-column",
                    "digit",
                    "data.weight-column",
                    "n",
                    "data.split",
                    "use",
                    "model.dimensions",
                    List.of(2, 4)));
    DeliveredTables tables = new DeliveredTables(TestSpark.local(2), settings);
    String schema = "states array<int>, digit int, n float, use string";
    DeliveredTable table = tables.read(write("categories", schema, rows));
    assertEquals(new TableForm("states", 2, 3, true, true), table.form());
    assertEquals(ROWS * 9 / 10, table.as("d").rows());
    assertEquals(ROWS / 10, table.as("d").testRows());
    DataSummary summary = joined(List.of(table), 4, "joined");
    assertEquals(4, summary.table().orElseThrow().states());
    // A site has the states 0 to 3, the last of which no row has.
    assertEquals(8, summary.mean().size());
    assertEquals(Optional.of(summary), JoinedTables.summary(hadoop(), path("joined")));

    Map<String, Integer> expected = new TreeMap<>();
    rows.forEach(
        row ->
            expected.merge(
                row.get(0) + " " + row.getInt(1) + " " + row.getFloat(2), 1, Integer::sum));
    Map<String, Integer> found = new TreeMap<>();
    Map<String, Integer> test = new TreeMap<>();
    for (String part : List.of("train", "valid", "test")) {
      for (Row row : read("joined/" + part)) {
        List<Integer> states = row.getList(0);
        String text = List.copyOf(states) + " " + row.getInt(1) + " " + row.getFloat(2);
        found.merge(text, 1, Integer::sum);
        if (part.equals("test")) {
          test.merge(text, 1, Integer::sum);
        }
      }
    }
    assertEquals(expected, found);
    assertEquals(6, expected.size());
    // Of 60 and more rows of each of six kinds a fifth is held out, by one throw for each row, and
    // the test rows besides: of two kinds with r % 2 = 0 the latter are 13 or 14 each.
    test.forEach((row, count) -> assertTrue(count < 14 + 60 * 0.2 + 6 * 3.5, row + ": " + count));
    assertEquals(expected.keySet(), test.keySet());
  }

  @Test
  void rowsAreHeldOutWhicheverTablesTheyComeIn() {
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < ROWS; r++) {
      rows.add(RowFactory.create(List.of((float) r, r % 7 - 3.5f)));
    }
    String schema = "values array<float>";
    DeliveredTables tables = new DeliveredTables(TestSpark.local(2), Settings.defaults());
    DeliveredTable whole = tables.read(write("whole", schema, rows));
    DeliveredTable first = tables.read(write("first", schema, rows.subList(0, 300)));
    DeliveredTable last = tables.read(write("last", schema, rows.subList(300, ROWS)));
    DataSummary summary = joined(List.of(whole), 0, "of one");
    assertEquals(summary, joined(List.of(last, first), 0, "of two"));
    // Means of arithmetic series, over the rows that are left: within six deviations of a mean over
    // 304 of 400 rows drawn without replacement.
    double deviation = ROWS / Math.sqrt(12) * Math.sqrt((1 - 0.76) / (0.76 * ROWS));
    assertEquals((ROWS - 1) / 2.0, summary.mean().get(0), 6 * deviation);
    joined(List.of(first), 0, "of the first");
    List<Row> held = read("of one/test");
    assertTrue(held.containsAll(read("of the first/test")));
    assertEquals(0.2 * ROWS, held.size(), 6 * Math.sqrt(0.2 * 0.8 * ROWS));
  }

  @Test
  void tablesOfWhichNoRowIsLeftToTrainOnAreRefused() {
    DeliveredTables tables = new DeliveredTables(TestSpark.local(2), Settings.defaults());
    Path written = directory.resolve("one row");
    write("one row", "values array<float>", List.of(RowFactory.create(List.of(1f, 0f))));
    DeliveredTable one = tables.read(Paths.of(written.toString()));
    BoltzException none =
        assertThrows(
            BoltzException.class,
            () ->
                new JoinedTables(TestSpark.local(2), 1 - 1e-12, 0, 1)
                    .write(List.of(one), 0, path("nothing left")));
    assertEquals(ExitCode.BAD_INPUT, none.exitCode());
    assertTrue(none.getMessage().contains("data.held-out"), none.getMessage());
    assertTrue(JoinedTables.summary(hadoop(), path("nothing left")).isEmpty());
  }

  private static DataSummary joined(List<DeliveredTable> tables, int states, String name) {
    return new JoinedTables(TestSpark.local(2), 0.2, 0.05, 1).write(tables, states, path(name));
  }

  private static List<Row> read(String name) {
    return Tables.read(TestSpark.local(2), path(name)).collectAsList();
  }

  private static org.apache.hadoop.fs.Path write(String name, String schema, List<Row> rows) {
    SparkSession spark = TestSpark.local(2);
    Tables.write(spark.createDataFrame(rows, StructType.fromDDL(schema)), path(name));
    return path(name);
  }

  private static org.apache.hadoop.fs.Path path(String name) {
    return Paths.of(directory.resolve(name).toString());
  }

  private static org.apache.hadoop.conf.Configuration hadoop() {
    return TestSpark.local(2).sparkContext().hadoopConfiguration();
  }
}
