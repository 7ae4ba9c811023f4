package io.boltzspark.jobs.settings;

import com.typesafe.config.Config;
import io.boltzspark.adversarial.AdversarialConfig;
import io.boltzspark.classification.ClassifierConfig;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.network.LayerSpec;
import io.boltzspark.network.LayerText;
import java.util.ArrayList;
import java.util.List;

/** The part of {@link SettingsReader} that describes networks. */
final class NetworkReader {
  /** Settings of models, learning, monitors and samples that networks use; they refuse others. */
  private static final List<String> USED =
      List.of(
          "model.kind",
          "model.labels",
          "learning.batch-size",
          "learning.epochs",
          "learning.averaging",
          "learning.local-steps",
          "learning.optimizer.",
          "learning.schedule.",
          "learning.penalty.l1",
          "learning.penalty.l2",
          "learning.penalty.clip",
          "monitor.share",
          "monitor.every",
          "samples.every",
          "samples.epochs");

  /** Sections that are about Boltzmann machines but for {@link #USED}. */
  private static final List<String> SECTIONS =
      List.of("model.", "learning.", "monitor.", "samples.");

  private final ValueReader values;

  NetworkReader(ValueReader values) {
    this.values = values;
  }

  AdversarialConfig adversarial(LearningConfig learning, int labels) {
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

  ClassifierConfig classifier(LearningConfig learning, int labels) {
    return new ClassifierConfig(learning, labels, layers("classifier.layers"));
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
  static void refuseUnused(ValueReader values) {
    String kind = values.text("model.kind");
    if (kind.equals("classifier") && values.wholeNumber("model.labels", 0) < 2) {
      throw values.invalid(
          "model.labels", "the number of classes, at least 2, with model.kind = classifier");
    }
    Config reference = Reference.config();
    for (String key : Reference.keys()) {
      boolean foreign = SECTIONS.stream().anyMatch(key::startsWith);
      boolean used = USED.stream().anyMatch(key::startsWith);
      if (foreign && !used && !values.value(key).equals(reference.getValue(key))) {
        throw values.invalid(
            key,
            reference.getValue(key).render()
                + " (its default) with model.kind = "
                + kind
                + ", which does not use it");
      }
    }
  }
}
