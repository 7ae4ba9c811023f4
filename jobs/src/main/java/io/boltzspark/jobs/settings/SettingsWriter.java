package io.boltzspark.jobs.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.boltzspark.adversarial.AdversarialConfig;
import io.boltzspark.network.LayerSpec;
import io.boltzspark.network.LayerText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** From records to keys: the inverse of {@link SettingsReader}. */
final class SettingsWriter {

  private SettingsWriter() {}

  static Config toConfig(Settings settings) {
    Map<String, Object> values = new TreeMap<>();
    TrainingWriter.put(settings.training(), values);
    values.put("model.kind", word(settings.kind()));
    put(settings.adversarial(), values);
    values.put("classifier.layers", texts(settings.classifier().layers()));
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
    values.put("monitor.metrics", settings.monitor().metrics());
    values.put("monitor.rows", settings.monitor().rows());
    values.put("monitor.share", settings.monitor().share());
    values.put("monitor.every", settings.monitor().every());
    values.put("samples.every", settings.samples().every());
    values.put("samples.epochs", settings.samples().epochs());
    values.put("samples.sweeps", settings.samples().sweeps());
    values.put("mlflow.tracking-uri", settings.mlflow().trackingUri());
    values.put("mlflow.experiment", settings.mlflow().experiment());
    values.put("mlflow.upload-model", settings.mlflow().uploadModel());
    values.put(SettingOption.WEIGHT_COLUMN.key(), settings.data().weight());
    values.put(SettingOption.LABEL_COLUMN.key(), settings.data().label());
    values.put(SettingOption.SPLIT.key(), settings.data().split());
    values.put(SettingOption.VALID_FRACTION.key(), settings.data().validFraction());
    values.put(SettingOption.TEST.key(), settings.data().test());
    return ConfigFactory.parseMap(values, "the settings");
  }

  private static void put(AdversarialConfig adversarial, Map<String, Object> values) {
    values.put("adversarial.noise", adversarial.noise());
    values.put("adversarial.generator.layers", texts(adversarial.generator()));
    values.put("adversarial.generator.learning-rate", adversarial.generatorRate());
    values.put("adversarial.discriminator.layers", texts(adversarial.discriminator()));
    values.put("adversarial.discriminator.learning-rate", adversarial.discriminatorRate());
    values.put("adversarial.update", word(adversarial.update()));
  }

  private static List<String> texts(List<LayerSpec> layers) {
    return layers.stream().map(LayerText::of).toList();
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
