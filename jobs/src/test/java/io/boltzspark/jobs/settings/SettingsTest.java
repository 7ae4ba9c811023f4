package io.boltzspark.jobs.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.adversarial.AdversarialConfig;
import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.CentringConfig;
import io.boltzspark.boltzmann.DeepConfig;
import io.boltzspark.boltzmann.InitialisationConfig;
import io.boltzspark.boltzmann.ModelConfig;
import io.boltzspark.boltzmann.NegativePhaseConfig;
import io.boltzspark.boltzmann.StoppingConfig;
import io.boltzspark.boltzmann.UnitPenaltyConfig;
import io.boltzspark.classification.ClassifierConfig;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.data.DataLayout;
import io.boltzspark.engine.training.CheckpointConfig;
import io.boltzspark.engine.training.MonitorConfig;
import io.boltzspark.engine.training.SamplesConfig;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.telemetry.MlflowConfig;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.learning.PenaltyConfig;
import io.boltzspark.learning.ScheduleConfig;
import io.boltzspark.monitoring.Monitors;
import io.boltzspark.network.LayerSpec;
import io.boltzspark.network.Shape;
import io.boltzspark.sampling.DrivenTemperature;
import io.boltzspark.sampling.SiteOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final LearningConfig LEARNING =
      new LearningConfig(
          33,
          4,
          -9_000_000_000L,
          new OptimizerConfig(OptimizerConfig.Kind.SGD, 1e-5, 0.5, 0.75, 1e-3, 0.25, true, 1),
          new ScheduleConfig(ScheduleConfig.Kind.STEP, true, 0.625, 0.125, 3, 0.75, 8, 9),
          new PenaltyConfig(1e-4, 1e-3, 10),
          0.08,
          6);

  /** No value of it is a default, but three, so that a forgotten key shows. */
  private static final Settings UNUSUAL =
      new Settings(
          Settings.Kind.BOLTZMANN,
          new BoltzmannConfig(
              new ModelConfig(
                  List.of(49, 7, 5),
                  List.of("gaussian", "spin", "softmax:5"),
                  3,
                  2.5,
                  List.of(0, 2)),
              LEARNING,
              new NegativePhaseConfig(
                  NegativePhaseConfig.Algorithm.CD,
                  new NegativePhaseConfig.Sweeps(3, 9, 0.375),
                  new NegativePhaseConfig.Chains(
                      17,
                      NegativePhaseConfig.Start.NOISE,
                      1, // more replicas need pcd
                      0.0625,
                      new DrivenTemperature(0, 0.5)), // nor can chains of cd be driven
                  new NegativePhaseConfig.States(
                      NegativePhaseConfig.Use.SAMPLES,
                      NegativePhaseConfig.Use.SAMPLES,
                      NegativePhaseConfig.Use.MEANS),
                  SiteOrder.RANDOM),
              true,
              new InitialisationConfig(
                  InitialisationConfig.Weights.GLOROT, 0.25, "-0.5", -0.2, "hdfs://a/b c#d"),
              new UnitPenaltyConfig(4, 0.05, 0.5, true),
              new CentringConfig(true, 0.5),
              new DeepConfig(
                  List.of(50, 100), DeepConfig.Pretraining.BELIEF_NET, 0.002, 7, 8, 9, 3, 10, 0.25),
              new StoppingConfig(StoppingConfig.Metric.FREE_ENERGY_GAP, 6, 0.25, true)),
          new AdversarialConfig(
              LEARNING,
              7,
              3,
              List.of(
                  new LayerSpec.Dense(4, true),
                  new LayerSpec.Reshape(new Shape(2, 2, 1)),
                  new LayerSpec.TransposedConvolution(1, 3, 2, false),
                  new LayerSpec.BatchNorm(0.5, 0.25)),
              List.of(new LayerSpec.Dropout(0.125), new LayerSpec.Dense(1, false)),
              0.25,
              0.5,
              AdversarialConfig.Update.ALTERNATING),
          new ClassifierConfig(LEARNING, 3, List.of(new LayerSpec.Convolution(2, 3, 1, true))),
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
          new MonitorConfig(List.of("free-energy", "weight-square"), 13, 0.5, 14),
          new SamplesConfig(3, List.of(1, 2), 7),
          new MlflowConfig("https://example.org/mlflow", "others", false),
          new DataLayout("mass of a row", "digit", "fold", 0.25, "hdfs://a/test", List.of()));

  @TempDir(factory = AwkwardDirectory.class)
  Path directory;

  @Test
  void whatIsRenderedLoadsAsTheSameSettings() throws IOException {
    assertEquals(UNUSUAL, load(UNUSUAL.render()));
    assertEquals(Settings.defaults(), load(Settings.defaults().render()));
  }

  @Test
  void noValueOfTheUnusualSettingsIsADefaultButThree() {
    List<String> same =
        Reference.keys().stream()
            .filter(
                key -> Reference.config().getValue(key).equals(UNUSUAL.resolved().getValue(key)))
            .toList();
    assertEquals(
        List.of(
            "model.kind", "learning.tempering.replicas", "learning.driven-temperature.deviation"),
        same);
  }

  @Test
  void anAdversarialNetworkKeepsItsSettingsAndRefusesThoseOfMachines() throws IOException {
    Settings dcgan =
        layers(write("model.kind = adversarial, model.labels = 10, learning.averaging = 0.5"))
            .settings();
    assertEquals(Settings.Kind.ADVERSARIAL, dcgan.kind());
    assertEquals(10, dcgan.adversarial().labels());
    assertEquals(0.5, dcgan.adversarial().learning().averaging());
    assertEquals(dcgan, load(dcgan.render()));
    for (String other :
        List.of("learning.k=2", "learning.penalty.max-norm=1", "model.units=[spin]")) {
      BoltzException refused =
          assertThrows(
              BoltzException.class,
              () -> new SettingsLayers().set("model.kind=adversarial").set(other).settings());
      assertEquals(ExitCode.BAD_CONFIGURATION, refused.exitCode());
      assertTrue(
          refused.getMessage().contains(other.substring(0, other.indexOf('=')))
              && refused.getMessage().contains("model.kind = adversarial"),
          refused.getMessage());
    }
  }

  @Test
  void onlyAnAdversarialNetworkDependsOnItsOwnSettings() {
    Settings machine = Settings.defaults();
    Map<String, Object> other = Map.of("adversarial.noise", 3, "adversarial.update", "alternating");
    assertEquals(machine.identity(), machine.with(other).identity());
    Settings dcgan = machine.with(Map.of("model.kind", "adversarial"));
    assertNotEquals(machine.identity(), dcgan.identity());
    assertNotEquals(dcgan.identity(), dcgan.with(other).identity());
    assertNotEquals(dcgan.with(Map.of("learning.averaging", 0.5)).identity(), dcgan.identity());
  }

  @Test
  void commandLineWinsOverFileWinsOverReference() throws IOException {
    Path file = write("learning.k = 5, learning.chains = 7, engine.lanes = 8");
    Settings settings = layers(file).option(SettingOption.K, "9").set("engine.lanes=16").settings();
    assertEquals(9, settings.training().negative().sweeps().k());
    assertEquals(16, settings.engine().lanes());
    assertEquals(7, settings.training().negative().chains().count());
    assertEquals(100, settings.training().batchSize());
  }

  @Test
  void aListMayBeWrittenWithoutBrackets() {
    SettingsLayers bare = new SettingsLayers().option(SettingOption.DIMENSIONS, "784,500");
    SettingsLayers bracketed = new SettingsLayers().set("model.dimensions = [784, 500]");
    assertEquals(List.of(784, 500), bare.settings().training().model().dimensions());
    assertEquals(List.of(784, 500), bracketed.settings().training().model().dimensions());
  }

  @Test
  void theReferenceNamesEveryMonitorAndTheDefaultOnes() {
    assertEquals(Monitors.BY_DEFAULT, Settings.defaults().monitor().metrics());
    String meaning = Reference.meaning("monitor.metrics");
    Monitors.words().forEach(word -> assertTrue(meaning.contains(word), word));
  }

  @Test
  void oneWordMayStandForSeveralMonitors() {
    assertEquals(
        Monitors.expanded(List.of("all")), with("monitor.metrics=all").monitor().metrics());
    assertEquals(
        Monitors.expanded(List.of("free-energy", "notebook")),
        with("monitor.metrics=[notebook, free-energy, free-energy]").monitor().metrics());
  }

  @Test
  void wordsAndPathsMayBeWrittenWithoutQuotes() {
    Settings typed =
        new SettingsLayers()
            .option(SettingOption.UNITS, "softmax:10, gaussian:fixed")
            .set("learning.initialisation.from=s3a://bucket/run (1)")
            .settings();
    assertEquals(List.of("softmax:10", "gaussian:fixed"), typed.training().model().units());
    assertEquals("s3a://bucket/run (1)", typed.training().initialisation().from());
    Settings quoted =
        new SettingsLayers()
            .set("model.units = [\"softmax:10\", \"gaussian:fixed\"]")
            .set("learning.initialisation.from = \"s3a://bucket/run (1)\"")
            .settings();
    assertEquals(typed, quoted);
    Settings emptied =
        new SettingsLayers().set("model.units=").set("learning.initialisation.from=").settings();
    assertEquals(Settings.defaults(), emptied);
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
  void aKeyOfAnOlderVersionIsRefusedWithItsSuccessor() {
    SettingsLayers layers = new SettingsLayers();
    assertMentions(
        assertThrows(
            BoltzException.class, () -> layers.set("learning.initial-weight-deviation=0.1")),
        "Did you mean 'learning.initialisation.deviation'?");
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
            "monitor.rows=5",
            "monitor.metrics=all");
    for (String assignment : harmless) {
      assertEquals(identity, with(assignment).identity(), assignment);
    }
    List<String> deciding =
        List.of(
            "seed=2",
            "model.dimensions=[784,500]",
            "model.units=[spin,bernoulli]",
            "model.labels=10",
            "model.temperature=2",
            "learning.algorithm=cd",
            "learning.k=2",
            "learning.k-end=5",
            "learning.k-begin=0.5",
            "learning.chains=101",
            "learning.chains-start=data",
            "learning.positive-hidden=samples",
            "learning.negative-hidden=samples",
            "learning.negative-visible=means",
            "learning.tempering.replicas=5",
            "learning.tempering.least-beta=0.8",
            "learning.driven-temperature.deviation=0.6",
            "learning.batch-size=101",
            "learning.resample=true",
            "learning.initialisation.weights=glorot",
            "learning.initialisation.deviation=0.02",
            "learning.initialisation.visible-bias=0",
            "learning.initialisation.hidden-bias=-0.2",
            "learning.initialisation.from=runs/first",
            "learning.optimizer.kind=sgd",
            "learning.optimizer.beta2=0.99",
            "learning.optimizer.momentum=0.5",
            "learning.optimizer.weight-decay=0.1",
            "learning.schedule.kind=constant",
            "learning.schedule.per-epoch=true",
            "learning.schedule.begin=0.4",
            "learning.schedule.end=0.1",
            "learning.schedule.warm-up=10",
            "learning.penalty.l1=1e-3",
            "learning.penalty.max-norm=1",
            "learning.centring.enabled=true",
            "learning.averaging=0.1",
            "learning.local-steps=2",
            "learning.mean-field.updates=10",
            "learning.stopping.metric=pseudo-log-likelihood",
            "learning.epochs=11",
            "engine.lanes=8");
    for (String assignment : deciding) {
      assertNotEquals(identity, with(assignment).identity(), assignment);
    }
    SettingsLayers coupled = new SettingsLayers().set("model.lateral=hidden");
    String means = coupled.settings().identity();
    assertNotEquals(means, coupled.set("learning.positive-k=2").settings().identity());
  }

  @Test
  void monitoredRowsDecideBytesOnlyWhereEarlyStoppingLooksAtThem() {
    String metric = "learning.stopping.metric=reconstruction-error";
    assertNotEquals(
        with(metric).identity(),
        new SettingsLayers().set(metric).set("monitor.rows=5").settings().identity());
  }

  @ParameterizedTest
  @CsvSource({
    "learning.schedule.kind=constant, false",
    "learning.schedule.kind=power, false",
    "learning.schedule.kind=cosine, true",
    "learning.k-end=5, true",
    "learning.averaging=0.1, true"
  })
  void epochsDecideBytesOnlyWhereSomethingCountsOnThem(String assignment, boolean counts) {
    Settings shorter = constantUnlessSaid(assignment).settings();
    Settings longer = constantUnlessSaid(assignment).set("learning.epochs=11").settings();
    assertEquals(counts, !shorter.identity().equals(longer.identity()));
  }

  private static SettingsLayers constantUnlessSaid(String assignment) {
    SettingsLayers layers = new SettingsLayers().set(assignment);
    return assignment.startsWith("learning.schedule.kind")
        ? layers
        : layers.set("learning.schedule.kind=constant");
  }

  @Test
  void coupledLayersHaveNamesAndNumbers() {
    Settings deep = with("model.dimensions=5,4,3");
    Map<String, List<Integer>> expected =
        Map.of("visible", List.of(0), "hidden", List.of(1, 2), "2,visible", List.of(0, 2));
    expected.forEach(
        (text, layers) -> {
          Settings read =
              new SettingsLayers()
                  .set("model.dimensions=5,4,3")
                  .set("model.lateral=" + text)
                  .settings();
          assertEquals(layers, read.training().model().lateral(), text);
          assertEquals(layers, read.training().model().spec().coupled(), text);
          assertNotEquals(deep.identity(), read.identity());
        });
  }

  /** Runs of versions that had no local steps can be resumed. */
  @Test
  void withoutLocalStepsNothingOfThemIdentifiesARun() {
    Settings machine = Settings.defaults();
    Settings dcgan = machine.with(Map.of("model.kind", "adversarial"));
    for (Settings each : List.of(machine, dcgan)) {
      assertFalse(each.deciding().hasPath("learning.local-steps"));
      Settings local = each.with(Map.of("learning.local-steps", 2));
      assertTrue(local.deciding().hasPath("learning.local-steps"));
      assertNotEquals(each.identity(), local.identity());
    }
  }

  /** Runs of versions that had no couplings can be resumed. */
  @Test
  void withoutCouplingsNothingOfThemIdentifiesARun() {
    assertFalse(Settings.defaults().deciding().hasPath("model.lateral"));
    assertFalse(Settings.defaults().deciding().hasPath("learning.update-order"));
    assertFalse(Settings.defaults().deciding().hasPath("learning.penalty.l2-gauge"));
    assertFalse(Settings.defaults().deciding().hasPath("learning.positive-k"));
    assertTrue(UNUSUAL.deciding().hasPath("learning.positive-k"));
    assertTrue(UNUSUAL.deciding().hasPath("model.lateral"));
    assertTrue(UNUSUAL.deciding().hasPath("learning.update-order"));
  }

  @Test
  void machinesWithoutHiddenLayersTakeAllRowsUnlessAskedOtherwise() {
    SettingsLayers layers =
        new SettingsLayers().set("model.dimensions=16").set("model.lateral=visible");
    Settings all = layers.settings();
    assertEquals(0, all.training().batchSize());
    assertEquals(1000, all.training().learning().epochs(), "of one step each");
    SettingsLayers seven =
        new SettingsLayers()
            .set("model.dimensions=16")
            .set("model.lateral=visible")
            .set("learning.epochs=7");
    assertEquals(7, seven.settings().training().learning().epochs());
    assertEquals(321, all.forVisibleUnits(16, 0).forTrainingRows(321).training().batchSize());
    SettingsLayers asked =
        new SettingsLayers()
            .set("model.dimensions=16")
            .set("model.lateral=visible")
            .set("learning.batch-size=0");
    assertEquals(1000, asked.settings().training().learning().epochs());
    Settings some = layers.set("learning.batch-size=100").settings();
    assertEquals(100, some.training().batchSize(), "asked for");
    assertEquals(10, some.training().learning().epochs());
    assertEquals(100, Settings.defaults().forTrainingRows(321).training().batchSize());
    assertEquals(321, with("learning.batch-size=0").forTrainingRows(321).training().batchSize());
  }

  /** Resuming and comparing treat runs of both as the same. */
  @Test
  void pottsAndSoftmaxAreOneSetting() {
    Settings potts = with("model.units=potts:10,bernoulli");
    Settings softmax = with("model.units=softmax:10,bernoulli");
    assertEquals(softmax, potts);
    assertEquals(softmax.identity(), potts.identity());
    assertTrue(potts.render().contains("softmax:10"), potts.render());
  }

  @Test
  void dimensionsComeFromTheDataUnlessGiven() {
    Settings defaults = Settings.defaults();
    assertEquals(List.of(64, 500), defaults.forVisibleUnits(64, 0).training().model().dimensions());
    assertEquals(UNUSUAL, UNUSUAL.forVisibleUnits(49, 0));
    BoltzException error =
        assertThrows(BoltzException.class, () -> UNUSUAL.forVisibleUnits(784, 0));
    assertMentions(error, "784");
    assertMentions(error, "--dimensions");
  }

  @Test
  void unitsThatDoNotFitTheDataAreRefusedOnceItIsKnown() {
    Settings groups = with("model.units=softmax:10,bernoulli");
    assertEquals(List.of(20, 500), groups.forVisibleUnits(20, 0).training().model().dimensions());
    BoltzException error = assertThrows(BoltzException.class, () -> groups.forVisibleUnits(24, 0));
    assertEquals(ExitCode.BAD_CONFIGURATION, error.exitCode());
    assertMentions(error, "model.units = ");
    assertMentions(error, "24");
  }

  @Test
  void settingsCanBeChanged() {
    Settings changed =
        Settings.defaults()
            .with(
                Map.of("learning.k", 7, "model.dimensions", List.of(9, 4), "engine.kind", "jobs"));
    assertEquals(7, changed.training().negative().sweeps().k());
    assertEquals(List.of(9, 4), changed.training().model().dimensions());
    assertEquals(EngineConfig.Kind.JOBS, changed.engine().kind());
    assertEquals(100, changed.training().batchSize());
    assertMentions(
        assertThrows(BoltzException.class, () -> changed.with(Map.of("learning.k", 0))),
        "learning.k = 0 (as changed) is invalid: expected a whole number");
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
