package io.boltzspark.jobs.retrain.registry;

import java.util.Locale;

/** What a retraining does, in this order; what is done is not done again. */
public enum Stage {
  /** Which deliveries are new, and what the run is compared with. */
  FIND,
  /** Prepares the new rows and compares them with those of the last training. */
  CHECK,
  /** Prepares all rows to train on. */
  PREPARE,
  TRAIN,
  /** Champion and challenger on the same held-out rows. */
  EVALUATE,
  /** A version of the challenger, the promotion, and the watermark. */
  PUBLISH,
  /** Which versions are kept no longer; of every run, also of one that ended early. */
  PRUNE;

  /** For progress, records and files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String fileName() {
    return "%d-%s.json".formatted(ordinal() + 1, word());
  }
}
