package io.boltzspark.jobs.settings;

import com.typesafe.config.Config;
import io.boltzspark.engine.CheckpointConfig;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.MonitorConfig;
import io.boltzspark.learning.AdamConfig;
import io.boltzspark.learning.ScheduleConfig;
import io.boltzspark.learning.TrainingConfig;
import java.util.List;

/** From keys to records, one line a setting with what it may be. */
final class SettingsReader {
  private static final int MOST_SWEEPS = 5000;
  private static final int MOST_LANES = 1024;

  private final ValueReader values;

  private SettingsReader(ValueReader values) {
    this.values = values;
  }

  /**
   * @param config every key of the reference, none unknown
   * @throws io.boltzspark.errors.BoltzException BAD_CONFIGURATION at the first impossible value
   */
  static Settings read(Config config) {
    SettingsReader reader = new SettingsReader(new ValueReader(config));
    return new Settings(reader.training(), reader.engine(), reader.checkpoint(), reader.monitor());
  }

  private TrainingConfig training() {
    return new TrainingConfig(
        dimensions(),
        values.oneOf("learning.algorithm", TrainingConfig.Algorithm.class),
        values.wholeNumber("learning.k", 1, MOST_SWEEPS),
        values.wholeNumber("learning.chains", 1, Integer.MAX_VALUE),
        values.wholeNumber("learning.batch-size", 1, Integer.MAX_VALUE),
        values.wholeNumber("learning.epochs", 0, Integer.MAX_VALUE),
        values.longNumber("seed"),
        values.yesOrNo("learning.resample"),
        values.number("learning.initial-weight-deviation", x -> x >= 0, "0 or larger"),
        adam(),
        schedule());
  }

  private AdamConfig adam() {
    return new AdamConfig(
        values.number("learning.optimizer.learning-rate", x -> x > 0, "larger than 0"),
        values.number("learning.optimizer.beta1", x -> x >= 0 && x < 1, "in [0, 1)"),
        values.number("learning.optimizer.beta2", x -> x >= 0 && x < 1, "in [0, 1)"),
        values.number("learning.optimizer.epsilon", x -> x > 0, "larger than 0"));
  }

  private ScheduleConfig schedule() {
    return new ScheduleConfig(
        values.oneOf("learning.schedule.kind", ScheduleConfig.Kind.class),
        values.number("learning.schedule.begin", x -> x >= 0 && x < 1, "in [0, 1)"),
        values.number("learning.schedule.end", x -> x >= 0 && x <= 1, "in [0, 1]"));
  }

  private EngineConfig engine() {
    int lanes = lanes();
    return new EngineConfig(
        values.oneOf("engine.kind", EngineConfig.Kind.class),
        lanes,
        values.wholeNumber("engine.tasks", 0, lanes),
        values.positiveDuration("engine.exchange-timeout"),
        values.positiveDuration("engine.slot-timeout"),
        values.wholeNumber("engine.attempts", 1, Integer.MAX_VALUE),
        values.yesOrNo("engine.allow-mixed-kernels"),
        values.yesOrNo("blas.require-native"));
  }

  private CheckpointConfig checkpoint() {
    return new CheckpointConfig(
        values.wholeNumber("checkpoint.every", 0, Integer.MAX_VALUE),
        values.wholeNumber("checkpoint.keep", 0, Integer.MAX_VALUE));
  }

  private MonitorConfig monitor() {
    return new MonitorConfig(
        values.wholeNumber("monitor.rows", 1, Integer.MAX_VALUE),
        values.number("monitor.share", x -> x > 0 && x <= 1, "in (0, 1]"),
        values.wholeNumber("monitor.every", 0, Integer.MAX_VALUE));
  }

  private List<Integer> dimensions() {
    String key = "model.dimensions";
    List<Integer> dimensions = values.wholeNumbers(key);
    boolean possible =
        dimensions.isEmpty()
            || (dimensions.size() >= 2 && dimensions.stream().allMatch(units -> units >= 1));
    if (!possible) {
      throw values.impossible(key, "two layers or more, visible first, of 1 unit or more each");
    }
    return dimensions;
  }

  private int lanes() {
    String key = "engine.lanes";
    int lanes = values.wholeNumber(key, 1, MOST_LANES);
    if (Integer.bitCount(lanes) != 1) {
      int below = Integer.highestOneBit(lanes);
      throw values.impossible(
          key,
          "a power of two, so that partial sums form a tree, e.g. %d or %d"
              .formatted(below, 2 * below));
    }
    return lanes;
  }
}
