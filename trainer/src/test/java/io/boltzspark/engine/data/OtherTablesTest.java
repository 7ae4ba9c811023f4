package io.boltzspark.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as others write them: columns of other types and names, labels in other forms. */
class OtherTablesTest {
  @TempDir Path directory;
  private final SparkSession spark = TestSpark.local(2);

  /** Appends rows in one file, and returns the path for {@code --data}. */
  private String write(String name, String schema, Row... rows) {
    String path = directory.resolve(name).toUri().toString();
    spark
        .createDataFrame(List.of(rows), StructType.fromDDL(schema))
        .coalesce(1)
        .write()
        .mode(SaveMode.Append)
        .parquet(path);
    return path;
  }

  /** Rows of position, label and a value. */
  private TrainingData labelled(String type, Object... labels) {
    Row[] rows = new Row[labels.length];
    Arrays.setAll(rows, r -> RowFactory.create((long) r, labels[r], List.of(0.5f, 0f)));
    String schema = "position bigint, label " + type + ", v array<float>";
    return TrainingData.open(spark, write(type, schema, rows));
  }

  private static void refused(Runnable action, String... said) {
    BoltzException error = assertThrows(BoltzException.class, action::run);
    assertEquals(ExitCode.BAD_INPUT, error.exitCode(), error.getMessage());
    for (String part : said) {
      assertTrue(error.getMessage().contains(part), "'" + part + "' not in " + error.getMessage());
    }
  }

  @Test
  void labelsAreWholeNumbersOfAnyType() {
    TrainingData doubles = labelled("double", 2.0, Double.NaN, 0.0, null); // pandas writes NaN
    assertArrayEquals(new int[] {2, -1, 0, -1}, doubles.firstLabels(Part.TRAIN, 4));
    assertEquals(3, doubles.labels());
    assertEquals(2, doubles.unlabelled(Part.TRAIN));
    assertArrayEquals(
        new int[] {1, 0}, labelled("boolean", true, false).firstLabels(Part.TRAIN, 2));
    for (TrainingData none : List.of(labelled("string", "cat"), labelled("float", 0.5f, 1f))) {
      assertEquals(0, none.labels());
      assertEquals(none.rows(Part.TRAIN), none.unlabelled(Part.TRAIN));
    }
  }

  @Test
  void aLabelThatOnlyLaterFilesHave() {
    String none = write("late", "position bigint, v array<float>", row(0L, List.of(1f, 0f)));
    String path =
        write("late", "position bigint, v array<float>, label int", row(1L, List.of(0f, 0f), 4));
    assertEquals(URI.create(none + "/").normalize(), URI.create(path + "/").normalize());
    TrainingData data = TrainingData.open(spark, path);
    assertArrayEquals(new int[] {-1, 4}, data.firstLabels(Part.TRAIN, 2));
    assertEquals(1, data.unlabelled(Part.TRAIN));
  }

  private static Row row(Object... values) {
    return RowFactory.create(values);
  }

