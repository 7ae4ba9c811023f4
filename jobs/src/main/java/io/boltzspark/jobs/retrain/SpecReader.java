package io.boltzspark.jobs.retrain;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueType;
import io.boltzspark.dataprep.Binarization;
import io.boltzspark.engine.data.DataLayout;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.partition.AnnealingSchedule;
import io.boltzspark.jobs.evaluate.metrics.Subject.Base;
import io.boltzspark.jobs.evaluate.metrics.Subject.Precision;
import io.boltzspark.jobs.retrain.RetrainSpec.CheckSpec;
import io.boltzspark.jobs.retrain.RetrainSpec.ComparisonSpec;
import io.boltzspark.jobs.retrain.RetrainSpec.DeliverySpec;
import io.boltzspark.jobs.retrain.RetrainSpec.PreparationSpec;
import io.boltzspark.jobs.retrain.RetrainSpec.RegistrySpec;
import io.boltzspark.jobs.retrain.RetrainSpec.Start;
import io.boltzspark.jobs.retrain.RetrainSpec.TrainingSpec;
import io.boltzspark.jobs.retrain.registry.Names;
import io.boltzspark.jobs.settings.Hocon;
import io.boltzspark.jobs.settings.SettingOption;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.jobs.settings.SettingsLayers;
import io.boltzspark.jobs.settings.ValueReader;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/** Reads a {@link RetrainSpec} from a HOCON file. */
public final class SpecReader {
  private static final String SETTINGS = "settings";
  private static final List<String> OF_IMAGES = List.of("data.binarize", "data.threshold");
  private static final String FROM = "learning.initialisation.from";

  private SpecReader() {}

  /**
   * @param location a path or URI
   * @throws BoltzException BAD_INPUT when the file does not exist; BAD_CONFIGURATION at the first
   *     unknown key or invalid value
   */
  public static RetrainSpec read(Configuration hadoop, String location) {
    Config file = Hocon.read(hadoop, location, "--spec");
    Config own = file.withoutPath(SETTINGS);
    RetrainSpec.REFERENCE.refuseUnknown(own);
    ValueReader values =
        new ValueReader(
            own.withFallback(RetrainSpec.REFERENCE.config()),
            RetrainSpec.REFERENCE,
            key -> "change " + key + " in " + location);
    return new RetrainSpec(
        new RegistrySpec(
            path(values, "registry"),
            values.wholeNumber("keep.versions", 1),
            values.durationFromZero("lock.wait")),
        deliveries(values),
        new PreparationSpec(
            values.shareBelowOne("data.held-out"),
            values.shareBelowOne("data.valid-fraction"),
            values.oneOf("data.binarize", Binarization.class),
            values.number("data.threshold", x -> x > 0 && x <= 1, "in (0, 1]"),
            values.longNumber("data.seed"),
            OF_IMAGES.stream().filter(own::hasPath).toList()),
        new CheckSpec(values.wholeNumber("check.least-rows", 1), values.notNegative("check.drift")),
        new TrainingSpec(values.oneOf("start", Start.class), settings(file, location)),
        new ComparisonSpec(
            precision(values),
            values.wholeNumber("evaluate.rows", 1),
            values.notNegative("promote.margin")));
  }

  private static Precision precision(ValueReader values) {
    return new Precision(
        values.wholeNumber("evaluate.chains", 2, Integer.MAX_VALUE),
        new AnnealingSchedule(
            values.wholeNumber("evaluate.temperatures", 1), AnnealingSchedule.Spacing.DENSE),
        Base.MEAN,
        values.wholeNumber("evaluate.burn-in", 1),
        values.longNumber("evaluate.seed"));
  }

  private static DeliverySpec deliveries(ValueReader values) {
    String marker = values.text("data.marker");
    if (!marker.isEmpty()) {
      Names.require(marker, "data.marker", ExitCode.BAD_CONFIGURATION);
    }
    return new DeliverySpec(
        path(values, "data.source"),
        marker,
        values.words("data.exclude"),
        values.wholeNumber("data.window", 0),
        values.wholeNumber("data.depth", 0));
  }

