package io.boltzspark.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.ModelConfig;
import io.boltzspark.dataprep.PrepareSequencesAction;
import io.boltzspark.dataprep.WorkProgress;
import io.boltzspark.dataprep.sequences.SequenceOptions;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Rows of sites with categories, from every place that they come from. */
class CategoryDataTest {
  @TempDir Path directory;
  private final SparkSession spark = TestSpark.local(2);

  private String write(String type, List<?>... rows) {
    List<Row> table = new ArrayList<>();
    for (int r = 0; r < rows.length; r++) {
      table.add(RowFactory.create((long) r, rows[r].toArray(), r % 2));
    }
    String path = directory.resolve("table").toUri().toString();
    spark
        .createDataFrame(
            table, StructType.fromDDL("position bigint, values array<" + type + ">, label int"))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(path);
    return path;
  }

  private static void refused(Executable action, ExitCode code, String... said) {
    BoltzException error = assertThrows(BoltzException.class, action);
    assertEquals(code, error.exitCode(), error.getMessage());
    for (String part : said) {
      assertTrue(error.getMessage().contains(part), "'" + part + "' not in " + error.getMessage());
    }
  }

  private static ModelConfig model(int units, String visible) {
    return new ModelConfig(List.of(units, 3), List.of(visible, "bernoulli"), 0, 1);
  }

  @Test
  void wholeNumbersAreStates() {
    String path = write("int", List.of(2, 0), List.of(1, 0), List.of(2, 1), List.of(2, 0));
    TrainingData data = TrainingData.open(spark, path);
    assertEquals(3, data.states());
    assertEquals(6, data.width());
    assertEquals(RowFormat.categories(3), data.format());
    assertArrayEquals(new double[] {0, 0.25, 0.75, 0.75, 0.25, 0}, data.mean());
    Map<Long, byte[]> rows = data.bytes(Part.TRAIN, true).collectAsMap();
    assertArrayEquals(new byte[] {1, 0, 1}, rows.get(1L)); // two sites and a label
    assertArrayEquals(new byte[] {2, 1}, data.bytes(Part.TRAIN, false).collectAsMap().get(2L));
    assertArrayEquals(new float[] {0, 0, 1, 1, 0, 0}, data.first(Part.TRAIN, 1).toArray());

    TrainingData wider = data.asCategories(5);
    assertEquals(10, wider.width());
    assertEquals(0.75, wider.mean()[2]);
    assertDoesNotThrow(() -> DataFit.require(wider, model(10, "potts:5"), false));
    refused(
        () -> data.asCategories(2),
        ExitCode.BAD_INPUT,
        "row at position",
        "the value 2 at site 0",
        "potts:2",
        "0 to 1");
    refused(
        () -> DataFit.require(data, model(6, "bernoulli"), false),
        ExitCode.BAD_CONFIGURATION,
        "bernoulli",
        "potts:3");
    refused(
        () -> DataFit.require(data, model(6, "potts:3"), true),
        ExitCode.BAD_CONFIGURATION,
        "--resample");
  }

  @Test
  void numbersThatAreNoStateAreRefusedWithRowAndSite() {
    refused(
        () -> TrainingData.open(spark, write("bigint", List.of(0L, 1L), List.of(1L, -1L))),
        ExitCode.BAD_INPUT,
        "column values",
        "position 1",
        "the value -1 at site 1");
    refused(
        () -> TrainingData.open(spark, write("int", List.of(0, 1), List.of(256, 1))),
        ExitCode.BAD_INPUT,
        "position 1",
        "the value 256 at site 0",
        "0 to 255");
  }

  @Test
  void indicatorsAreStates() {
    String path = write("float", List.of(0f, 1f, 0f, 0f, 0f, 1f), List.of(1f, 0f, 0f, 0f, 0f, 1f));
    TrainingData values = TrainingData.open(spark, path);
    assertEquals(0, values.states());
    TrainingData data = values.asCategories(3);
    assertEquals(3, data.states());
    assertEquals(6, data.width());
    assertArrayEquals(values.mean(), data.mean());
    assertArrayEquals(new byte[] {1, 2, 0}, data.bytes(Part.TRAIN, true).collectAsMap().get(0L));
    assertArrayEquals(values.first(Part.TRAIN, 2).toArray(), data.first(Part.TRAIN, 2).toArray());
    refused(() -> values.asCategories(4), ExitCode.BAD_CONFIGURATION, "potts:4", "6 values");
    refused(() -> values.asCategories(2), ExitCode.BAD_INPUT, "position", "[0.0, 0.0]", "potts:2");
    TrainingData half =
        TrainingData.open(spark, write("float", List.of(0f, 1f), List.of(0.5f, 0.5f)));
    refused(() -> half.asCategories(2), ExitCode.BAD_INPUT, "position 1", "[0.5, 0.5] at site 0");
  }

  @Test
  void preparedSequencesAreStatesOfTheirAlphabet() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int s = 0; s < 40; s++) {
      text.append(">s").append(s).append('\n').append("ACGU-".charAt(s % 5)).append("GU\n");
    }
    Path source = Files.writeString(directory.resolve("rna.fasta"), text);
    Path out = directory.resolve("prepared");
    new PrepareSequencesAction(
            spark,
            new org.apache.hadoop.fs.Path(source.toUri()),
            new org.apache.hadoop.fs.Path(out.toUri()),
            new PrepareSequencesAction.Settings(
                SequenceOptions.DEFAULTS, OptionalDouble.empty(), 0.25, 1, 1, false),
            WorkProgress.SILENT)
        .execute();
    TrainingData data = TrainingData.open(spark, out.toUri().toString());
    assertEquals(5, data.states());
    assertEquals(15, data.width());
    assertEquals(30, data.rows(Part.TRAIN));
    assertEquals(10, data.rows(Part.VALID));
    assertEquals("-ACGU", data.provenance().get("alphabet"));
    // Every sequence has G (state 3) and then U (state 4).
    assertEquals(1, data.mean()[5 + 3]);
    assertEquals(1, data.mean()[10 + 4]);
    Map<Long, byte[]> rows = data.bytes(Part.TRAIN, false).collectAsMap();
    for (Row identity : data.identities(Part.TRAIN).collectAsList()) {
      int letter = "-ACGU".indexOf("ACGU-".charAt((int) (identity.getLong(1) % 5)));
      assertArrayEquals(new byte[] {(byte) letter, 3, 4}, rows.get(identity.getLong(0)));
      assertTrue(identity.isNullAt(2));
    }
    refused(
        () -> DataFit.require(data.asCategories(4), model(15, "potts:3"), false),
        ExitCode.BAD_CONFIGURATION,
        "potts:5");

    spark
        .read()
        .parquet(out.resolve("valid").toUri().toString())
        .selectExpr("id", "position", "name", "if(position = 7, unhex('030503'), sites) as sites")
        .write()
        .parquet(directory.resolve("damaged").toUri().toString());
    try (var files = Files.list(out.resolve("valid"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.delete(file);
      }
    }
    Files.delete(out.resolve("valid"));
    Files.move(directory.resolve("damaged"), out.resolve("valid"));
    refused(
        () -> data.first(Part.VALID, 10),
        ExitCode.BAD_INPUT,
        "position 7",
        "the state 5 at site 1",
        "0 to 4");
  }
}
