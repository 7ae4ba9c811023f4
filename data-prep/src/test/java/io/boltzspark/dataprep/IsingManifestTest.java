package io.boltzspark.dataprep;

import static io.boltzspark.dataprep.idx.IdxFixtures.assertFails;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.boltzspark.dataprep.ising.IsingDescription;
import io.boltzspark.errors.ExitCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a manifest says of Ising configurations. */
class IsingManifestTest {
  private static final String SHA = "0123456789abcdef".repeat(4);

  @Test
  void isInTheManifestAndComesBackFromIt() {
    for (double temperature : new double[] {2.269, Double.MIN_VALUE, Double.MAX_VALUE}) {
      Manifest manifest =
          manifest(new IsingDescription(2, temperature, IsingDescription.WOLFF, 62, -3));
      byte[] json = ManifestJson.format(manifest);
      assertEquals(manifest, ManifestJson.parse(json, "m"));
      assertArrayEquals(json, ManifestJson.format(ManifestJson.parse(json, "m")));
    }
  }

  @Test
  void aDamagedOneIsNamed() {
    damaged("\"temperature\" : 2.5", "\"temperature\" : 0", "'temperature'");
    damaged("\"temperature\" : 2.5", "\"temperature\" : 1e999", "'temperature'");
    damaged("\"temperature\" : 2.5", "\"temperature\" : \"2.5\"", "'temperature'");
    damaged("\"size\" : 2", "\"size\" : 1", "'size'");
    damaged("\"updates\" : 62", "\"updates\" : 0", "'updates'");
    damaged("\"sampler\" : \"wolff\"", "\"sampler\" : null", "'sampler'");
    damaged("\"ising\" : {", "\"icing\" : {", "'ising'");
  }

  @Test
  void isThereForIsingSourcesAlone() {
    Optional<IsingDescription> some =
        Optional.of(new IsingDescription(2, 2.5, IsingDescription.WOLFF, 62, 1));
    assertThrows(IllegalArgumentException.class, () -> source("idx", some));
    assertThrows(IllegalArgumentException.class, () -> source("ising", Optional.empty()));
  }

  private static void damaged(String part, String replacement, String said) {
    Manifest manifest = manifest(new IsingDescription(2, 2.5, IsingDescription.WOLFF, 62, 1));
    String json = new String(ManifestJson.format(manifest), StandardCharsets.UTF_8);
    String damaged = json.replace(part, replacement);
    assertNotEquals(json, damaged, part + " does not occur");
    assertFails(
        ExitCode.BAD_INPUT,
        () -> ManifestJson.parse(damaged.getBytes(StandardCharsets.UTF_8), "m"),
        said);
  }

  private static Manifest.Source source(String kind, Optional<IsingDescription> ising) {
    return new Manifest.Source(kind, true, ising, new TreeMap<>(Map.of("train-images", SHA)));
  }

  private static Manifest manifest(IsingDescription ising) {
    return new Manifest(
        2,
        2,
        Binarization.THRESHOLD,
        OptionalDouble.of(0.5),
        1,
        0,
        new TreeSet<>(),
        source("ising", Optional.of(ising)),
        Map.of(Part.TRAIN, new Manifest.PartSummary(9, new TreeMap<>())),
        List.of(0.5, 0.5, 0.5, 0.5));
  }
}
