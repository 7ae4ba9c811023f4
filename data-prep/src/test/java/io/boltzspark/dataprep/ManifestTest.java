package io.boltzspark.dataprep;

import static io.boltzspark.dataprep.idx.IdxFixtures.assertFails;
import static io.boltzspark.dataprep.idx.IdxFixtures.hadoop;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.ExitCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  private static final String SHA = "0123456789abcdef".repeat(4);
  private static final Manifest MANIFEST = manifest(Binarization.THRESHOLD, 42, 90, SHA);

  @TempDir Path directory;

  @Test
  void roundTrips() {
    for (Binarization binarization : Binarization.values()) {
      Manifest manifest = manifest(binarization, Long.MIN_VALUE + 1, 90, SHA);
      byte[] json = ManifestJson.format(manifest);
      assertEquals(manifest, ManifestJson.parse(json, "m"));
      assertArrayEquals(json, ManifestJson.format(ManifestJson.parse(json, "m")));
    }
  }

  @Test
  void fingerprintIsOfWhatDecidesTheRows() {
    String fingerprint = MANIFEST.fingerprint();
    assertEquals(64, fingerprint.length());
    assertNotEquals(fingerprint, manifest(Binarization.SAMPLE, 42, 90, SHA).fingerprint());
    assertNotEquals(fingerprint, manifest(Binarization.THRESHOLD, 43, 90, SHA).fingerprint());
    assertNotEquals(fingerprint, manifest(Binarization.THRESHOLD, 42, 91, SHA).fingerprint());
    assertNotEquals(
        fingerprint, manifest(Binarization.THRESHOLD, 42, 90, SHA.replace('0', 'f')).fingerprint());
  }

  @Test
  void refusesEveryTruncation() {
    byte[] json = ManifestJson.format(MANIFEST);
    for (int length = 0; length < json.length; length++) {
      byte[] cut = Arrays.copyOf(json, length);
      assertFails(ExitCode.BAD_INPUT, () -> ManifestJson.parse(cut, "m"), "m is not a manifest");
    }
  }

  @Test
  void namesTheFieldThatIsWrong() {
    assertDamaged("\"version\" : 1", "\"version\" : 2", "version 2", "boltz prepare");
    assertDamaged("\"format\" : \"boltzspark-prepared\"", "\"format\" : 7", "'format'");
    assertDamaged("\"width\" : 2", "\"width\" : 0", "'width'", "0");
    assertDamaged("\"width\" : 2", "\"width\" : 2147483647", "'width'");
    assertDamaged("\"height\" : 1", "\"height\" : 1000000000000000000000000", "'height'");
    assertDamaged("\"binarization\" : \"threshold\"", "\"binarization\" : \"?\"", "'?'");
    assertDamaged("\"threshold\" : 0.5", "\"threshold\" : \"0.5\"", "'threshold'");
    assertDamaged("\"rows\" : 90", "\"rows\" : -1", "'rows'");
    assertDamaged("\"rows\" : 90", "\"rows\" : 91", "fingerprint");
    assertDamaged("\"0\" : 60", "\"256000\" : 60", "'256000'");
    assertDamaged("\"drawn\" : false", "\"drawn\" : 0", "'drawn'");
    assertDamaged(SHA, "../../etc", "SHA-256");
    assertDamaged("0.25", "1.25", "mean", "1.25");
    assertDamaged("0.25,", "", "mean has 1 units");
    assertDamaged("\"seed\" : 42", "\"seed\" : 42, \"seed\" : 42", "not JSON");
    assertDamaged("\"seed\" : 42", "\"seed\" : 4.2", "'seed'");
  }

  @Test
  void survivesHostileContent() {
    String deep = "[".repeat(200_000);
    assertFails(
        ExitCode.BAD_INPUT,
        () -> ManifestJson.parse(deep.getBytes(StandardCharsets.UTF_8), "m"),
        "not JSON");
  }

  @Test
  void saysHowToMakeOneWhereThereIsNone() {
    assertFails(
        ExitCode.BAD_INPUT,
        () -> Manifest.read(new Configuration(), hadoop(directory)),
        "not a prepared data directory",
        "boltz prepare");
    assertFails(
        ExitCode.BAD_INPUT,
        () -> Manifest.read(new Configuration(), hadoop(directory.resolve("gone"))),
        "does not exist",
        "boltz prepare");
  }

  @Test
  void isReadFromItsDirectory() throws Exception {
    Files.write(directory.resolve(Manifest.FILE_NAME), ManifestJson.format(MANIFEST));
    assertEquals(MANIFEST, Manifest.read(new Configuration(), hadoop(directory)));
  }

  private static void assertDamaged(String part, String replacement, String... said) {
    String json = new String(ManifestJson.format(MANIFEST), StandardCharsets.UTF_8);
    String damaged = json.replace(part, replacement);
    assertNotEquals(json, damaged, part + " does not occur");
    assertFails(
        ExitCode.BAD_INPUT,
        () -> ManifestJson.parse(damaged.getBytes(StandardCharsets.UTF_8), "m"),
        said);
  }

  @Test
  void saysWhichLabelsWereLeftOut() {
    Manifest without = manifest(Binarization.THRESHOLD, 42, 90, SHA, 5, 3);
    byte[] json = ManifestJson.format(without);
    assertEquals(without, ManifestJson.parse(json, "m"));
    assertEquals("IDX images without 3, 5", without.title());
    assertNotEquals(MANIFEST.fingerprint(), without.fingerprint());
    String text = new String(json, StandardCharsets.UTF_8);
    for (String labels : List.of("[ 3, 256 ]", "[ \"3\" ]", "3")) {
      assertFails(
          ExitCode.BAD_INPUT,
          () ->
              ManifestJson.parse(
                  text.replace("[ 3, 5 ]", labels).getBytes(StandardCharsets.UTF_8), "m"),
          "m is not a manifest");
    }
    assertTrue(text.contains("[ 3, 5 ]"), text);
  }

  private static Manifest manifest(
      Binarization binarization,
      long seed,
      long trainRows,
      String sha256,
      Integer... withoutLabels) {
    return new Manifest(
        2,
        1,
        binarization,
        binarization == Binarization.THRESHOLD ? OptionalDouble.of(0.5) : OptionalDouble.empty(),
        seed,
        0.1,
        new TreeSet<>(List.of(withoutLabels)),
        new Manifest.Source(
            "idx", false, Optional.empty(), new TreeMap<>(Map.of("train-images", sha256))),
        Map.of(
            Part.TRAIN,
            new Manifest.PartSummary(trainRows, new TreeMap<>(Map.of(0, 60L, 7, 30L))),
            Part.VALID,
            new Manifest.PartSummary(10, new TreeMap<>())),
        List.of(0.25, 1 / 3.0));
  }
}