  /** The value of each row is the number in its name. */
  @Test
  void whateverIdentifiesARowStaysWithIt() {
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < 8; r++) {
      rows.add(row("row" + r, List.of(r / 8f), r % 2 == 0, 2.5 * r));
    }
    String schema = "id string, `image.pixels` array<float>, `is.even` boolean, `Weight of` double";
    TrainingData data = TrainingData.open(spark, write("ids", schema, rows.toArray(new Row[0])));
    Map<Long, byte[]> bytes = data.bytes(Part.TRAIN, false).collectAsMap();
    List<Row> found = data.identities(Part.TRAIN).collectAsList();
    assertEquals(8, found.size());
    for (Row one : found) {
      float[] value = new float[1];
      RowFormat.FLOAT.decode(bytes.get(one.<Long>getAs("position")), 0, value, 0, 1);
      int r = Math.round(8 * value[0]);
      assertEquals("row" + r, one.getAs("id"));
      assertEquals(r % 2 == 0, one.<Boolean>getAs("is.even"));
      assertEquals(2.5 * r, one.<Double>getAs("Weight of"));
      assertTrue(one.isNullAt(one.fieldIndex("label")));
    }
  }

  @Test
  void truthValuesAreZeroAndOne() {
    TrainingData data =
        TrainingData.open(spark, write("bits", "v array<boolean>", row(List.of(true, false))));
    assertArrayEquals(new float[] {1, 0}, data.first(Part.TRAIN, 1).toArray());
    assertTrue(data.isBinary());
    assertEquals(0, data.states());
  }

  /** Given units that are no categories, whole numbers are numbers. */
  @Test
  void wholeNumbersUnderUnitsOfNumbers() {
    String path = write("ints", "position int, v array<int>", row(0, List.of(0, 3, 2)));
    TrainingData opened = TrainingData.open(spark, path);
    assertEquals(4, opened.states());
    TrainingData numbers =
        DataFit.asStates(opened, io.boltzspark.boltzmann.UnitText.parse("binomial:3"));
    assertEquals(0, numbers.states());
    assertArrayEquals(new float[] {0, 3, 2}, numbers.first(Part.TRAIN, 1).toArray());
  }

  @Test
  void whereAValueIsMissing() {
    String schema = "position bigint, id bigint, v array<float>";
    String path =
        write("gap", schema, row(0L, 70L, List.of(1f, 0f)), row(1L, 71L, Arrays.asList(0f, null)));
    refused(
        () -> TrainingData.open(spark, path),
        "null at index 1 of v",
        "position 1 with the id 71",
        "gap");
  }

  @Test
  void otherFormsOfValuesAreToldHowToBeConverted() {
    forms(
        Map.of(
            "f struct<type:tinyint,size:int,indices:array<int>,values:array<double>>",
                "vector_to_array(\"`f`\")",
            "image struct<bytes:binary,path:string>", "r[\"image\"]",
            "x binary", "udf(",
            "x array<decimal(9,2)>", "col(\"`x`\").cast(\"array<float>\")",
            "y array<string>", "col(\"`y`\").cast(\"array<float>\")",
            "z array<array<float>>", "flatten(\"`z`\")",
            "a int, b int, c int, d int, label int", "df.columns"));
  }

  private void forms(Map<String, String> advice) {
    int number = 0;
    for (Map.Entry<String, String> form : advice.entrySet()) {
      String path = write("form" + number++, form.getKey());
      refused(() -> TrainingData.open(spark, path), "none among", form.getValue());
    }
  }

  /** Spark reads files in the directory itself and in those of partitions, and no others. */
  @Test
  void filesInDirectoriesBelow() throws IOException {
    Configuration hadoop = new Configuration();
    org.apache.hadoop.fs.Path table =
        new org.apache.hadoop.fs.Path(directory.resolve("table").toString());
    write("table/day=1", "v array<float>", row(List.of(1f)));
    write("table/_old", "v array<float>", row(List.of(1f)));
    assertEquals(Optional.empty(), UnreadFiles.directory(hadoop, table));
    write("table/a/deep", "v array<float>", row(List.of(1f)));
    assertEquals(
        Optional.of(new org.apache.hadoop.fs.Path(table, "a/deep")),
        UnreadFiles.directory(hadoop, table));

    write("only/deep", "v array<float>", row(List.of(1f)));
    String path = directory.resolve("only").toString();
    refused(() -> TrainingData.open(spark, path), path, "--data " + path + "/deep");
  }

  /** Spark leaves out files beside partitions, without a word. */
  @Test
  void filesBesidePartitions() throws IOException {
    write("days/day=1", "v array<float>", row(List.of(1f)), row(List.of(0f)));
    write("days/day=2", "v array<float>", row(List.of(1f)));
    Path table = directory.resolve("days");
    Files.move(table.resolve("day=2"), table.resolve("day=b%20 2"));
    String path = table.toString();
    assertEquals(3, TrainingData.open(spark, path).rows(Part.TRAIN));
    try (Stream<Path> written = Files.list(table.resolve("day=1"))) {
      Path file = written.filter(f -> f.toString().endsWith(".parquet")).findFirst().get();
      Files.copy(file, table.resolve("_top.parquet"));
      Files.createDirectories(table.resolve("day=3").resolve("deep"));
      Files.copy(file, table.resolve("day=3").resolve("deep").resolve("a.parquet"));
      assertEquals(5, TrainingData.open(spark, path).rows(Part.TRAIN));
      assertEquals(2, TrainingData.open(spark, file.toString()).rows(Part.TRAIN));
      Files.copy(file, table.resolve("top.parquet"));
    }
    refused(() -> TrainingData.open(spark, path), path, "top.parquet beside", "partitions");
  }

  @Test
  void filesThatAreNoParquet() throws IOException {
    String path = write("torn", "v array<float>", row(List.of(1f)));
    Files.createFile(directory.resolve("torn").resolve("part-9.parquet"));
    refused(() -> TrainingData.open(spark, path), "torn", "part-9.parquet");

    Path idx = Files.createDirectory(directory.resolve("idx"));
    Files.write(idx.resolve("train-images-idx3-ubyte"), new byte[900]);
    refused(
        () -> TrainingData.open(spark, idx.toString()), "boltz prepare --source", idx.toString());
  }
}
