package io.boltzspark.dataprep;

import static io.boltzspark.dataprep.idx.IdxFixtures.assertFails;
import static io.boltzspark.dataprep.idx.IdxFixtures.gzip;
import static io.boltzspark.dataprep.idx.IdxFixtures.hadoop;
import static io.boltzspark.dataprep.idx.IdxFixtures.images;
import static io.boltzspark.dataprep.idx.IdxFixtures.labels;
import static io.boltzspark.dataprep.idx.IdxFixtures.noise;
import static io.boltzspark.dataprep.idx.IdxFixtures.noiseImages;
import static io.boltzspark.dataprep.idx.IdxFixtures.noiseSet;
import static io.boltzspark.dataprep.idx.IdxFixtures.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.dataprep.idx.IdxFixtures;
import io.boltzspark.errors.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareActionTest {
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

  @Test
  void everyRowOfTheSourcesIsThereOnceAndAsItWas() throws Exception {
    Path source = noiseSet(directory.resolve("source"), 205, 30);
    PrepareResult result = action(source).binarize(Binarization.NONE).validFraction(0.1).execute();

    // 20.5 rounds to 21.
    assertEquals(184, result.rows(Part.TRAIN));
    assertEquals(21, result.rows(Part.VALID));
    assertEquals(30, result.rows(Part.TEST));
    byte[] train = noise(205 * 20, 1);
    Set<Long> ids = new HashSet<>();
    for (Part part : List.of(Part.TRAIN, Part.VALID)) {
      List<Row> rows = rows(result, part);
      assertEquals(result.rows(part), rows.size());
      for (int position = 0; position < rows.size(); position++) {
        Row row = rows.get(position);
        int id = (int) row.getLong(0);
        assertTrue(ids.add((long) id), "row " + id + " occurs twice");
        assertEquals(position, row.getLong(1));
        assertEquals(id % 10, row.getInt(2));
        assertArrayEquals(Arrays.copyOfRange(train, 20 * id, 20 * id + 20), row.<byte[]>getAs(3));
      }
    }
    assertEquals(205, ids.size());
    assertEquals(
        30, rows(result, Part.TEST).stream().map(row -> row.getLong(0)).distinct().count());
    assertEquals(
        new StructType()
            .add("id", DataTypes.LongType)
            .add("position", DataTypes.LongType)
            .add("label", DataTypes.IntegerType)
            .add("pixels", DataTypes.BinaryType),
        spark.read().parquet(result.path(Part.TRAIN).toString()).schema());
  }

  /** Images of 5 rows and 4 columns, so that a pixel's place tells whether it was moved there. */
  @Test
  void imagesThatLieOnTheirSideAreTurned() throws Exception {
    Path source = noiseSet(directory.resolve("source"), 20, 5);
    PrepareAction action = action(source).binarize(Binarization.NONE).validFraction(0);
    String asTheyAre = action.execute().manifest().fingerprint();
    PrepareResult result =
        action.overwrite(true).transpose(true).title("letters on their side").execute();
    Manifest manifest = result.manifest();
    assertEquals(
        manifest, Manifest.read(spark.sparkContext().hadoopConfiguration(), result.directory()));
    assertEquals(5, manifest.width());
    assertEquals(4, manifest.height());
    assertEquals("letters on their side", manifest.title());
    assertNotEquals(asTheyAre, manifest.fingerprint());
    byte[] train = noise(20 * 20, 1);
    for (Row row : rows(result, Part.TRAIN)) {
      byte[] pixels = row.getAs(3);
      for (int y = 0; y < 4; y++) {
        for (int x = 0; x < 5; x++) {
          assertEquals(train[20 * (int) row.getLong(0) + 4 * x + y], pixels[5 * y + x]);
        }
      }
    }
    assertFails(ExitCode.BAD_CONFIGURATION, () -> action.title(" "), "--title", "1 to 200");
  }

  @Test
  void theManifestSaysWhatTheRowsAre() throws Exception {
    Path source = noiseSet(directory.resolve("source"), 200, 30);
    PrepareResult result = action(source).threshold(0.3).seed(9).execute();
    Manifest manifest = result.manifest();
    assertEquals(
        manifest, Manifest.read(spark.sparkContext().hadoopConfiguration(), result.directory()));
    assertEquals(4, manifest.width());
    assertEquals(5, manifest.height());
    assertEquals("IDX images", manifest.title());
    assertEquals(9, manifest.seed());
    double[] mean = new double[20];
    TreeMap<Integer, Long> labels = new TreeMap<>();
    for (Row row : rows(result, Part.TRAIN)) {
      byte[] pixels = row.getAs(3);
      for (int i = 0; i < 20; i++) {
        mean[i] += pixels[i] / 190.0;
      }
      labels.merge(row.getInt(2), 1L, Long::sum);
    }
    assertEquals(labels, manifest.parts().get(Part.TRAIN).labelCounts());
    for (int i = 0; i < 20; i++) {
      assertEquals(mean[i], manifest.mean().get(i), 1e-12);
      // 178 of 256 grey values are at least 0.3 * 255; five deviations of a mean of 190 draws.
      assertEquals(179 / 256.0, mean[i], 5 * 0.46 / Math.sqrt(190));
    }
  }

  @Test
  void neitherTasksNorShardsNorCompressionShow() throws Exception {
    Path packed = noiseSet(directory.resolve("packed"), 300, 40);
    Path plain = Files.createDirectory(directory.resolve("plain"));
    write(plain, "train-images.idx3-ubyte", noiseImages(300, 1));
    write(plain, "train-labels.idx1-ubyte", labels(IdxFixtures.cyclicLabels(300)));
    write(plain, "test-images.idx3-ubyte", noiseImages(40, 2));
    write(plain, "test-labels.idx1-ubyte", labels(IdxFixtures.cyclicLabels(40)));
    PrepareAction sample = action(packed).binarize(Binarization.SAMPLE);
    PrepareResult first = sample.shards(1).execute();
    PrepareResult sharded = sample.output(out("sharded")).shards(7).execute();
    PrepareResult unpacked =
        sample.source(hadoop(plain)).output(out("unpacked")).shards(11).execute();
    assertEquals(7, parquetFiles(sharded, Part.TRAIN));
    assertEquals(1, parquetFiles(first, Part.TRAIN));
    assertSame(first, sharded);
    assertSame(first, unpacked);

    spark.close();
    spark = SparkSessions.start("local[1]");
    PrepareResult single =
        action(packed).binarize(Binarization.SAMPLE).output(out("single")).shards(2).execute();
    spark.close();
    spark = SparkSessions.start("local[2]");
    assertSame(first, single);
  }

  @Test
  void severalTasksReadOneLargePlainFile() throws Exception {
    // 48 images of 1000 x 1000 are more than a task reads alone.
    Path source = Files.createDirectory(directory.resolve("large"));
    byte[] pixels = new byte[48_000_000];
    for (int image = 0; image < 48; image++) {
      pixels[image * 1_000_000 + 7] = (byte) (image + 1);
    }
    write(source, "train-images-idx3-ubyte", images(48, 1000, 1000, pixels));
    PrepareResult result = action(source).binarize(Binarization.NONE).validFraction(0).execute();
    Set<Integer> seen = new HashSet<>();
    for (Row row : spark.read().parquet(result.path(Part.TRAIN).toString()).collectAsList()) {
      byte[] image = row.getAs("pixels");
      assertEquals(row.<Long>getAs("id") + 1, image[7]);
      assertNull(row.getAs("label"));
      seen.add((int) image[7]);
    }
    assertEquals(48, seen.size());
    assertEquals(48 * 49 / 2 / 48.0 / 255, result.manifest().mean().get(7), 1e-12);
    assertFalse(Files.exists(directory.resolve("out/valid")));
    assertFalse(Files.exists(directory.resolve("out/test")));
    assertEquals(0, result.rows(Part.VALID));
    assertEquals(0, result.rows(Part.TEST));
    assertTrue(result.manifest().parts().get(Part.TRAIN).labelCounts().isEmpty());
  }

  @Test
  void anotherSeedGivesAnotherOrder() throws Exception {
    Path source = noiseSet(directory.resolve("source"), 100, 10);
    PrepareResult one = action(source).seed(1).execute();
    PrepareResult two = action(source).seed(2).output(out("two")).execute();
    assertNotEquals(ids(one, Part.TRAIN), ids(two, Part.TRAIN));
    assertNotEquals(ids(one, Part.TEST), ids(two, Part.TEST));
    assertNotEquals(one.manifest().fingerprint(), two.manifest().fingerprint());
  }

  @Test
  void badSourcesEndInAnErrorAndLeaveNothing() throws Exception {
    Path source = noiseSet(directory.resolve("source"), 20, 10);
    write(source, "t10k-images-idx3-ubyte.gz", gzip(images(10, 4, 5, noise(200, 2))));
    assertFails(ExitCode.BAD_INPUT, () -> action(source).execute(), "5 x 4", "4 x 5", "differ");
    write(source, "t10k-images-idx3-ubyte.gz", gzip(noiseImages(11, 2)));
    assertFails(ExitCode.BAD_INPUT, () -> action(source).execute(), "11 images", "10 labels");
    byte[] packed = gzip(noiseImages(10, 2));
    write(source, "t10k-images-idx3-ubyte.gz", Arrays.copyOf(packed, packed.length - 9));
    assertFails(ExitCode.BAD_INPUT, () -> action(source).execute(), "t10k-images", "truncated");
    assertFails(
        ExitCode.BAD_INPUT, () -> action(directory.resolve("gone")).execute(), "does not exist");
    assertOnly("source");
  }

  @Test
  void badSettingsEndInAnErrorAndLeaveNothing() throws Exception {
    Path source = noiseSet(directory.resolve("source"), 20, 10);
    for (double threshold : new double[] {0, -1, 1.5, Double.NaN}) {
      assertFails(
          ExitCode.BAD_CONFIGURATION, () -> action(source).threshold(threshold), "--threshold");
    }
    for (double fraction : new double[] {-0.1, 1, Double.NaN}) {
      assertFails(
          ExitCode.BAD_CONFIGURATION,
          () -> action(source).validFraction(fraction),
          "--valid-fraction");
    }
    assertFails(ExitCode.BAD_CONFIGURATION, () -> action(source).shards(-1), "--shards", "-1");
    assertFails(
        ExitCode.BAD_CONFIGURATION,
        () -> action(source).validFraction(0.001).execute(),
        "empty validation set",
        "--valid-fraction 0.001 of 20 rows");
    assertFails(
        ExitCode.BAD_CONFIGURATION,
        () -> action(source).validFraction(0.99).execute(),
        "empty training set");
    assertFails(
        ExitCode.BAD_CONFIGURATION, () -> new PrepareAction(spark).execute(), "--source", "--out");
    assertOnly("source");
  }

  @Test
  void replacesOnlyWhatItMadeAndOnlyWhenTold() throws Exception {
    Path source = noiseSet(directory.resolve("source"), 20, 10);
    action(source).execute();
    assertFails(ExitCode.OUTPUT_EXISTS, () -> action(source).seed(3).execute(), "--overwrite");
    assertEquals(3, action(source).seed(3).overwrite(true).execute().manifest().seed());
    assertOnly("out", "source");

    Path precious = Files.createDirectory(directory.resolve("precious"));
    Files.writeString(precious.resolve("thesis.tex"), "...");
    assertFails(
        ExitCode.OUTPUT_EXISTS,
        () -> action(source).output(hadoop(precious)).overwrite(true).execute(),
        "has no manifest.json");
    assertFails(
        ExitCode.BAD_CONFIGURATION,
        () -> action(source).output(hadoop(directory)).overwrite(true).execute(),
        "contains the source");
    assertTrue(Files.exists(precious.resolve("thesis.tex")));
  }

  @Test
  void aFailedOverwriteKeepsTheOldSet() throws Exception {
    Path source = noiseSet(directory.resolve("source"), 20, 10);
    Manifest before = action(source).execute().manifest();
    write(source, "train-images-idx3-ubyte.gz", new byte[] {1, 2, 3});
    assertFails(
        ExitCode.BAD_INPUT, () -> action(source).overwrite(true).execute(), "not a gzip file");
    assertEquals(before, Manifest.read(spark.sparkContext().hadoopConfiguration(), out("out")));
    assertOnly("out", "source");
  }

  @Test
  void restoresTheCallersJobGroup() throws Exception {
    Path source = noiseSet(directory.resolve("source"), 20, 10);
    spark.sparkContext().setJobGroup("mine", "my work", false);
    action(source).execute();
    assertEquals("mine", spark.sparkContext().getLocalProperty("spark.jobGroup.id"));
    assertEquals("my work", spark.sparkContext().getLocalProperty("spark.job.description"));
    spark.sparkContext().clearJobGroup();
  }

  private PrepareAction action(Path source) {
    return new PrepareAction(spark).source(hadoop(source)).output(out("out"));
  }

  private org.apache.hadoop.fs.Path out(String name) {
    return hadoop(directory.resolve(name));
  }

  /** The rows as they stand in the files, which are in the order of their names. */
  private List<Row> rows(PrepareResult result, Part part) throws Exception {
    List<Path> files = parquet(result, part);
    return files.stream()
        .flatMap(file -> spark.read().parquet(file.toString()).collectAsList().stream())
        .toList();
  }

  private List<Long> ids(PrepareResult result, Part part) throws Exception {
    return rows(result, part).stream().map(row -> row.getLong(0)).toList();
  }

  private void assertSame(PrepareResult expected, PrepareResult actual) throws Exception {
    for (Part part : Part.values()) {
      List<Row> expectedRows = rows(expected, part);
      List<Row> actualRows = rows(actual, part);
      assertEquals(expectedRows.size(), actualRows.size());
      for (int i = 0; i < expectedRows.size(); i++) {
        for (int column = 0; column < 3; column++) {
          assertEquals(expectedRows.get(i).get(column), actualRows.get(i).get(column));
        }
        assertArrayEquals(expectedRows.get(i).<byte[]>getAs(3), actualRows.get(i).<byte[]>getAs(3));
      }
    }
    assertArrayEquals(
        Files.readAllBytes(Path.of(expected.directory().toUri()).resolve("manifest.json")),
        Files.readAllBytes(Path.of(actual.directory().toUri()).resolve("manifest.json")));
  }

  private static int parquetFiles(PrepareResult result, Part part) throws Exception {
    return parquet(result, part).size();
  }

  private static List<Path> parquet(PrepareResult result, Part part) throws Exception {
    try (Stream<Path> files = Files.list(Path.of(result.path(part).toUri()))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  private void assertOnly(String... names) throws Exception {
    try (Stream<Path> entries = Files.list(directory)) {
      assertEquals(
          List.of(names), entries.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }
}
