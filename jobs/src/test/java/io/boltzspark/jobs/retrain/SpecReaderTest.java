package io.boltzspark.jobs.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecReaderTest {
  private static final String LEAST = "registry = reg, data.source = inbox\n";

  @TempDir(factory = AwkwardDirectory.class)
  Path directory;

  @Test
  void whatIsNotGivenIsTheReferences() throws IOException {
    RetrainSpec spec = read(LEAST);
    assertEquals("inbox", spec.deliveries().source());
    assertEquals(
        RetrainSpec.REFERENCE.config().getDouble("promote.margin"), spec.comparison().margin());
    assertEquals(
        RetrainSpec.REFERENCE.config().getInt("evaluate.temperatures"),
        spec.comparison().precision().schedule().temperatures());
    assertEquals(Duration.ZERO, spec.registry().lockWait());
  }

  @Test
  void whatIsGivenWins() throws IOException {
    RetrainSpec spec =
        read(
            LEAST
                + "start = afresh, data { window = 3, exclude = [bad] }, lock.wait = 2 hours\n"
                + "settings { learning.k = 5, model { dimensions = [784, 50] } }");
    assertEquals(RetrainSpec.Start.AFRESH, spec.training().start());
    assertEquals(List.of("bad"), spec.deliveries().exclude());
    assertEquals(3, spec.deliveries().window());
    assertEquals(Duration.ofHours(2), spec.registry().lockWait());
    assertEquals(5, spec.training().settings().training().negative().sweeps().k());
    assertEquals(List.of(784, 50), spec.training().settings().training().model().dimensions());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "promote.margn = 1 | Did you mean 'promote.margin'?",
        "settings.learning.kk = 1 | unknown configuration key 'learning.kk'",
        "settings.learning.k = 0 | learning.k = 0",
        "settings.learning.initialisation.from = runs/x | determined by start = champion or afresh",
        "settings = 3 | must be a section",
        "promote.margin = -1 | promote.margin = -1",
        "data.held-out = 1 | data.held-out = 1",
        "data.depth = -1 | data.depth = -1",
        "settings.data.test = other | settings.data.test = other",
        "settings.data.valid-fraction = 0.1 | give it as data.valid-fraction",
        "data.marker = \"../x\" | data.marker '../x'",
        "keep.versions = 0 | keep.versions = 0",
        "lock.wait = 5 | lock.wait = 5",
        "start = zero | expected champion or afresh",
        "registry = \"\" | registry =",
        "include \"other.conf\" | include \"other.conf\" is not supported"
      })
  void mistakesAreRefusedByName(String line, String said) {
    BoltzException error = assertThrows(BoltzException.class, () -> read(LEAST + line));
    assertEquals(ExitCode.BAD_CONFIGURATION, error.exitCode());
    assertTrue(error.getMessage().contains(said.strip()), error.getMessage());
  }

  @Test
  void everyKeyIsExplainedAndTheExampleIsOne() {
    for (String key : RetrainSpec.REFERENCE.keys()) {
      assertFalse(RetrainSpec.REFERENCE.meaning(key).isBlank(), key);
    }
    String example = System.getProperty("boltz.project.directory") + "/conf/retrain/mnist.conf";
    assertEquals(
        "registry/mnist", SpecReader.read(new Configuration(), example).registry().directory());
  }

  /** A key that decides and is forgotten there would let a run go on under another one. */
  @Test
  void aRunIsHeldToAllThatDecides() throws IOException {
    Set<String> keys = new TreeSet<>(RetrainSpec.REFERENCE.keys());
    keys.removeAll(List.of("registry", "lock.wait", "keep.versions"));
    Set<String> compared = new TreeSet<>(read(LEAST).deciding().keySet());
    compared.removeIf(key -> key.startsWith("settings."));
    assertEquals(keys, compared);
  }

  private RetrainSpec read(String text) throws IOException {
    Path file = directory.resolve("spec.conf");
    Files.writeString(file, text);
    return SpecReader.read(new Configuration(), file.toString());
  }
}
