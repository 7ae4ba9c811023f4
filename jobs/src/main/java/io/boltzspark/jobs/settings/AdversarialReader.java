package io.boltzspark.jobs.settings;

import com.typesafe.config.Config;
import io.boltzspark.adversarial.AdversarialConfig;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.network.LayerSpec;
import io.boltzspark.network.LayerText;
import java.util.ArrayList;
import java.util.List;

/** The part of {@link SettingsReader} that describes a generative adversarial network. */
final class AdversarialReader {
  /** Settings of models and of learning that such a network uses; it refuses others. */
  private static final List<String> USED =
      List.of(
          "model.kind",
          "model.labels",
          "learning.batch-size",
          "learning.epochs",
          "learning.averaging",
          "learning.optimizer.",
          "learning.schedule.",
          "learning.penalty.l1",
          "learning.penalty.l2");

  private final ValueReader values;

  AdversarialReader(ValueReader values) {
    this.values = values;
  }

  AdversarialConfig read(LearningConfig learning, int labels) {
    return new AdversarialConfig(
        learning,
        values.wholeNumber("adversarial.noise", 1, 1 << 20),
        labels,
        layers("adversarial.generator.layers"),
        layers("adversarial.discriminator.layers"),
        values.notNegative("adversarial.generator.learning-rate"),
        values.notNegative("adversarial.discriminator.learning-rate"),
        values.oneOf("adversarial.update", AdversarialConfig.Update.class));
  }

  private List<LayerSpec> layers(String key) {
    List<LayerSpec> layers = new ArrayList<>();
    for (String word : values.words(key)) {
      try {
        layers.add(LayerText.parse(word));
      } catch (IllegalArgumentException e) {
        throw values.invalid(key, "layers, but " + e.getMessage());
      }
    }
    if (layers.isEmpty()) {
      throw values.invalid(key, "at least one layer");
    }
    return layers;
  }

  /** Refuses settings that only Boltzmann machines have, unless they have their defaults. */
  static void refuseUnused(ValueReader values, Config config) {
    Config reference = Reference.config();
    for (String section : List.of("model", "learning")) {
      for (String name : names(config, section)) {
        boolean used = USED.stream().anyMatch(name::startsWith);
        if (!used && !config.getValue(name).equals(reference.getValue(name))) {
          throw values.invalid(
              name,
              reference.getValue(name).unwrapped()
                  + " (its default) with model.kind = adversarial, which does not use it");
        }
      }
    }
  }

  private static List<String> names(Config config, String section) {
    return config.getConfig(section).entrySet().stream()
        .map(entry -> section + "." + entry.getKey())
        .sorted()
        .toList();
  }
}
