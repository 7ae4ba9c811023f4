package io.boltzspark.dataprep;

import static io.boltzspark.dataprep.idx.IdxFixtures.assertFails;
import static io.boltzspark.dataprep.idx.IdxFixtures.cyclicLabels;
import static io.boltzspark.dataprep.idx.IdxFixtures.hadoop;
import static io.boltzspark.dataprep.idx.IdxFixtures.images;
import static io.boltzspark.dataprep.idx.IdxFixtures.labels;
import static io.boltzspark.dataprep.idx.IdxFixtures.noise;
import static io.boltzspark.dataprep.idx.IdxFixtures.noiseSet;
import static io.boltzspark.dataprep.idx.IdxFixtures.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.dataprep.ising.IsingSource;
import io.boltzspark.errors.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets from which a digit is missing, so that a machine can find it odd. */
class PrepareWithoutLabelsTest {
  private static SparkSession spark;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    spark = SparkSessions.start("local[2]");
  }

  @AfterAll
  static void stop() throws Exception {
    spark.close();
  }

  private PrepareAction action(Path source) {
    return new PrepareAction(spark)
        .source(hadoop(source))
        .output(hadoop(directory.resolve("out")))
        .binarize(Binarization.NONE)
        .validFraction(0.1);
  }

  private static List<Row> rows(PrepareResult result, Part part) {
    return spark.read().parquet(result.path(part).toString()).orderBy("position").collectAsList();
  }

  @Test
  void trainAndValidLackTheLabelsAndTestKeepsThem() throws Exception {
    Path source = noiseSet(directory.resolve("source"), 205, 30);
    PrepareResult result = action(source).withoutLabels(List.of(7, 3)).execute();

    // Labels are ids modulo 10: 21 rows have 3 and 20 have 7; a tenth of the other 164 is 16.
    assertEquals(148, result.rows(Part.TRAIN));
    assertEquals(16, result.rows(Part.VALID));
    assertEquals(30, result.rows(Part.TEST));
    byte[] pixels = noise(205 * 20, 1);
    Set<Long> ids = new TreeSet<>();
    for (Part part : List.of(Part.TRAIN, Part.VALID)) {
      List<Row> rows = rows(result, part);
      for (int position = 0; position < rows.size(); position++) {
        Row row = rows.get(position);
        int id = (int) row.getLong(0);
        ids.add((long) id);
        assertEquals(position, row.getLong(1));
        assertEquals(id % 10, row.getInt(2));
        assertArrayEquals(Arrays.copyOfRange(pixels, 20 * id, 20 * id + 20), row.<byte[]>getAs(3));
      }
    }
    Set<Long> expected = new TreeSet<>();
    for (long id = 0; id < 205; id++) {
      if (id % 10 != 3 && id % 10 != 7) {
        expected.add(id);
      }
    }
    assertEquals(expected, ids);
    assertEquals(
        Set.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
        result.manifest().parts().get(Part.TEST).labelCounts().keySet());
    assertEquals(new TreeSet<>(List.of(3, 7)), result.manifest().withoutLabels());
    assertEquals("IDX images without 3, 7", result.manifest().title());
  }

  /** 48 plain images of 1000 x 1000 are two slices, each of which must know where it begins. */
  @Test
  void slicesOfALargeFileCountOn() throws Exception {
    Path source = Files.createDirectory(directory.resolve("large"));
    byte[] pixels = new byte[48_000_000];
    for (int image = 0; image < 48; image++) {
      pixels[image * 1_000_000] = (byte) image;
    }
    write(source, "train-images-idx3-ubyte", images(48, 1000, 1000, pixels));
    write(source, "train-labels-idx1-ubyte", labels(cyclicLabels(48)));
    PrepareResult result = action(source).validFraction(0).withoutLabels(List.of(0)).execute();
    List<Row> rows = rows(result, Part.TRAIN);
    assertEquals(43, rows.size());
    Set<Long> ids = new TreeSet<>();
    for (int position = 0; position < rows.size(); position++) {
      assertEquals(position, rows.get(position).getLong(1));
      assertEquals(rows.get(position).getLong(0), rows.get(position).<byte[]>getAs(3)[0]);
      ids.add(rows.get(position).getLong(0));
    }
    assertEquals(43, ids.size());
  }

  @Test
  void labelsThatCannotBeLeftOut() throws Exception {
    Path source = noiseSet(directory.resolve("source"), 20, 10);
    assertFails(
        ExitCode.BAD_CONFIGURATION,
        () -> action(source).withoutLabels(List.of(3, 12)).execute(),
        "--without-labels 12",
        "train-labels");
    assertFails(
        ExitCode.BAD_CONFIGURATION,
        () -> action(source).withoutLabels(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)).execute(),
        "empty training set");
    assertFails(
        ExitCode.BAD_CONFIGURATION, () -> action(source).withoutLabels(List.of(-1)), "0 to 255");
    assertFails(
        ExitCode.BAD_CONFIGURATION,
        () ->
            action(source).source(new IsingSource(4, 2.0, 10)).withoutLabels(List.of(1)).execute(),
        "no labels");
    Files.delete(source.resolve("train-labels-idx1-ubyte.gz"));
    assertFails(
        ExitCode.BAD_INPUT,
        () -> action(source).withoutLabels(List.of(3)).execute(),
        "train-images",
        "label file");
    assertEquals(List.of("source"), List.of(directory.toFile().list()));
  }
}
