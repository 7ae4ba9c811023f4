package io.boltzspark.jobs.settings;

import java.util.Optional;

/** The settings that have a command line option of their own. */
public enum SettingOption {
  DIMENSIONS("--dimensions", "model.dimensions", "VISIBLE,HIDDEN"),
  ALGORITHM("--algorithm", "learning.algorithm", "cd|pcd"),
  K("--k", "learning.k", "SWEEPS"),
  CHAINS("--chains", "learning.chains", "COUNT"),
  BATCH_SIZE("--batch-size", "learning.batch-size", "ROWS"),
  EPOCHS("--epochs", "learning.epochs", "COUNT"),
  LEARNING_RATE("--learning-rate", "learning.optimizer.learning-rate", "RATE"),
  RESAMPLE("--resample", "learning.resample", ""),
  ENGINE("--engine", "engine.kind", "rounds|jobs"),
  LANES("--lanes", "engine.lanes", "COUNT"),
  CHECKPOINT_EVERY("--checkpoint-every", "checkpoint.every", "STEPS"),
  SEED("--seed", "seed", "NUMBER");

  private final String option;
  private final String key;
  private final String label;

  SettingOption(String option, String key, String label) {
    this.option = option;
    this.key = key;
    this.label = label;
  }

  /** As typed, with its dashes. */
  public String option() {
    return option;
  }

  /** Full path of the setting in the reference. */
  public String key() {
    return key;
  }

  /** What stands for the value in {@code --help}. */
  public String label() {
    return label;
  }

  /** The option of a key, if it has one. */
  public static Optional<SettingOption> ofKey(String key) {
    for (SettingOption candidate : values()) {
      if (candidate.key.equals(key)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** How a user changes the setting, e.g. {@code --k (learning.k)}, for messages. */
  static String howToChange(String key) {
    return ofKey(key)
        .map(found -> "change " + found.option + " or " + key + " in the configuration")
        .orElse("change --set " + key + "=... or " + key + " in the configuration");
  }
}
