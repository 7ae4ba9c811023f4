package io.boltzspark.jobs.settings;

import java.util.Optional;

/** The settings that have a command line option of their own. */
public enum SettingOption {
  DIMENSIONS("--dimensions", "model.dimensions", "VISIBLE,HIDDEN,..."),
  UNITS("--units", "model.units", "KIND,KIND,..."),
  LABELS("--labels", "model.labels", "CLASSES"),
  LATERAL("--lateral", "model.lateral", "visible|hidden|LAYER,..."),
  ALGORITHM("--algorithm", "learning.algorithm", "cd|pcd"),
  K("--k", "learning.k", "SWEEPS"),
  K_END("--k-end", "learning.k-end", "SWEEPS"),
  CHAINS("--chains", "learning.chains", "COUNT"),
  BATCH_SIZE("--batch-size", "learning.batch-size", "ROWS"),
  EPOCHS("--epochs", "learning.epochs", "COUNT"),
  OPTIMIZER(
      "--optimizer", "learning.optimizer.kind", "adam|adamw|adam-uncorrected|sgd|rmsprop|adagrad"),
  LEARNING_RATE("--learning-rate", "learning.optimizer.learning-rate", "RATE"),
  SCHEDULE("--schedule", "learning.schedule.kind", "constant|linear|cosine|power|step|exponential"),
  L1("--l1", "learning.penalty.l1", "COST"),
  L2("--l2", "learning.penalty.l2", "COST"),
  CENTRING("--centring", "learning.centring.enabled", ""),
  PRETRAIN_EPOCHS("--pretrain-epochs", "learning.pretraining.epochs", "COUNT,..."),
  K1("--k1", "learning.pretraining.k1", "SWEEPS"),
  K2("--k2", "learning.pretraining.k2", "SWEEPS"),
  K3("--k3", "learning.pretraining.k3", "SWEEPS"),
  RESAMPLE("--resample", "learning.resample", ""),
  FROM("--from", "learning.initialisation.from", "RUN"),
  ENGINE("--engine", "engine.kind", "rounds|jobs"),
  LANES("--lanes", "engine.lanes", "COUNT"),
  LOCAL_STEPS("--local-steps", "learning.local-steps", "STEPS"),
  CHECKPOINT_EVERY("--checkpoint-every", "checkpoint.every", "STEPS"),
  SEED("--seed", "seed", "NUMBER"),
  WEIGHT_COLUMN("--weight-column", "data.weight-column", "COLUMN|none"),
  LABEL_COLUMN("--label-column", "data.label-column", "COLUMN|none"),
  SPLIT("--split", "data.split", "COLUMN|none"),
  VALID_FRACTION("--valid-fraction", "data.valid-fraction", "FRACTION"),
  TEST("--test", "data.test", "DIR");

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
        .map(found -> "change " + found.option + ", or " + key + " in the configuration")
        .orElse("change --set " + key + "=..., or " + key + " in the configuration");
  }
}
