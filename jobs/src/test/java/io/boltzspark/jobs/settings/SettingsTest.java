package io.boltzspark.jobs.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.engine.CheckpointConfig;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.MonitorConfig;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.AdamConfig;
import io.boltzspark.learning.ScheduleConfig;
import io.boltzspark.learning.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  /** No value of it is a default, so that a forgotten key shows. */
  private static final Settings UNUSUAL =
      new Settings(
          new TrainingConfig(
              List.of(49, 7),
              TrainingConfig.Algorithm.CD,
              3,
              17,
              33,
              4,
              -9_000_000_000L,
              true,
              0.25,
              new AdamConfig(1e-5, 0.5, 0.75, 1e-3),
              new ScheduleConfig(ScheduleConfig.Kind.CONSTANT, 0.625, 0.125)),
          new EngineConfig(
              EngineConfig.Kind.JOBS,
              8,
              2,
              Duration.ofMillis(1500),
              Duration.ofSeconds(7),
              2,
              true,
              true),
          new CheckpointConfig(11, 12),
          new MonitorConfig(13, 0.5, 14));

  @TempDir Path directory;

  @Test
  void whatIsRenderedLoadsAsTheSameSettings() throws IOException {
    assertEquals(UNUSUAL, load(UNUSUAL.render()));
    assertEquals(Settings.defaults(), load(Settings.defaults().render()));
  }

  @Test
  void commandLineWinsOverFileWinsOverReference() throws IOException {
    Path file = write("learning.k = 5, learning.chains = 7, engine.lanes = 8");
    Settings settings = layers(file).option(SettingOption.K, "9").set("engine.lanes=16").settings();
    assertEquals(9, settings.training().k());
    assertEquals(16, settings.engine().lanes());
    assertEquals(7, settings.training().chains());
    assertEquals(100, settings.training().batchSize());
  }

  @Test
  void aListMayBeWrittenWithoutBrackets() {
    SettingsLayers bare = new SettingsLayers().option(SettingOption.DIMENSIONS, "784,500");
    SettingsLayers bracketed = new SettingsLayers().set("model.dimensions = [784, 500]");
    assertEquals(List.of(784, 500), bare.settings().training().dimensions());
    assertEquals(List.of(784, 500), bracketed.settings().training().dimensions());
  }

  @Test
  void theSameSettingTwiceOnTheCommandLineIsRefused() {
    SettingsLayers layers = new SettingsLayers().option(SettingOption.K, "2");
    BoltzException error = assertThrows(BoltzException.class, () -> layers.set("learning.k=3"));
    assertEquals(ExitCode.USAGE, error.exitCode());
  }

  @Test
  void anUnknownKeyIsRefusedWithTheNearestOne() throws IOException {
    Path file = write("learning { optimizer { learning-rat = 1 } }");
    BoltzException error = assertThrows(BoltzException.class, () -> layers(file));
    assertEquals(ExitCode.BAD_CONFIGURATION, error.exitCode());
    assertMentions(error, "'learning.optimizer.learning-rat'");
    assertMentions(error, "Did you mean 'learning.optimizer.learning-rate'?");
  }

  @Test
  void anUnknownKeyWithoutValueIsRefusedToo() throws IOException {
    Path file = write("learning.kk = null");
    assertMentions(assertThrows(BoltzException.class, () -> layers(file)), "learning.kk");
  }

  @Test
  void aKeyThatIsNullIsRefused() throws IOException {
    Path file = write("learning.k = null");
    assertMentions(
        assertThrows(BoltzException.class, () -> layers(file).settings()), "learning.k is null");
  }

  @Test
  void aFileThatIsMissingOrNotHoconOrIncludesIsRefused() throws IOException {
    BoltzException missing =
        assertThrows(BoltzException.class, () -> layers(directory.resolve("none.conf")));
    assertEquals(ExitCode.BAD_INPUT, missing.exitCode());
    assertMentions(missing, "--config");
    Path broken = write("learning { k = ");
    assertEquals(
        ExitCode.BAD_CONFIGURATION,
        assertThrows(BoltzException.class, () -> layers(broken)).exitCode());
    Path including = write("include \"other.conf\"");
    assertMentions(assertThrows(BoltzException.class, () -> layers(including)), "other.conf");
  }

  @Test
  void identityIsOfWhatDecidesBytesOnly() {
    String identity = Settings.defaults().identity();
    assertTrue(identity.matches("[0-9a-f]{64}"), identity);
    List<String> harmless =
        List.of(
            "learning.optimizer.learning-rate=1e-3",
            "engine.kind=jobs",
            "engine.tasks=1",
            "engine.attempts=1",
            "blas.require-native=true",
            "checkpoint.every=5",
            "monitor.rows=5");
    for (String assignment : harmless) {
      assertEquals(identity, with(assignment).identity(), assignment);
    }
    List<String> deciding =
        List.of(
            "seed=2",
            "model.dimensions=[784,500]",
            "learning.algorithm=cd",
            "learning.k=2",
            "learning.chains=101",
            "learning.batch-size=101",
            "learning.resample=true",
            "learning.initial-weight-deviation=0.02",
            "learning.optimizer.beta2=0.99",
            "learning.schedule.kind=constant",
            "learning.schedule.begin=0.4",
            "learning.schedule.end=0.1",
            "learning.epochs=11",
            "engine.lanes=8");
    for (String assignment : deciding) {
      assertNotEquals(identity, with(assignment).identity(), assignment);
    }
  }

  @Test
  void epochsDecideBytesOnlyWhereTheScheduleCountsOnThem() {
    SettingsLayers constant = new SettingsLayers().set("learning.schedule.kind=constant");
    SettingsLayers longer =
        new SettingsLayers().set("learning.schedule.kind=constant").set("learning.epochs=11");
    assertEquals(constant.settings().identity(), longer.settings().identity());
  }

  @Test
  void dimensionsComeFromTheDataUnlessGiven() {
    Settings defaults = Settings.defaults();
    assertEquals(List.of(64, 500), defaults.forVisibleUnits(64).training().dimensions());
    assertEquals(UNUSUAL, UNUSUAL.forVisibleUnits(49));
    BoltzException error = assertThrows(BoltzException.class, () -> UNUSUAL.forVisibleUnits(784));
    assertMentions(error, "784");
    assertMentions(error, "--dimensions");
  }

  private static Settings with(String assignment) {
    return new SettingsLayers().set(assignment).settings();
  }

  private Settings load(String text) throws IOException {
    return layers(write(text)).settings();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("test.conf"), text);
  }

  private static SettingsLayers layers(Path file) {
    return new SettingsLayers().file(new Configuration(), file.toString());
  }

  private static void assertMentions(BoltzException error, String expected) {
    assertTrue(error.getMessage().contains(expected), error.getMessage());
  }
}
