package io.boltzspark.engine.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.dataprep.Binarization;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.Standardisation;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels, moments and visible states of rows, from prepared data and from columns of floats. */
class DataRowsTest {
  private static final int ROWS = 60;
  private static final int WIDTH = 3;
  private static final String POSITIONED = "position bigint, v array<float>, label int";

  @TempDir static Path shared;
  @TempDir Path directory;
  private static SparkSession spark;
  private static Path source;
  private int count;

  @BeforeAll
  static void start() {
    spark = TestSpark.local(2);
    source = PreparedSets.source(shared.resolve("idx"), ROWS);
  }

  private TrainingData prepared(Binarization how, int shards) {
    Path out = directory.resolve("prepared-" + count++);
    return TrainingData.open(spark, PreparedSets.prepare(spark, source, out, how, shards, 0.2));
  }

  /** Rows of a part as they were written, by position. */
  private List<Row> written(TrainingData data, String part, String column) {
    return spark
        .read()
        .parquet(data.origin() + "/" + part)
        .orderBy("position")
        .select(column)
        .collectAsList();
  }

  private TrainingData floats(String schema, List<Row> rows, int files) {
    String path = directory.resolve("floats-" + count++).toUri().toString();
    spark
        .createDataFrame(rows, StructType.fromDDL(schema))
        .repartition(files)
        .write()
        .parquet(path);
    return TrainingData.open(spark, path);
  }

  /** Values of either sign and of different measure from place to place. */
  private static float[][] values() {
    Random random = new Random(31);
    float[][] values = new float[ROWS][WIDTH];
    for (float[] row : values) {
      for (int i = 0; i < WIDTH; i++) {
        row[i] = (float) (Math.pow(100, i) * (i + random.nextGaussian()));
      }
    }
    return values;
  }

