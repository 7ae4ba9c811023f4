package io.boltzspark.dataprep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.boltzspark.dataprep.PrepareSequencesAction.Settings;
import io.boltzspark.dataprep.sequences.SequenceOptions;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a file of aligned sequences to a prepared directory. */
class PrepareSequencesTest {
  private static final String LETTERS = "-ACGU";
  private static final int SITES = 13;
  private static final int SEQUENCES = 1100; // three blocks of the comparison

  @TempDir static Path directory;
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = SparkSessions.start("local[2]");
  }

  @AfterAll
  static void stop() throws Exception {
    spark.close();
  }

  /** Some ancestors and their mutated descendants, so that there are neighbours and duplicates. */
  private static List<String> family() {
    Random random = new Random(17);
    List<String> sequences = new ArrayList<>();
    for (int s = 0; s < SEQUENCES; s++) {
      StringBuilder letters =
          new StringBuilder(s < 60 ? "-".repeat(SITES) : sequences.get(random.nextInt(60)));
      for (int i = 0; i < SITES; i++) {
        if (s < 60 || random.nextInt(6) == 0) {
          letters.setCharAt(i, LETTERS.charAt(random.nextInt(5)));
        }
      }
      sequences.add(letters.toString());
    }
    return sequences;
  }

  private static org.apache.hadoop.fs.Path write(String name, List<String> sequences)
      throws Exception {
    StringBuilder text = new StringBuilder();
    for (int s = 0; s < sequences.size(); s++) {
      text.append(">s").append(s).append(" made\n").append(sequences.get(s)).append('\n');
    }
    return hadoop(Files.writeString(directory.resolve(name), text));
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }

  private static Settings settings(OptionalDouble identity, int shards, boolean overwrite) {
    return new Settings(SequenceOptions.DEFAULTS, identity, 0.1, shards, 5, overwrite);
  }

  private static PrepareSequencesAction.Result prepare(
      org.apache.hadoop.fs.Path source, String out, Settings settings) {
    return new PrepareSequencesAction(
            spark, source, hadoop(directory.resolve(out)), settings, WorkProgress.SILENT)
        .execute();
  }

  /** The weights by their definition, with no trick. */
  private static double[] weights(List<String> sequences, int least) {
    double[] weights = new double[sequences.size()];
    for (int a = 0; a < weights.length; a++) {
      int neighbours = 0;
      for (String other : sequences) {
        int same = 0;
        for (int i = 0; i < other.length(); i++) {
          same += other.charAt(i) == sequences.get(a).charAt(i) ? 1 : 0;
        }
        neighbours += same >= least ? 1 : 0;
      }
      weights[a] = 1.0 / neighbours;
    }
    return weights;
  }

  @Test
  void preparesEverySequenceOnceWithNameStatesAndWeight() throws Exception {
    List<String> family = family();
    AtomicLong last = new AtomicLong();
    PrepareSequencesAction.Result result =
        new PrepareSequencesAction(
                spark,
                write("family.fasta", family),
                hadoop(directory.resolve("weighted")),
                settings(OptionalDouble.of(0.8), 3, false),
                (done, total) -> last.set(100 * done / total))
            .execute();
    assertEquals(100, last.get());

    SequenceManifest manifest = result.manifest();
    assertEquals("family", manifest.title());
    assertEquals(LETTERS, manifest.alphabet().letters());
    assertEquals(990, manifest.rows(Part.TRAIN));
    assertEquals(110, manifest.rows(Part.VALID));
    double[] weights = weights(family, 11); // 0.8 * 13 = 10.4
    assertEquals(Arrays.stream(weights).sum(), manifest.weights().orElseThrow().effective(), 1e-9);
    assertTrue(manifest.weights().orElseThrow().effective() < 0.9 * SEQUENCES);

    Set<Long> seen = new HashSet<>();
    long[] counts = new long[SITES * LETTERS.length()];
    for (Part part : List.of(Part.TRAIN, Part.VALID)) {
      TreeMap<Long, Row> byPosition = new TreeMap<>();
      for (Row row :
          spark
              .read()
              .parquet(directory.resolve("weighted/" + part.directoryName()).toString())
              .select("position", "id", "name", "sites", "weight")
              .collectAsList()) {
        byPosition.put(row.getLong(0), row);
      }
      assertEquals(manifest.rows(part), byPosition.size());
      assertEquals(manifest.rows(part) - 1, byPosition.lastKey());
      for (Row row : byPosition.values()) {
        int id = (int) row.getLong(1);
        assertTrue(seen.add(row.getLong(1)));
        assertEquals("s" + id, row.getString(2));
        byte[] states = row.getAs(3);
        assertEquals(SITES, states.length);
        for (int i = 0; i < SITES; i++) {
          assertEquals(family.get(id).charAt(i), LETTERS.charAt(states[i]));
          counts[i * LETTERS.length() + states[i]] += part == Part.TRAIN ? 1 : 0;
        }
        assertEquals(weights[id], row.getDouble(4));
      }
    }
    assertEquals(SEQUENCES, seen.size());
    assertArrayEquals(counts, manifest.counts().stream().mapToLong(c -> c).toArray());
    assertEquals(counts[7] / 990.0, manifest.frequencies()[7]);

    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    org.apache.hadoop.fs.Path out = hadoop(directory.resolve("weighted"));
    assertTrue(SequenceManifest.isIn(hadoop, out));
    assertEquals(manifest, SequenceManifest.read(hadoop, out));
    BoltzException images = assertThrows(BoltzException.class, () -> Manifest.read(hadoop, out));
    assertEquals(ExitCode.BAD_INPUT, images.exitCode());
  }

  @Test
  void shardsDoNotDecideAndWeightsAreNotWrittenUnasked() throws Exception {
    org.apache.hadoop.fs.Path source = write("again.fa", family());
    prepare(source, "one", settings(OptionalDouble.empty(), 1, false));
    prepare(source, "many", settings(OptionalDouble.empty(), 7, false));
    assertEquals(
        Files.readString(directory.resolve("one/manifest.json")),
        Files.readString(directory.resolve("many/manifest.json")));
    for (Part part : List.of(Part.TRAIN, Part.VALID)) {
      assertEquals(rows("one", part), rows("many", part));
    }
    assertFalse(
        Arrays.asList(spark.read().parquet(path("one", Part.TRAIN)).columns()).contains("weight"));
    BoltzException exists =
        assertThrows(
            BoltzException.class,
            () -> prepare(source, "one", settings(OptionalDouble.empty(), 1, false)));
    assertEquals(ExitCode.OUTPUT_EXISTS, exists.exitCode());
    SequenceManifest weighted =
        prepare(source, "one", settings(OptionalDouble.of(1), 1, true)).manifest();
    assertNotEquals(
        SequenceManifest.read(new Configuration(), hadoop(directory.resolve("many"))).fingerprint(),
        weighted.fingerprint());
    // Only equal sequences are neighbours at an identity of 1, so each distinct one counts once.
    assertEquals(
        new HashSet<>(family()).size(), weighted.weights().orElseThrow().effective(), 1e-9);
  }

  private static String path(String data, Part part) {
    return directory.resolve(data + "/" + part.directoryName()).toString();
  }

  private static List<Row> rows(String data, Part part) {
    return spark
        .read()
        .parquet(path(data, part))
        .selectExpr("position", "id", "name", "hex(sites)")
        .orderBy("position")
        .collectAsList();
  }

  @Test
  void theLeastNumberOfIdenticalSitesIsThatOfTheShareAsWritten() {
    assertEquals(109, IdentityWeights.leastIdentical(0.8, 136));
    assertEquals(162, IdentityWeights.leastIdentical(0.8, 202));
    assertEquals(55, IdentityWeights.leastIdentical(0.55, 100)); // 0.55 * 100 is more than 55
    assertEquals(3, IdentityWeights.leastIdentical(0.3, 10));
  }

  @Test
  void settingsOutsideTheirRangesAreRefused() {
    for (double wrong : new double[] {0, 1.5, Double.NaN}) {
      BoltzException error =
          assertThrows(BoltzException.class, () -> settings(OptionalDouble.of(wrong), 1, false));
      assertEquals(ExitCode.BAD_CONFIGURATION, error.exitCode());
    }
  }

  /** Computed independently with numpy; the families are not part of the project. */
  @ParameterizedTest
  @CsvSource({
    "RF00379, rna, 3827, 136, 3646, 1446.30",
    "PF13354, protein, 5028, 202, 5028, 5000.33"
  })
  void realFamiliesHaveTheirEffectiveNumbers(
      String name, String alphabet, int sequences, int sites, int distinct, double effective) {
    String given = System.getenv("BOLTZ_SEQUENCES");
    Path source =
        given == null
            ? Path.of(System.getProperty("boltz.project.directory", "."), "../shared/sequences")
            : Path.of(given);
    Path file = source.resolve(name + ".fasta.gz");
    assumeTrue(
        Files.exists(file),
        () -> "skipped: no " + file + "; set BOLTZ_SEQUENCES to a directory that has it");
    SequenceManifest manifest =
        prepare(hadoop(file.toAbsolutePath()), name, settings(OptionalDouble.of(0.8), 2, false))
            .manifest();
    assertEquals(alphabet, manifest.alphabet().name());
    assertEquals(name, manifest.title());
    assertEquals(sequences, manifest.report().kept());
    assertEquals(sites, manifest.sites());
    assertEquals(distinct, sequences - manifest.report().duplicates());
    assertEquals(effective, manifest.weights().orElseThrow().effective(), 0.005);
  }
}
