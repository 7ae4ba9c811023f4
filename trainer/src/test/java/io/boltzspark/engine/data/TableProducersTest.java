package io.boltzspark.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables in the physical layout of other producers, which {@link ParquetRows} writes by hand. The
 * values of row r are r, r + 1/4 and 1/2.
 */
class TableProducersTest {
  private static final int ROWS = 3;

  /** Lists as the Parquet format defines them, which Arrow, polars and pandas write. */
  private static final String LIST =
      "optional group %s (LIST) { repeated group list { optional %s element; } } ";

  @TempDir Path directory;
  private final SparkSession spark = TestSpark.local(2);

  private String write(String schema, Map<String, String> metadata, ParquetRows.Filler filler)
      throws IOException {
    return ParquetRows.write(directory.resolve("some table"), schema, metadata, ROWS, filler);
  }

  private static float[] values(int row) {
    return new float[] {row, row + 0.25f, 0.5f};
  }

  private static void doubles(Group list, int row) {
    for (float value : values(row)) {
      list.addGroup("list").append("element", (double) value);
    }
  }

  private static void assertRows(TrainingData data) {
    assertEquals(ROWS, data.rows(Part.TRAIN));
    TreeSet<Float> firsts = new TreeSet<>();
    for (int r = 0; r < ROWS; r++) {
      float[] row = Arrays.copyOfRange(data.first(Part.TRAIN, ROWS).toArray(), 3 * r, 3 * r + 3);
      firsts.add(row[0]);
      assertArrayEquals(values((int) row[0]), row);
    }
    assertEquals(ROWS, firsts.size());
  }

  /** Labels by the first value of their rows: 7 is that of row 0, 8 of row 1. */
  private static void assertLabels(TrainingData data, int... expected) {
    int[] labels = data.firstLabels(Part.TRAIN, ROWS);
    float[] rows = data.first(Part.TRAIN, ROWS).toArray();
    for (int r = 0; r < ROWS; r++) {
      assertEquals(expected[(int) rows[r * rows.length / ROWS]], labels[r]);
    }
  }

  private void refused(String path, String... said) {
    BoltzException error = assertThrows(BoltzException.class, () -> TrainingData.open(spark, path));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    assertEquals(1, error.getMessage().lines().count());
    assertTrue(error.getMessage().contains("some table"), error.getMessage());
    for (String part : said) {
      assertTrue(error.getMessage().contains(part), "'" + part + "' not in " + error.getMessage());
    }
  }

  /**
   * pandas with pyarrow: lists of doubles, the index as a column, labels with a gap as doubles with
   * NaN or null (pandas, "Developer: storing pandas DataFrame objects in Apache Parquet format").
   */
  @Test
  void pandas() throws IOException {
    TrainingData data =
        TrainingData.open(
            spark,
            write(
                LIST.formatted("pixels", "double")
                    + "optional double label; optional int64 __index_level_0__;",
                Map.of("pandas", "{\"index_columns\": [\"__index_level_0__\"]}"),
                (row, r) -> {
                  doubles(row.addGroup("pixels"), r);
                  if (r < 2) {
                    row.append("label", r == 0 ? 7.0 : Double.NaN);
                  }
                  row.append("__index_level_0__", 100L + r);
                }));
    assertRows(data);
    assertLabels(data, 7, -1, -1);
    assertEquals(
        List.of(100L, 101L, 102L),
        data.identities(Part.TRAIN).collectAsList().stream()
            .map(row -> row.<Long>getAs("__index_level_0__"))
            .sorted()
            .toList());
  }

  /**
   * polars: everything optional, large lists and arrays alike as lists, unsigned labels, 32-bit
   * floats, and texts of an enumeration (its Parquet writer; the Parquet format, "LogicalTypes").
   */
  @Test
  void polars() throws IOException {
    TrainingData data =
        TrainingData.open(
            spark,
            write(
                LIST.formatted("pixels", "float")
                    + "optional int32 label (INTEGER(8,false)); optional binary split (STRING);"
                    + "optional int64 id (INTEGER(64,false));",
                Map.of(),
                (row, r) -> {
                  Group list = row.addGroup("pixels");
                  for (float value : values(r)) {
                    list.addGroup("list").append("element", value);
                  }
                  row.append("label", 200 + r).append("split", "train").append("id", 9L + r);
                }));
    assertRows(data);
    assertLabels(data, 200, 201, 202);
  }

  /**
   * Hugging Face's datasets: an image is its file, beside its path (its documentation, "Image"
   * under "Features"; the key {@code huggingface} has the features in JSON).
   */
  @Test
  void huggingFace() throws IOException {
    String path =
        write(
            "optional group image { optional binary bytes; optional binary path (STRING); }"
                + " optional int64 label;",
            Map.of(
                "huggingface", "{\"info\": {\"features\": {\"image\": {\"_type\": \"Image\"}}}}"),
            (row, r) -> {
              row.addGroup("image").append("bytes", Binary.fromString("\u0089PNG"));
              row.append("label", (long) r);
            });
    refused(path, "image has images in files", "r[\"image\"].convert(\"L\")", "values");
  }

  /** Arrow's half floats as Parquet's FLOAT16, which Spark cannot read (the Parquet format). */
  @Test
  void halfFloats() throws IOException {
    String path =
        write(
            "optional group v (LIST) { repeated group list {"
                + " optional fixed_len_byte_array(2) element (FLOAT16); } } optional int64 label;",
            Map.of(),
            (row, r) -> {
              Group list = row.addGroup("v");
              list.addGroup("list")
                  .append("element", Binary.fromConstantByteArray(new byte[] {0, 0x3c}));
              row.append("label", (long) r);
            });
    refused(path, "v", "v (LIST)", "FLOAT16", "32-bit floats");
  }