  private static Row row(Object position, float[] values, Object label) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return RowFactory.create(position, list, label);
  }

  /** Label r % 4, but none where that is 3. */
  private static List<Row> labelled(float[][] values) {
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < values.length; r++) {
      rows.add(row((long) r, values[r], r % 4 == 3 ? null : (Integer) (r % 4)));
    }
    return rows;
  }

  private static void refused(Runnable reading, String... said) {
    BoltzException e = assertThrows(BoltzException.class, reading::run);
    assertEquals(ExitCode.BAD_INPUT, e.exitCode(), e.getMessage());
    for (String part : said) {
      assertTrue(e.getMessage().contains(part), "'" + part + "' is not in: " + e.getMessage());
    }
  }

  @Test
  void preparedLabelsComeWithTheirRows() {
    TrainingData data = prepared(Binarization.THRESHOLD, 3);
    assertEquals(2, data.labels());
    for (Part part : List.of(Part.TRAIN, Part.VALID)) {
      String name = part == Part.TRAIN ? "train" : "valid";
      int[] expected =
          written(data, name, "label").stream().mapToInt(row -> row.getInt(0)).toArray();
      assertEquals(1, Arrays.stream(expected).max().orElse(-1));
      assertArrayEquals(expected, data.firstLabels(part, ROWS));
      assertArrayEquals(Arrays.copyOf(expected, 5), data.firstLabels(part, 5));
    }
    assertEquals(0, data.firstLabels(Part.TEST, 5).length);
  }

  @Test
  void preparedRowsWithoutALabelOrWithOneThatDoesNotFit() {
    TrainingData data = prepared(Binarization.THRESHOLD, 2);
    changeLabel(data, when(col("position").notEqual(2), col("label")));
    assertEquals(-1, data.firstLabels(Part.TRAIN, 10)[2]);
    assertEquals(1, Arrays.stream(data.firstLabels(Part.TRAIN, 10)).filter(l -> l < 0).count());
    changeLabel(data, when(col("position").equalTo(2), 255).otherwise(col("label")));
    refused(() -> data.firstLabels(Part.TRAIN, 10), "train", "position 2", "255", "0 to 254");
    assertEquals(10, data.first(Part.TRAIN, 10).rows());
    changeLabel(data, lit("7"));
    refused(() -> data.firstLabels(Part.TRAIN, 10), "train", "label", "int");
  }

  /** Writes the training part anew with other labels. */
  private void changeLabel(TrainingData data, Column label) {
    String part = data.origin() + "/train";
    List<Row> rows = spark.read().parquet(part).withColumn("label", label).collectAsList();
    spark
        .createDataFrame(rows, rows.get(0).schema())
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(part);
  }

  @ParameterizedTest
  @EnumSource(Binarization.class)
  void preparedVariance(Binarization how) {
    TrainingData data = prepared(how, 3);
    double full = how == Binarization.NONE ? 255 : 1;
    List<Row> rows = written(data, "train", "pixels");
    double[] expected = new double[PreparedSets.UNITS];
    for (int i = 0; i < expected.length; i++) {
      long sum = 0;
      long squares = 0;
      for (Row row : rows) {
        int value = row.<byte[]>getAs(0)[i] & 0xff;
        sum += value;
        squares += value * value;
      }
      expected[i] = (rows.size() * squares - sum * sum) / Math.pow(rows.size() * full, 2);
    }
    // Grey values are rounded to floats, by 2^-25 at most, and lie up to 1 from the mean.
    assertArrayEquals(expected, data.variance(), 0x1p-24);
    assertArrayEquals(data.variance(), prepared(how, 1).variance(), 0);
    assertEquals(0, data.minimum());
    assertEquals(1, data.maximum());
    assertEquals(how != Binarization.NONE, data.isBinary());
  }

  @Test
  void momentsAndExtremesOfFloats() {
    float[][] values = values();
    List<Row> rows = labelled(values);
    TrainingData data = floats(POSITIONED, rows, 1);
    double smallest = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < WIDTH; i++) {
      double mean = 0;
      double magnitude = 0;
      for (float[] row : values) {
        mean += (double) row[i] / ROWS;
        smallest = Math.min(smallest, row[i]);
        largest = Math.max(largest, row[i]);
        magnitude = Math.max(magnitude, Math.abs(row[i]));
      }
      double variance = 0;
      for (float[] row : values) {
        variance += (row[i] - mean) * (row[i] - mean) / ROWS;
      }
      // Sixty additions of rounded terms no larger than the magnitude, or four of its squares.
      double rounding = 2 * ROWS * Math.ulp(magnitude);
      assertEquals(mean, data.mean()[i], rounding);
      assertEquals(variance, data.variance()[i], 8 * magnitude * rounding);
    }
    assertEquals(smallest, data.minimum());
    assertEquals(largest, data.maximum());
    assertFalse(data.isBinary());

    Collections.shuffle(rows, new Random(3));
    TrainingData other = floats(POSITIONED, rows, 4);
    assertArrayEquals(data.mean(), other.mean(), 0);
    assertArrayEquals(data.variance(), other.variance(), 0);
    assertEquals(data.fingerprint(), other.fingerprint());
  }

  @Test
  void floatsThatAreAllZeroOrOne() {
    List<Row> rows = List.of(row(0L, new float[] {0, 1}, 1), row(1L, new float[] {-0f, 0}, 2));
    TrainingData data = floats(POSITIONED, rows, 1);
    List<Row> plain = List.of(rows.get(0), row(1L, new float[] {0, 0}, 2));
    assertEquals(floats(POSITIONED, plain, 1).fingerprint(), data.fingerprint());
    assertTrue(data.isBinary());
    assertArrayEquals(new double[] {0, 0.25}, data.variance());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tinyint", "smallint", "int", "bigint"})
  void labelsOfFloats(String type) {
    List<Row> rows = new ArrayList<>();
    int[] expected = new int[ROWS];
    float[][] values = values();
    for (int r = 0; r < ROWS; r++) {
      Number label = r % 7;
      label = type.equals("tinyint") ? (Number) label.byteValue() : label;
      label = type.equals("smallint") ? (Number) label.shortValue() : label;
      label = type.equals("bigint") ? (Number) label.longValue() : label;
      rows.add(row((long) r, values[r], r == 5 ? null : label));
      expected[r] = r == 5 ? -1 : r % 7;
    }
    Collections.shuffle(rows, new Random(4));
    TrainingData data = floats("position bigint, v array<float>, label " + type, rows, 3);
    assertEquals(7, data.labels());
    assertArrayEquals(expected, data.firstLabels(Part.TRAIN, ROWS));
  }

  @Test
  void floatsWithoutLabels() {
    List<Row> rows = new ArrayList<>();
    for (float[] values : values()) {
      rows.add(row("three", values, null));
    }
    // A label that is a text is none, and so is a column of nothing but null.
    TrainingData texts = floats("label string, v array<float>, other int", rows, 2);
    assertEquals(0, texts.labels());
    TrainingData nulls = floats("other string, v array<float>, label int", rows, 2);
    assertEquals(0, nulls.labels());
    assertEquals(texts.fingerprint(), nulls.fingerprint());
    int[] none = new int[ROWS];
    Arrays.fill(none, -1);
    assertArrayEquals(none, texts.firstLabels(Part.TRAIN, ROWS));
    assertArrayEquals(none, nulls.firstLabels(Part.TRAIN, ROWS));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 255, 70_000})
  void aLabelThatDoesNotFitMattersWhereLabelsAreAskedFor(int label) {
    List<Row> rows = labelled(values());
    rows.set(9, row(9L, new float[] {1, 2, 3}, label));
    TrainingData data = floats(POSITIONED, rows, 2);
    assertEquals(label < 0 ? 3 : label + 1, data.labels());
    assertArrayEquals(new float[] {1, 2, 3}, data.first(Part.TRAIN, 10).rows(9, 10).toArray());
    refused(
        () -> data.firstLabels(Part.TRAIN, 10),
        "floats-0",
        Integer.toString(label),
        "position 9",
        "0 to 254");
  }

  @Test
  void rowsThatDifferInTheirLabelAloneHaveAnOrder() {
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < ROWS; r++) {
      rows.add(row("x", new float[] {1, 2}, r % 3 == 0 ? null : (Integer) (r % 5)));
    }
    String schema = "name string, v array<float>, label int";
    TrainingData data = floats(schema, rows, 1);
    int[] labels = data.firstLabels(Part.TRAIN, ROWS);
    Collections.shuffle(rows, new Random(5));
    TrainingData other = floats(schema, rows, 4);
    assertArrayEquals(labels, other.firstLabels(Part.TRAIN, ROWS));
    assertEquals(data.fingerprint(), other.fingerprint());
    rows.set(1, row("x", new float[] {1, 2}, 9));
    assertNotEquals(data.fingerprint(), floats(schema, rows, 4).fingerprint());
  }

  @Test
  void statesOfTheFirstRowsAreThoseOfTheirBytes() {
    TrainingData data = prepared(Binarization.NONE, 3);
    int units = PreparedSets.UNITS;
    float[] half = new float[units];
    Arrays.fill(half, 0.5f);
    VisibleRows visible =
        new VisibleRows(RowFormat.GREY, units, 2, true, new Standardisation(half, half));
    Matrix states = data.first(Part.TRAIN, 20, visible, random());
    assertEquals(20, states.rows());
    assertEquals(units + 2, states.columns());
    Matrix grey = data.first(Part.TRAIN, 20);
    int[] labels = data.firstLabels(Part.TRAIN, 20);
    RandomStream random = random();
    float[] uniform = new float[units];
    for (int r = 0; r < 20; r++) {
      random.nextUniforms(uniform, units);
      for (int i = 0; i < units; i++) {
        float expected = uniform[i] < grey.get(r, i) ? 1f : -1f;
        assertEquals(expected, states.get(r, i), "row " + r + ", unit " + i);
      }
      assertEquals(labels[r] == 0 ? 1f : 0f, states.get(r, units));
      assertEquals(labels[r] == 1 ? 1f : 0f, states.get(r, units + 1));
    }
    Matrix same = prepared(Binarization.NONE, 1).first(Part.TRAIN, 20, visible, random());
    assertArrayEquals(states.toArray(), same.toArray());
    assertEquals(0, data.first(Part.TEST, 20, visible, random()).rows());
  }

  private static RandomStream random() {
    return new RandomStream(8, Purpose.MONITOR, -1, 0);
  }

  @Test
  void aPositionIsThereTwiceOrMissing() {
    List<Row> rows = labelled(values());
    rows.set(7, row(6L, new float[] {1, 2, 3}, 0));
    TrainingData twice = floats(POSITIONED, rows, 2);
    refused(() -> twice.first(Part.TRAIN, 10), "train", "two rows at position 6");
    rows.set(7, row(70L, new float[] {1, 2, 3}, 0));
    TrainingData missing = floats(POSITIONED, rows, 2);
    refused(() -> missing.first(Part.TRAIN, 10), "train", "no row at position 7");
    assertEquals(7, missing.first(Part.TRAIN, 7).rows());
  }
}
