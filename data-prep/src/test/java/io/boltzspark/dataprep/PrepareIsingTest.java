package io.boltzspark.dataprep;

import static io.boltzspark.dataprep.idx.IdxFixtures.assertFails;
import static io.boltzspark.dataprep.idx.IdxFixtures.hadoop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.dataprep.idx.CheckedSources;
import io.boltzspark.dataprep.idx.IdxPair;
import io.boltzspark.dataprep.idx.IdxRows;
import io.boltzspark.dataprep.ising.DrawnIsing;
import io.boltzspark.dataprep.ising.IsingDescription;
import io.boltzspark.dataprep.ising.IsingSource;
import io.boltzspark.errors.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the Ising model to prepared rows. */
class PrepareIsingTest {
  private static final Configuration HADOOP = new Configuration();
  private static final IsingSource SOURCE = new IsingSource(6, 2.5, 300);

  @TempDir Path directory;
  private SparkSession spark;

  @AfterEach
  void stop() throws Exception {
    if (spark != null) {
      spark.close();
    }
  }

  @Test
  void rowsAreTheDrawnConfigurations() throws Exception {
    spark = SparkSessions.start("local[2]");
    PrepareResult result = action("out").validFraction(0.1).execute();
    assertEquals(270, result.rows(Part.TRAIN));
    assertEquals(30, result.rows(Part.VALID));
    assertEquals(30, result.rows(Part.TEST));

    CheckedSources drawn = CheckedSources.check(HADOOP, draw());
    List<byte[]> train = images(drawn.train());
    List<byte[]> test = images(drawn.test().orElseThrow());
    Set<Long> ids = new HashSet<>();
    for (Part part : Part.values()) {
      for (Row row : spark.read().parquet(result.path(part).toString()).collectAsList()) {
        long id = row.<Long>getAs("id");
        byte[] image = (part == Part.TEST ? test : train).get((int) id);
        byte[] bits = row.getAs("pixels");
        for (int i = 0; i < 36; i++) {
          assertEquals(image[i] == 0 ? 0 : 1, bits[i]);
        }
        assertTrue(row.isNullAt(row.fieldIndex("label")));
        assertTrue(part == Part.TEST || ids.add(id), "row " + id + " occurs twice");
      }
    }
    assertEquals(300, ids.size());
    assertOnly("drawn", "out");
  }

  @Test
  void theManifestSaysHowTheyWereDrawn() {
    spark = SparkSessions.start("local[2]");
    Manifest manifest = action("out").execute().manifest();
    assertEquals(manifest, Manifest.read(HADOOP, hadoop(directory.resolve("out"))));
    assertEquals("Ising 6 x 6, T = 2.5", manifest.title());
    assertEquals(6, manifest.width());
    assertEquals(6, manifest.height());
    assertEquals(Manifest.Source.ISING, manifest.source().kind());
    assertTrue(manifest.source().drawn());
    IsingDescription ising = manifest.source().ising().orElseThrow();
    assertEquals(new IsingDescription(6, 2.5, IsingDescription.WOLFF, ising.updates(), 3), ising);
    assertTrue(ising.updates() > 0);
  }

  @Test
  void neitherTasksNorShardsShow() throws Exception {
    spark = SparkSessions.start("local[2]");
    PrepareResult one = action("one").shards(1).execute();
    List<String> rows = rows(one);
    spark.close();
    spark = SparkSessions.start("local[1]");
    PrepareResult many = action("many").shards(7).execute();
    assertEquals(rows, rows(many));
    assertEquals(one.manifest(), many.manifest());
    PrepareResult other = action("other").seed(4).execute();
    assertNotEquals(rows, rows(other));
    assertNotEquals(one.manifest().fingerprint(), other.manifest().fingerprint());
    assertOnly("many", "one", "other");
  }

  @Test
  void greySpinsAreBlackAndWhite() {
    spark = SparkSessions.start("local[2]");
    PrepareResult result = action("out").binarize(Binarization.NONE).execute();
    long up = 0;
    for (Row row : spark.read().parquet(result.path(Part.TRAIN).toString()).collectAsList()) {
      for (byte pixel : row.<byte[]>getAs("pixels")) {
        assertTrue(pixel == 0 || pixel == (byte) 255, "pixel " + pixel);
        up += pixel & 1;
      }
    }
    double mean =
        result.manifest().mean().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    assertEquals(up / 36.0 / result.rows(Part.TRAIN), mean, 1e-12);
  }

  @Test
  void whatIsRefusedLeavesNothing() throws Exception {
    spark = SparkSessions.start("local[2]");
    assertFails(
        ExitCode.BAD_CONFIGURATION,
        () -> action("out").validFraction(0.001).execute(),
        "empty validation set");
    assertOnly();
    Files.createDirectory(directory.resolve("out"));
    Files.writeString(directory.resolve("out/mine"), "x");
    assertFails(ExitCode.OUTPUT_EXISTS, () -> action("out").execute(), "--overwrite");
    assertFails(
        ExitCode.OUTPUT_EXISTS,
        () -> action("out").overwrite(true).execute(),
        "has no manifest.json");
    assertOnly("out");
  }

  @Test
  void replacesWhatItMade() throws Exception {
    spark = SparkSessions.start("local[2]");
    action("out").execute();
    PrepareResult again =
        action("out").source(new IsingSource(4, 1.5, 50)).overwrite(true).execute();
    assertEquals("Ising 4 x 4, T = 1.5", again.manifest().title());
    assertEquals(16, Manifest.read(HADOOP, again.directory()).units());
    assertOnly("out");
  }

  private PrepareAction action(String out) {
    return new PrepareAction(spark)
        .source(SOURCE)
        .output(hadoop(directory.resolve(out)))
        .validFraction(0)
        .seed(3);
  }

  private org.apache.hadoop.fs.Path draw() throws Exception {
    org.apache.hadoop.fs.Path drawn = hadoop(directory.resolve("drawn"));
    DrawnIsing.write(FileSystem.getLocal(HADOOP), drawn, SOURCE, 3);
    return drawn;
  }

  private static List<byte[]> images(IdxPair pair) throws Exception {
    List<byte[]> images = new ArrayList<>();
    try (IdxRows in = new IdxRows(HADOOP, pair, 0, pair.rows())) {
      in.forEachRemaining(row -> images.add(row.pixels()));
    }
    return images;
  }

  private List<String> rows(PrepareResult result) {
    List<String> rows = new ArrayList<>();
    for (Part part : List.of(Part.TRAIN, Part.TEST)) {
      for (Row row :
          spark.read().parquet(result.path(part).toString()).sort("position").collectAsList()) {
        rows.add(row.<Long>getAs("id") + Arrays.toString(row.<byte[]>getAs("pixels")));
      }
    }
    return rows;
  }

  private void assertOnly(String... names) throws Exception {
    try (Stream<Path> entries = Files.list(directory)) {
      assertEquals(
          List.of(names), entries.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }
}