  /** Arrow's lists of doubles, with the older name of their items (the Parquet format, "Lists"). */
  @Test
  void doublesInListsOfItems() throws IOException {
    TrainingData data =
        TrainingData.open(
            spark,
            write(
                "optional group v (LIST) { repeated group list { optional double item; } }"
                    + " optional int32 label;",
                Map.of(),
                (row, r) -> {
                  Group list = row.addGroup("v");
                  for (float value : values(r)) {
                    list.addGroup("list").append("item", (double) value);
                  }
                  row.append("label", 5 - r);
                }));
    assertRows(data);
    assertLabels(data, 5, 4, 3);
  }

  /** Arrow's lists of uint8: 255 stays 255, where a signed byte would be -1. */
  @Test
  void unsignedBytes() throws IOException {
    TrainingData data =
        TrainingData.open(
            spark,
            write(
                LIST.formatted("v", "int32").replace("element;", "element (INTEGER(8,false));")
                    + "optional int32 position;",
                Map.of(),
                (row, r) -> {
                  Group list = row.addGroup("v");
                  for (int value : new int[] {r, 255, 128}) {
                    list.addGroup("list").append("element", value);
                  }
                  row.append("position", r);
                }));
    assertArrayEquals(
        new float[] {0, 255, 128, 1, 255, 128, 2, 255, 128},
        data.asNumbers().first(Part.TRAIN, ROWS).toArray());
  }

  /**
   * Vectors of Spark ML: a struct whose type the file's metadata has for Spark, with or without its
   * library of machine learning (its class VectorUDT).
   */
  @Test
  void vectors() throws IOException {
    String spark =
        """
        {"type":"struct","fields":[{"name":"features","nullable":true,"metadata":{},"type":
        {"type":"udt","class":"org.apache.spark.ml.linalg.VectorUDT",
        "pyClass":"pyspark.ml.linalg.VectorUDT","sqlType":{"type":"struct","fields":[
        {"name":"type","type":"byte","nullable":false,"metadata":{}},
        {"name":"size","type":"integer","nullable":true,"metadata":{}},
        {"name":"indices","nullable":true,"metadata":{},
        "type":{"type":"array","elementType":"integer","containsNull":false}},
        {"name":"values","nullable":true,"metadata":{},
        "type":{"type":"array","elementType":"double","containsNull":false}}]}}},
        {"name":"label","type":"double","nullable":true,"metadata":{}}]}
        """;
    String path =
        write(
            """
            optional group features {
              required int32 type (INTEGER(8,true));
              optional int32 size;
              optional group indices (LIST) { repeated group list { required int32 element; } }
              optional group values (LIST) { repeated group list { required double element; } }
            }
            optional double label;
            """,
            Map.of("org.apache.spark.sql.parquet.row.metadata", spark.replace("\n", "")),
            (row, r) -> {
              Group vector = row.addGroup("features").append("type", 1);
              doubles(vector.addGroup("values"), r);
              row.append("label", (double) r);
            });
    refused(path, "vectors of Spark ML", "vector_to_array(\"`features`\")");
  }

  /**
   * USPS as LIBSVM's page has it: classes 1 to 10 as doubles, values from -1 to 1, 16 x 16 pixels
   * (Hull, "A database for handwritten text recognition research", 1994), here as a table.
   */
  @Test
  void usps() throws IOException {
    TrainingData data =
        TrainingData.open(
            spark,
            write(
                "optional double label;" + LIST.formatted("pixels", "double"),
                Map.of(),
                (row, r) -> {
                  row.append("label", r + 8.0);
                  Group list = row.addGroup("pixels");
                  for (int i = 0; i < 256; i++) {
                    list.addGroup("list").append("element", i == r ? 1.0 : -1.0);
                  }
                }));
    assertArrayEquals(new int[] {16, 16}, data.imageSize());
    assertEquals(ROWS, data.rows(Part.TRAIN));
    assertEquals(11, data.labels());
    assertEquals(-1, data.minimum());
    assertFalse(data.isBinary());
    int[] labels = data.firstLabels(Part.TRAIN, ROWS);
    float[] rows = data.first(Part.TRAIN, ROWS).toArray();
    for (int r = 0; r < ROWS; r++) {
      assertEquals(1, rows[256 * r + labels[r] - 8]);
    }
  }

  /** The same in text: a class and pairs of index and value a line (LIBSVM's README). */
  @Test
  void uspsInText() throws IOException {
    Path table = Files.createDirectory(directory.resolve("some table"));
    Files.writeString(table.resolve("usps.libsvm"), "1 1:-1 2:0.5\n10 2:0.25 3:1\n");
    refused(table.toString(), "spark.read.format(\"libsvm\")", "vector_to_array");
  }

  /** CSV with a column a pixel, as Spark writes it: a directory with part files. */
  @Test
  void csv() throws IOException {
    Path table = Files.createDirectory(directory.resolve("some table"));
    Files.createFile(table.resolve("_SUCCESS"));
    Files.writeString(
        table.resolve("part-00000-3f2a-c000.csv"), "label,p0,p1,p2,p3\n3,0,0,255,1\n");
    refused(table.toString(), "spark.read.csv", "inferSchema=True", "array(");
  }

  /** The same in Parquet. */
  @Test
  void columnOfEachPixel() throws IOException {
    String path =
        write(
            "optional int32 label; optional int32 p0; optional int32 p1; optional int32 p2;"
                + " optional int32 p3;",
            Map.of(),
            (row, r) ->
                row.append("label", r)
                    .append("p0", 0)
                    .append("p1", 1)
                    .append("p2", 255)
                    .append("p3", 4));
    refused(path, "5 columns of numbers", "array(*[c for c in df.columns if c != \"label\"])");
  }
}
