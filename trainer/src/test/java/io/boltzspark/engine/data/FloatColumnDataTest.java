package io.boltzspark.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.engine.training.Trainings;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet with a column of float arrays that somebody else wrote. */
class FloatColumnDataTest {
  private static final int UNITS = 6;
  private static final int ROWS = 60;
  private static final String FLOATS = "features array<float>";
  private static final BoltzmannConfig PCD =
      Configs.rbm(UNITS, Trainings.HIDDEN).batchSize(Trainings.BATCH).epochs(2).build();

  @TempDir Path directory;
  private static SparkSession spark;
  private int count;

  @BeforeAll
  static void start() {
    spark = TestSpark.local(2);
  }

  /** Writes rows and returns the path for {@code --data}. */
  private String write(String schema, List<Row> rows, int files) {
    String path = directory.resolve("data-" + count++).toUri().toString();
    Dataset<Row> table = spark.createDataFrame(rows, StructType.fromDDL(schema));
    table.repartition(files).write().parquet(path);
    return path;
  }

  private String sha(String data) {
    return new Trainings(spark, data, PCD).into(directory.resolve("run-" + count++)).modelSha256();
  }

  /** Multiples of 1/64, which are the same as floats and as doubles. */
  private static double[][] values() {
    Random random = new Random(77);
    double[][] values = new double[ROWS][UNITS];
    for (double[] row : values) {
      Arrays.setAll(row, i -> random.nextInt(65) / 64.0);
    }
    return values;
  }

  private static List<Float> floats(double[] row) {
    List<Float> floats = new ArrayList<>();
    for (double value : row) {
      floats.add((float) value);
    }
    return floats;
  }

  private static List<Row> rows(double[]... values) {
    return new ArrayList<>(Arrays.stream(values).map(v -> RowFactory.create(floats(v))).toList());
  }

  @Test
  void filesAndTheirOrderDecideNothing() {
    List<Row> rows = rows(values());
    String one = write(FLOATS, rows, 1);
    Collections.reverse(rows);
    String many = write(FLOATS, rows, 5);
    List<Row> doubles = new ArrayList<>();
    for (double[] row : values()) {
      doubles.add(RowFactory.create("x", Arrays.stream(row).boxed().toList()));
    }
    Collections.shuffle(doubles, new Random(1));
    String wide = write("name string, v array<double>", doubles, 3);

    TrainingData data = TrainingData.open(spark, one);
    assertEquals(data.fingerprint(), TrainingData.open(spark, many).fingerprint());
    assertEquals(data.fingerprint(), TrainingData.open(spark, wide).fingerprint());
    String expected = sha(one);
    assertEquals(expected, sha(many));
    assertEquals(expected, sha(wide));
  }

