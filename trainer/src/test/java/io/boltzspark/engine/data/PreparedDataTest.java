package io.boltzspark.engine.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.dataprep.Binarization;
import io.boltzspark.engine.training.Trainings;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Matrix;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prepared data as it should be, and in each way in which it could be damaged. */
class PreparedDataTest {
  private static final int ROWS = 60;
  private static final int VALID = 12;
  private static final BoltzmannConfig PCD =
      Configs.rbm(PreparedSets.UNITS, Trainings.HIDDEN).batchSize(Trainings.BATCH).build();

  @TempDir static Path shared;
  @TempDir Path directory;
  private static SparkSession spark;
  private static Path good;
  private Path damaged;

  @BeforeAll
  static void prepare() {
    spark = TestSpark.local(2);
    Path source = PreparedSets.source(shared.resolve("idx"), ROWS);
    good = shared.resolve("good");
    PreparedSets.prepare(spark, source, good, Binarization.THRESHOLD, 2, 0.2);
  }

  @BeforeEach
  void copy() throws IOException {
    damaged = directory.resolve("data");
    try (Stream<Path> files = Files.walk(good)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, damaged.resolve(good.relativize(file).toString()));
      }
    }
  }

  /** Writes a part anew, changed. */
  private void change(String part, UnaryOperator<Dataset<Row>> how) {
    Dataset<Row> rows = spark.read().parquet(good.resolve(part).toUri().toString());
    how.apply(rows)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(damaged.resolve(part).toUri().toString());
  }

  private static UnaryOperator<Dataset<Row>> pixelsOf(long position, Column value) {
    return rows ->
        rows.withColumn(
            "pixels", when(col("position").equalTo(position), value).otherwise(col("pixels")));
  }

  private Trainings training() {
    return new Trainings(spark, damaged.toUri().toString(), PCD);
  }

  @Test
  void rowsComeByPositionWithTheValuesThatWereWritten() {
    TrainingData data = TrainingData.open(spark, good.toUri().toString());
    assertEquals(ROWS - VALID, data.rows(TrainingData.Part.TRAIN));
    assertEquals(VALID, data.rows(TrainingData.Part.VALID));
    assertEquals(0, data.rows(TrainingData.Part.TEST));
    assertArrayEquals(new int[] {PreparedSets.WIDTH, PreparedSets.HEIGHT}, data.imageSize());
    Matrix first = data.first(TrainingData.Part.TRAIN, 10);
    List<Row> written =
        spark
            .read()
            .parquet(good.resolve("train").toUri().toString())
            .where("position < 10")
            .orderBy("position")
            .select("pixels")
            .collectAsList();
    for (int r = 0; r < 10; r++) {
      byte[] pixels = written.get(r).getAs(0);
      for (int i = 0; i < PreparedSets.UNITS; i++) {
        assertEquals(pixels[i], first.get(r, i), "row " + r + ", unit " + i);
      }
    }
  }

  @Test
  void aColumnIsMissingOrOfAnotherType() {
    change("train", rows -> rows.drop("position"));
    training().assertRefused(ExitCode.BAD_INPUT, "train", "position", "bigint", "boltz prepare");
    change("train", rows -> rows.withColumn("pixels", col("label")));
    training().assertRefused(ExitCode.BAD_INPUT, "train", "pixels", "binary", "boltz prepare");
  }

  @Test
  void aRowOfAnotherWidth() {
    change("train", pixelsOf(7, lit(new byte[] {1, 0, 1})));
    training().assertRefused(ExitCode.BAD_INPUT, "position 7", "3 units", "not 20");
  }

  @Test
  void aGreyByteInABinarySet() {
    byte[] grey = new byte[PreparedSets.UNITS];
    grey[19] = (byte) 200;
    change("train", pixelsOf(11, lit(grey)));
    training().assertRefused(ExitCode.BAD_INPUT, "position 11", "200", "binary");
  }

  @Test
  void theValidationRowsAreLookedAtToo() {
    byte[] grey = new byte[PreparedSets.UNITS];
    grey[0] = 2;
    change("valid", pixelsOf(0, lit(grey)));
    training().assertRefused(ExitCode.BAD_INPUT, "valid", "position 0", "binary");
    change("valid", rows -> rows.where("position <> 3"));
    training().assertRefused(ExitCode.BAD_INPUT, "valid", "no row at position 3");
  }

  @Test
  void rowsAreMissingOrThereTwice() {
    change("train", rows -> rows.where("position <> 5"));
    training().assertRefused(ExitCode.BAD_INPUT, "47 rows", "48");
    Column moved = when(col("position").equalTo(5), 6L).otherwise(col("position"));
    change("train", rows -> rows.withColumn("position", moved));
    training().assertRefused(ExitCode.BAD_INPUT, "two", "position 6");
    Column beyond = when(col("position").equalTo(5), 48L).otherwise(col("position"));
    change("train", rows -> rows.withColumn("position", beyond));
    training().assertRefused(ExitCode.BAD_INPUT, "position 48", "0 to 47");
    Column unknown = when(col("position").notEqual(5), col("position"));
    change("train", rows -> rows.withColumn("position", unknown));
    training().assertRefused(ExitCode.BAD_INPUT, "position");
  }

  @Test
  void aPartIsMissing() throws IOException {
    for (String part : List.of("valid", "train")) {
      try (Stream<Path> files = Files.walk(damaged.resolve(part))) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      training().assertRefused(ExitCode.BAD_INPUT, part);
    }
  }

  @Test
  void aFileIsCutOff() throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(damaged.resolve("train"))) {
      file = files.filter(f -> f.toString().endsWith(".parquet")).sorted().findFirst().get();
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    training().assertRefused(ExitCode.BAD_INPUT, file.getFileName().toString());
  }

  @Test
  void binaryRowsCannotBeDrawnAfresh() {
    new Trainings(spark, good.toUri().toString(), Configs.from(PCD).resample().build())
        .assertRefused(ExitCode.BAD_CONFIGURATION, "learning.resample", "--binarize none");
  }
}
