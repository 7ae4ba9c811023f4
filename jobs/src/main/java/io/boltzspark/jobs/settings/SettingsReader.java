package io.boltzspark.jobs.settings;

import com.typesafe.config.Config;
import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.data.DataLayout;
import io.boltzspark.engine.training.CheckpointConfig;
import io.boltzspark.engine.training.MonitorConfig;
import io.boltzspark.engine.training.SamplesConfig;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.telemetry.MlflowConfig;
import io.boltzspark.monitoring.Monitors;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Turns keys into records: one line for each setting, with its allowed values. */
final class SettingsReader {
  private static final int MOST_LANES = 1024;

  private final ValueReader values;

  private SettingsReader(ValueReader values) {
    this.values = values;
  }

  /**
   * @param config every key of the reference, none unknown
   * @throws io.boltzspark.errors.BoltzException BAD_CONFIGURATION at the first invalid value or
   *     combination of values
   */
  static Settings read(Config config) {
    ValueReader values = new ValueReader(config);
    Settings.Kind kind = values.oneOf("model.kind", Settings.Kind.class);
    if (kind != Settings.Kind.BOLTZMANN) {
      NetworkReader.refuseUnused(values);
    }
    BoltzmannConfig training = new TrainingReader(values).training();
    Contradictions.refuse(values, training);
    NetworkReader networks = new NetworkReader(values);
    int labels = training.model().labels();
    SettingsReader reader = new SettingsReader(values);
    return new Settings(
        kind,
        training,
        networks.adversarial(training.learning(), labels),
        networks.classifier(training.learning(), labels),
        reader.engine(),
        reader.checkpoint(),
        reader.monitor(),
        reader.samples(),
        reader.mlflow(),
        reader.data());
  }

  /** The settings of data alone. */
  static DataLayout dataLayout(Config config) {
    return new SettingsReader(new ValueReader(config)).data();
  }

  private DataLayout data() {
    return new DataLayout(
        column(SettingOption.WEIGHT_COLUMN),
        column(SettingOption.LABEL_COLUMN),
        column(SettingOption.SPLIT),
        values.shareBelowOne(SettingOption.VALID_FRACTION.key()),
        values.text(SettingOption.TEST.key()).strip(),
        List.of());
  }

  private String column(SettingOption option) {
    String name = values.text(option.key());
    if (name.isBlank()) {
      throw values.invalid(option.key(), "the name of a column, or none");
    }
    return name;
  }

  private EngineConfig engine() {
    int lanes = lanes();
    return new EngineConfig(
        values.oneOf("engine.kind", EngineConfig.Kind.class),
        lanes,
        values.wholeNumber("engine.tasks", 0, lanes),
        values.positiveDuration("engine.exchange-timeout"),
        values.positiveDuration("engine.slot-timeout"),
        values.wholeNumber("engine.attempts", 1),
        values.yesOrNo("engine.allow-mixed-kernels"),
        values.yesOrNo("blas.require-native"));
  }

  private CheckpointConfig checkpoint() {
    return new CheckpointConfig(
        values.wholeNumber("checkpoint.every", 0), values.wholeNumber("checkpoint.keep", 0));
  }

  private MonitorConfig monitor() {
    return new MonitorConfig(
        metrics(),
        values.wholeNumber("monitor.rows", 1),
        values.number("monitor.share", x -> x > 0 && x <= 1, "in (0, 1]"),
        values.wholeNumber("monitor.every", 0));
  }

  private List<String> metrics() {
    String key = "monitor.metrics";
    List<String> words = values.words(key);
    for (String word : words) {
      if (!Monitors.words().contains(word)) {
        String allowed = "a list of words from " + String.join(", ", Monitors.words());
        throw values.invalid(
            key, allowed + ", not '" + word + "'" + NearestWord.hint(word, Monitors.words()));
      }
    }
    return Monitors.expanded(words);
  }

  private SamplesConfig samples() {
    String key = "samples.epochs";
    List<Integer> epochs = values.wholeNumbers(key);
    if (epochs.stream().anyMatch(epoch -> epoch < 0)) {
      throw values.invalid(key, "a list of whole numbers of 0 or larger, e.g. [0, 1, 2, 5]");
    }
    return new SamplesConfig(
        values.wholeNumber("samples.every", 0), epochs, values.wholeNumber("samples.sweeps", 1));
  }

  private MlflowConfig mlflow() {
    String uri = trackingUri();
    String experiment = values.text("mlflow.experiment");
    if (experiment.isBlank()) {
      throw values.invalid("mlflow.experiment", "a name that is not blank");
    }
    return new MlflowConfig(uri, experiment, values.yesOrNo("mlflow.upload-model"));
  }

  private String trackingUri() {
    String key = "mlflow.tracking-uri";
    String text = values.text(key).strip();
    if (text.isEmpty()) {
      return text;
    }
    if (text.contains("@")) {
      // Without the value, which would put a secret into logs.
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          key
              + " must not contain a user or password, because settings are stored with the run;"
              + " set the environment variables MLFLOW_TRACKING_USERNAME and"
              + " MLFLOW_TRACKING_PASSWORD instead");
    }
    try {
      URI uri = new URI(text);
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (web && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return text;
      }
    } catch (URISyntaxException e) {
      // reported below
    }
    throw values.invalid(
        key, "an empty text, or the address of a server, e.g. http://localhost:5000");
  }

  private int lanes() {
    String key = "engine.lanes";
    int lanes = values.wholeNumber(key, 1, MOST_LANES);
    if (Integer.bitCount(lanes) != 1) {
      int below = Integer.highestOneBit(lanes);
      throw values.invalid(
          key,
          "a power of two, so that partial sums form a tree, e.g. %d or %d"
              .formatted(below, 2 * below));
    }
    return lanes;
  }
}
