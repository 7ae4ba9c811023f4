package io.boltzspark.jobs.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.boltzspark.adversarial.AdversarialConfig;
import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.StoppingConfig;
import io.boltzspark.classification.ClassifierConfig;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.training.CheckpointConfig;
import io.boltzspark.engine.training.MonitorConfig;
import io.boltzspark.engine.training.SamplesConfig;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.telemetry.MlflowConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The validated settings of a run.
 *
 * @param kind what is trained
 * @param training for a Boltzmann machine, what decides the bytes, apart from data and lanes; its
 *     dimensions are empty until {@link #forVisibleUnits} knows the data, unless they were given
 * @param adversarial the same for a generative adversarial network
 * @param classifier the same for a classifier of images
 * @param engine how the work is spread
 * @param checkpoint when state is written
 * @param monitor how training is watched
 * @param samples when to draw pictures
 * @param mlflow whether and where to report to MLflow
 */
public record Settings(
    Kind kind,
    BoltzmannConfig training,
    AdversarialConfig adversarial,
    ClassifierConfig classifier,
    EngineConfig engine,
    CheckpointConfig checkpoint,
    MonitorConfig monitor,
    SamplesConfig samples,
    MlflowConfig mlflow) {

  /** What is trained. */
  public enum Kind {
    BOLTZMANN,
    ADVERSARIAL,
    CLASSIFIER
  }

  /** Hidden units when no dimensions are given, as the reference says at {@code dimensions}. */
  static final int DEFAULT_HIDDEN_UNITS = 500;

  /** The defaults of the reference. */
  public static Settings defaults() {
    return new SettingsLayers().settings();
  }

  /**
   * These settings with dimensions that fit the data.
   *
   * @throws BoltzException BAD_CONFIGURATION when the first of the given dimensions is another
   *     number, or none are given and the units cannot have this size
   */
  public Settings forVisibleUnits(int units) {
    if (kind != Kind.BOLTZMANN) {
      return this;
    }
    List<Integer> dimensions = training.model().dimensions();
    if (dimensions.isEmpty()) {
      return with(Map.of("model.dimensions", List.of(units, DEFAULT_HIDDEN_UNITS)));
    }
    if (dimensions.get(0) != units) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "model.dimensions = %s is invalid: expected %d as the first number, the visible units in a row of the data; %s"
              .formatted(dimensions, units, SettingOption.howToChange("model.dimensions")));
    }
    return this;
  }

  /**
   * Refuses what is no Boltzmann machine.
   *
   * @param who what can only deal with machines, for the message
   * @return these settings
   */
  public Settings requireMachine(String who) {
    if (kind != Kind.BOLTZMANN) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "model.kind = %s is invalid: %s knows Boltzmann machines only; set model.kind = boltzmann"
              .formatted(SettingsWriter.word(kind), who));
    }
    return this;
  }

  /**
   * These settings with some changed.
   *
   * @param changes new values by key; lists as {@link List}, words as strings
   * @throws BoltzException BAD_CONFIGURATION when one of them is invalid, alone or with the rest
   */
  public Settings with(Map<String, ?> changes) {
    Config changed = ConfigFactory.parseMap(changes, "as changed");
    return SettingsReader.read(changed.withFallback(resolved()));
  }

  /**
   * SHA-256 (hexadecimal) of {@link #deciding} without the number of epochs (unless steps count on
   * it), so that a run can be resumed with more epochs. To compare runs, add the fingerprint of the
   * data. Two ways to write one number (0.001 and 1e-3) give one identity.
   */
  public String identity() {
    boolean countsOnTotal =
        kind == Kind.BOLTZMANN ? training.countsOnTotal() : training.learning().countsOnTotal();
    Config deciding = countsOnTotal ? deciding() : deciding().withoutPath("learning.epochs");
    String canonical = deciding.root().render(ConfigRenderOptions.concise());
    return WholeFiles.sha256(canonical.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The settings that decide a model's bytes: everything in {@link #training}, {@link #adversarial}
   * or {@link #classifier}, the lanes, and the monitored rows where early stopping uses them.
   */
  public Config deciding() {
    Config config = resolved();
    Config deciding =
        config
            .withOnlyPath("learning")
            .withFallback(config.withOnlyPath("model"))
            .withFallback(config.withOnlyPath("seed"))
            .withFallback(config.withOnlyPath("engine.lanes"));
    if (kind != Kind.BOLTZMANN) {
      return deciding.withFallback(config.withOnlyPath(SettingsWriter.word(kind)));
    }
    // Earlier runs did not know kinds.
    deciding = deciding.withoutPath("model.kind");
    if (training.stopping().metric() != StoppingConfig.Metric.NONE) {
      deciding = deciding.withFallback(config.withOnlyPath("monitor.rows"));
    }
    return deciding;
  }

  /** Every key with its value, without comments. */
  public Config resolved() {
    return SettingsWriter.toConfig(this);
  }

  /**
   * {@link #resolved} as HOCON with sorted keys; loading it as a configuration file gives equal
   * settings.
   */
  public String render() {
    return resolved()
        .root()
        .render(
            ConfigRenderOptions.defaults()
                .setOriginComments(false)
                .setComments(false)
                .setJson(false));
  }
}
