package io.boltzspark.jobs.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import io.boltzspark.engine.CheckpointConfig;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.MonitorConfig;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.learning.ScheduleConfig;
import io.boltzspark.learning.TrainingConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The validated settings of a run.
 *
 * @param training what decides the bytes, apart from data and lanes; its dimensions are empty until
 *     {@link #forVisibleUnits} knows the data, unless they were given
 * @param engine how the work is spread
 * @param checkpoint when state is written
 * @param monitor how training is watched
 */
public record Settings(
    TrainingConfig training,
    EngineConfig engine,
    CheckpointConfig checkpoint,
    MonitorConfig monitor) {

  /** Hidden units when no dimensions are given, as the reference says at {@code dimensions}. */
  static final int DEFAULT_HIDDEN_UNITS = 500;

  /** The reference as it is. */
  public static Settings defaults() {
    return new SettingsLayers().settings();
  }

  /**
   * These settings with dimensions that fit the data.
   *
   * @throws BoltzException BAD_CONFIGURATION when dimensions were given and their first is another
   *     number
   */
  public Settings forVisibleUnits(int units) {
    List<Integer> dimensions = training.dimensions();
    if (dimensions.isEmpty()) {
      return withTraining(withDimensions(List.of(units, DEFAULT_HIDDEN_UNITS)));
    }
    if (dimensions.get(0) != units) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "model.dimensions = %s, but the data has %d visible units a row: the first number must be %d; %s"
              .formatted(dimensions, units, units, SettingOption.howToChange("model.dimensions")));
    }
    return this;
  }

  /**
   * SHA-256 (hexadecimal) of what decides a model's bytes and comes from settings: everything in
   * {@link #training} but the number of epochs (unless the schedule counts on it), so that a run
   * can be resumed to go on longer, and the lanes. Whoever compares runs adds the data's
   * fingerprint. Two ways to write one number (0.001 and 1e-3) give one identity.
   */
  public String identity() {
    Config config = resolved();
    Config learning = config.withOnlyPath("learning");
    boolean countsOnEpochs = training.schedule().kind() != ScheduleConfig.Kind.CONSTANT;
    Config deciding =
        (countsOnEpochs ? learning : learning.withoutPath("learning.epochs"))
            .withFallback(config.withOnlyPath("model"))
            .withFallback(config.withOnlyPath("seed"))
            .withFallback(config.withOnlyPath("engine.lanes"));
    String canonical = deciding.root().render(ConfigRenderOptions.concise());
    return WholeFiles.sha256(canonical.getBytes(StandardCharsets.UTF_8));
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

  private TrainingConfig withDimensions(List<Integer> dimensions) {
    return new TrainingConfig(
        dimensions,
        training.algorithm(),
        training.k(),
        training.chains(),
        training.batchSize(),
        training.epochs(),
        training.seed(),
        training.resample(),
        training.initialWeightDeviation(),
        training.optimizer(),
        training.schedule());
  }

  private Settings withTraining(TrainingConfig changed) {
    return new Settings(changed, engine, checkpoint, monitor);
  }
}
