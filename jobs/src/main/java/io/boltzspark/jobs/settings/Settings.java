package io.boltzspark.jobs.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.boltzspark.adversarial.AdversarialConfig;
import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.StoppingConfig;
import io.boltzspark.boltzmann.UnitText;
import io.boltzspark.classification.ClassifierConfig;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.data.DataLayout;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.training.CheckpointConfig;
import io.boltzspark.engine.training.MonitorConfig;
import io.boltzspark.engine.training.SamplesConfig;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.telemetry.MlflowConfig;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
 * @param data what the columns of the data mean, and which rows are in which part
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
    MlflowConfig mlflow,
    DataLayout data) {

  /** What is trained. */
  public enum Kind {
    BOLTZMANN,
    ADVERSARIAL,
    CLASSIFIER
  }

  /** Where the settings of {@link #data} are. */
  private static final String DATA = "data";

  /** Hidden units when no dimensions are given, as the reference says at {@code dimensions}. */
  static final int DEFAULT_HIDDEN_UNITS = 500;

  /**
   * {@link #data} of a run, of which it is all that is looked at.
   *
   * @param config of the run, in HOCON; an earlier one need not have the settings
   * @param origin what messages call it
   */
  public static DataLayout dataLayout(String config, String origin) {
    Config found = Hocon.parse(config, origin).withOnlyPath(DATA);
    return SettingsReader.dataLayout(found.withFallback(Reference.config()));
  }

  /** The defaults of the reference. */
  public static Settings defaults() {
    return new SettingsLayers().settings();
  }

  /**
   * These settings with dimensions that fit the data, and with Potts units for data with
   * categories. Where no units are given, the first of the dimensions may be the number of sites of
   * such data.
   *
   * @param units visible units of a row, {@code states} for each site
   * @param states of each site, where rows are sites with categories; otherwise 0
   * @throws BoltzException BAD_CONFIGURATION when the first of the given dimensions is another
   *     number, or none are given and the units cannot have this size
   */
  public Settings forVisibleUnits(int units, int states) {
    if (kind != Kind.BOLTZMANN) {
      return this;
    }
    List<Integer> dimensions = new ArrayList<>(training.model().dimensions());
    if (dimensions.isEmpty()) {
      dimensions.addAll(List.of(units, DEFAULT_HIDDEN_UNITS));
    }
    if (states > 0 && dimensions.get(0) == units / states) {
      dimensions.set(0, units);
    }
    if (dimensions.get(0) != units) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "model.dimensions = %s is invalid: expected %d as the first number, the visible units in a row of the data%s; %s"
              .formatted(
                  dimensions,
                  units,
                  states > 0
                      ? ", or %d, its sites (of %d states)".formatted(units / states, states)
                      : "",
                  SettingOption.howToChange("model.dimensions")));
    }
    List<String> kinds = new ArrayList<>(training.model().units());
    if (states > 0 && kinds.isEmpty()) {
      kinds.addAll(Collections.nCopies(dimensions.size(), UnitType.BERNOULLI.word()));
      kinds.set(0, UnitType.POTTS.word() + ":" + states);
    }
    return dimensions.equals(training.model().dimensions())
            && kinds.equals(training.model().units())
        ? this
        : with(Map.of("model.dimensions", dimensions, "model.units", kinds));
  }

  /**
   * These settings with the number of rows of a minibatch that is all of them, where that was asked
   * for ({@code learning.batch-size = 0}).
   *
   * @param rows of the training data
   */
  public Settings forTrainingRows(long rows) {
    if (training.batchSize() > 0) {
      return this;
    }
    return with(Map.of("learning.batch-size", (int) Math.min(Integer.MAX_VALUE, rows)));
  }

  /**
   * The kind of visible units that {@code model.units} gives, as its smallest group, if it does.
   */
  public Optional<UnitSpec> visibleUnits() {
    List<String> units = training.model().units();
    return kind != Kind.BOLTZMANN || units.isEmpty()
        ? Optional.empty()
        : Optional.of(UnitText.parse(units.get(0)));
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
    String canonical = identified().root().render(ConfigRenderOptions.concise());
    return WholeFiles.sha256(canonical.getBytes(StandardCharsets.UTF_8));
  }

  private Config identified() {
    boolean countsOnTotal =
        kind == Kind.BOLTZMANN ? training.countsOnTotal() : training.learning().countsOnTotal();
    return countsOnTotal ? deciding() : deciding().withoutPath("learning.epochs");
  }

  /**
   * The settings of the {@linkplain #identity identity} that are not those of a training, each as
   * {@code key = value, not value (--option)}, sorted.
   */
  public List<String> differencesFrom(Settings trained) {
    Config mine = resolved();
    Config other = trained.resolved();
    Set<String> keys = new TreeSet<>();
    identified().entrySet().forEach(entry -> keys.add(entry.getKey()));
    trained.identified().entrySet().forEach(entry -> keys.add(entry.getKey()));
    List<String> different = new ArrayList<>();
    for (String key : keys) {
      if (!mine.getValue(key).equals(other.getValue(key))) {
        different.add(
            "%s = %s, not %s%s"
                .formatted(
                    key,
                    other.getValue(key).render(ConfigRenderOptions.concise()),
                    mine.getValue(key).render(ConfigRenderOptions.concise()),
                    SettingOption.ofKey(key).map(o -> " (" + o.option() + ")").orElse("")));
      }
    }
    return different;
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
    if (training.stopping().target().isEmpty()) {
      deciding = deciding.withoutPath(TrainingReader.STOPPING_VALUE);
    }
    if (training.learning().localSteps() == 1) {
      deciding = deciding.withoutPath(TrainingReader.LOCAL_STEPS);
    }
    if (kind != Kind.BOLTZMANN) {
      return deciding.withFallback(config.withOnlyPath(SettingsWriter.word(kind)));
    }
    // Weights themselves are part of the fingerprint of data, as labels and parts of rows are.
    // Earlier runs did not know them.
    if (!data.weight().equals(TrainingData.WEIGHT)) {
      deciding = deciding.withFallback(config.withOnlyPath(SettingOption.WEIGHT_COLUMN.key()));
    }
    // Nor kinds.
    deciding = deciding.withoutPath("model.kind");
    if (!training.negative().chains().driven().moves()) {
      // Nor driven temperatures.
      deciding = deciding.withoutPath(TrainingReader.DRIVEN);
    }
    if (training.deep().positiveSweeps() == 0) {
      // Nor draws in the positive phase.
      deciding = deciding.withoutPath("learning.positive-k");
    }
    if (training.model().lateral().isEmpty()) {
      // Nor couplings within layers.
      for (String key :
          List.of("model.lateral", "learning.update-order", "learning.penalty.l2-gauge")) {
        deciding = deciding.withoutPath(key);
      }
    }
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