  private static String path(ValueReader values, String key) {
    String path = values.text(key);
    if (path.isBlank()) {
      throw values.invalid(key, "the path of a directory");
    }
    return path;
  }

  private static Settings settings(Config file, String location) {
    if (!file.hasPath(SETTINGS)) {
      return Settings.defaults();
    }
    if (file.getValue(SETTINGS).valueType() != ConfigValueType.OBJECT) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "settings in %s must be a section of keys, in the format of boltz train --config"
              .formatted(location));
    }
    Settings settings =
        new SettingsLayers()
            .file(file.getConfig(SETTINGS))
            .settings()
            .requireMachine("retraining, which compares likelihoods,");
    if (!settings.training().initialisation().from().isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "settings.%s = %s in %s: it is determined by start = champion or afresh; remove it"
              .formatted(FROM, settings.training().initialisation().from(), location));
    }
    requireNoParts(settings.data(), location);
    return settings;
  }

  /** What deliveries do not say of their parts, the specification does. */
  private static void requireNoParts(DataLayout data, String location) {
    if (data.validFraction() > 0) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "settings.data.valid-fraction = %s in %s: give it as data.valid-fraction, outside of settings"
              .formatted(data.validFraction(), location));
    }
    if (!data.test().isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "settings.data.test = %s in %s: models are compared on rows held out of each delivery (data.held-out), and on the test rows that a delivery has itself; remove it"
              .formatted(data.test(), location));
    }
  }

  static SortedMap<String, String> deciding(RetrainSpec spec) {
    SortedMap<String, String> texts = new TreeMap<>();
    DeliverySpec deliveries = spec.deliveries();
    texts.put("data.source", deliveries.source());
    texts.put("data.marker", deliveries.marker());
    texts.put("data.exclude", deliveries.exclude().toString());
    texts.put("data.window", Integer.toString(deliveries.window()));
    texts.put(RetrainPlan.DEPTH, Integer.toString(deliveries.depth()));
    PreparationSpec preparation = spec.preparation();
    texts.put("data.held-out", Double.toString(preparation.heldOut()));
    texts.put("data.valid-fraction", Double.toString(preparation.validFraction()));
    texts.put("data.binarize", preparation.binarization().label());
    texts.put("data.threshold", Double.toString(preparation.threshold()));
    texts.put("data.seed", Long.toString(preparation.seed()));
    texts.put("check.least-rows", Integer.toString(spec.check().leastRows()));
    texts.put("check.drift", Double.toString(spec.check().mostDrift()));
    texts.put("start", spec.training().start().name());
    Precision precision = spec.comparison().precision();
    texts.put("evaluate.chains", Integer.toString(precision.chains()));
    texts.put("evaluate.temperatures", Integer.toString(precision.schedule().temperatures()));
    texts.put("evaluate.burn-in", Integer.toString(precision.sweeps()));
    texts.put("evaluate.seed", Long.toString(precision.seed()));
    texts.put("evaluate.rows", Integer.toString(spec.comparison().rows()));
    texts.put("promote.margin", Double.toString(spec.comparison().margin()));
    DataLayout layout = spec.training().settings().data();
    if (!layout.label().equals(DataLayout.LABEL)) { // weights are among what decides a training
      texts.put(SETTINGS + "." + SettingOption.LABEL_COLUMN.key(), layout.label());
    }
    if (!layout.split().equals(DataLayout.SPLIT)) {
      texts.put(SETTINGS + "." + SettingOption.SPLIT.key(), layout.split());
    }
    spec.training()
        .settings()
        .deciding()
        .entrySet()
        .forEach(
            entry ->
                texts.put(
                    SETTINGS + "." + entry.getKey(),
                    entry.getValue().render(ConfigRenderOptions.concise())));
    return texts;
  }
}