  /** As many of each kind as 100 of 1,000 rows without replacement have: five deviations. */
  @Test
  void equalRowsAreNoNeighbours() {
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < 1000; r++) {
      rows.add(RowFactory.create(Collections.nCopies(UNITS, r % 2 == 0 ? 0f : 1f)));
    }
    TrainingData data = TrainingData.open(spark, write(FLOATS, rows, 2));
    int ones = 0;
    for (float value : data.first(TrainingData.Part.TRAIN, 100).toArray()) {
      ones += (int) value;
    }
    double deviation = Math.sqrt(100 * 0.25 * 900 / 999.0);
    assertEquals(50, (double) ones / UNITS, 5 * deviation);
  }

  @Test
  void whatThereIsToKnow() {
    double[][] values = values();
    TrainingData data = TrainingData.open(spark, write(FLOATS, rows(values), 3));
    assertEquals(ROWS, data.rows(TrainingData.Part.TRAIN));
    assertEquals(0, data.rows(TrainingData.Part.VALID));
    assertEquals(UNITS, data.width());
    assertArrayEquals(new int[] {UNITS, 1}, data.imageSize());
    double[] mean = new double[UNITS];
    for (double[] row : values) {
      for (int i = 0; i < UNITS; i++) {
        mean[i] += row[i] / ROWS;
      }
    }
    // Sixty divisions and additions of numbers up to 1.
    assertArrayEquals(mean, data.mean(), 2 * ROWS * Math.ulp(1.0));
  }

  @Test
  void aPositionColumnGivesTheOrder() {
    double[][] values = values();
    List<Row> forward = new ArrayList<>();
    List<Row> backward = new ArrayList<>();
    for (int r = 0; r < ROWS; r++) {
      forward.add(RowFactory.create((long) r, floats(values[r])));
      backward.add(RowFactory.create((long) ROWS - 1 - r, floats(values[r])));
    }
    String schema = "position bigint, " + FLOATS;
    String data = write(schema, forward, 1);
    float[] first = TrainingData.open(spark, data).first(TrainingData.Part.TRAIN, ROWS).toArray();
    for (int i = 0; i < first.length; i++) {
      assertEquals((float) values[i / UNITS][i % UNITS], first[i]);
    }
    String expected = sha(data);
    Collections.shuffle(forward, new Random(2));
    assertEquals(expected, sha(write(schema, forward, 4)));
    assertNotEquals(expected, sha(write(schema, backward, 1)));
    List<Row> narrow = new ArrayList<>();
    forward.forEach(r -> narrow.add(RowFactory.create((int) r.getLong(0), r.get(1))));
    assertEquals(expected, sha(write("position int, " + FLOATS, narrow, 2)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.5, -0.25})
  void aValueThatIsNoProbability(double value) {
    double[][] values = values();
    values[ROWS / 2][3] = value;
    refused(FLOATS, rows(values), Float.toString((float) value), "features", "0 to 1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aValueThatIsNoNumber(double value) {
    double[][] values = values();
    values[ROWS / 2][3] = value;
    refused(FLOATS, rows(values), Float.toString((float) value), "features", "finite");
  }

  @Test
  void aMissingValueOrRow() {
    List<Row> rows = rows(values());
    rows.set(9, RowFactory.create(Arrays.asList(0f, 0f, null, 0f, 0f, 0f)));
    refused(FLOATS, rows, "null", "features");
    rows.set(9, RowFactory.create((Object) null));
    refused(FLOATS, rows, "null in place of the 6 values of features in the row ", ".parquet");
    refused(
        "position bigint, id bigint, " + FLOATS,
        List.of(
            RowFactory.create(0L, 70L, Collections.nCopies(UNITS, 0f)),
            RowFactory.create(1L, 71L, null)),
        "null in place of the 6 values of features in the row at position 1 with the id 71");
  }

  @Test
  void rowsOfDifferentLengths() {
    List<Row> rows = rows(values());
    rows.set(31, RowFactory.create(List.of(1f, 0f)));
    refused(FLOATS, rows, "values in features in the row ", "where another one has");
  }

  @Test
  void noColumnOrTwo() {
    refused("a array<float>, b array<double>", List.of(), "exactly one", "a, b");
    refused("a array<string>, label int", List.of(), "exactly one", "none", "array<string>");
    refused("a array<int>, b array<bigint>", List.of(), "exactly one", "a, b");
    refused(FLOATS, List.of(), "no rows");
    refused(FLOATS, rows(new double[0], new double[0]), "empty array");
  }

  @Test
  void positionsThatAreNoOrder() {
    String schema = "position bigint, " + FLOATS;
    List<Float> row = List.of(0f, 1f, 0f, 1f, 0f, 1f);
    Row zero = RowFactory.create(0L, row);
    refused(schema, List.of(zero, RowFactory.create(2L, row)), "position 2", "0 to 1");
    refused(schema, List.of(zero, RowFactory.create(-1L, row)), "position -1");
    refused(schema, List.of(zero, zero, RowFactory.create(2L, row)), "two", "position 0");
    refused(schema, List.of(zero, RowFactory.create(null, row)), "without position");
  }

  @Test
  void noData() throws IOException {
    Path absent = directory.resolve("absent");
    new Trainings(spark, absent.toUri().toString(), PCD)
        .assertRefused(ExitCode.BAD_INPUT, "absent", "does not exist", "boltz prepare");
    Path text = Files.createDirectories(directory.resolve("text"));
    new Trainings(spark, text.toUri().toString(), PCD)
        .assertRefused(ExitCode.BAD_INPUT, "text", "manifest.json", "Parquet");
    Files.writeString(text.resolve("a.parquet"), "this is not Parquet at all");
    new Trainings(spark, text.toUri().toString(), PCD)
        .assertRefused(ExitCode.BAD_INPUT, "text", "manifest.json", "Parquet");
  }

  private void refused(String schema, List<Row> rows, String... said) {
    new Trainings(spark, write(schema, rows, 2), PCD).assertRefused(ExitCode.BAD_INPUT, said);
  }
}
