package io.boltzspark.jobs.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.boltzspark.learning.TrainingConfig;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** From records to keys: the inverse of {@link SettingsReader}. */
final class SettingsWriter {

  private SettingsWriter() {}

  static Config toConfig(Settings settings) {
    Map<String, Object> values = new TreeMap<>();
    TrainingConfig training = settings.training();
    values.put("seed", training.seed());
    values.put("model.dimensions", training.dimensions());
    values.put("learning.algorithm", word(training.algorithm()));
    values.put("learning.k", training.k());
    values.put("learning.chains", training.chains());
    values.put("learning.batch-size", training.batchSize());
    values.put("learning.epochs", training.epochs());
    values.put("learning.resample", training.resample());
    values.put("learning.initial-weight-deviation", training.initialWeightDeviation());
    values.put("learning.optimizer.learning-rate", training.optimizer().learningRate());
    values.put("learning.optimizer.beta1", training.optimizer().beta1());
    values.put("learning.optimizer.beta2", training.optimizer().beta2());
    values.put("learning.optimizer.epsilon", training.optimizer().epsilon());
    values.put("learning.schedule.kind", word(training.schedule().kind()));
    values.put("learning.schedule.begin", training.schedule().begin());
    values.put("learning.schedule.end", training.schedule().end());
    values.put("engine.kind", word(settings.engine().kind()));
    values.put("engine.lanes", settings.engine().lanes());
    values.put("engine.tasks", settings.engine().tasks());
    values.put("engine.exchange-timeout", duration(settings.engine().exchangeTimeout()));
    values.put("engine.slot-timeout", duration(settings.engine().slotTimeout()));
    values.put("engine.attempts", settings.engine().attempts());
    values.put("engine.allow-mixed-kernels", settings.engine().allowMixedKernels());
    values.put("blas.require-native", settings.engine().requireNative());
    values.put("checkpoint.every", settings.checkpoint().every());
    values.put("checkpoint.keep", settings.checkpoint().keep());
    values.put("monitor.rows", settings.monitor().rows());
    values.put("monitor.share", settings.monitor().share());
    values.put("monitor.every", settings.monitor().every());
    return ConfigFactory.parseMap(values);
  }

  /** An enum's constant as the configuration writes it. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String duration(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
