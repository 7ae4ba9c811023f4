package io.boltzspark.jobs.retrain.registry;

import java.util.Locale;

/** The stages of a retraining, in order; completed ones are not repeated. */
public enum Stage {
  /** Finds new deliveries and the champion. */
  FIND,
  /** Prepares the new rows and compares them with those of the last training. */
  CHECK,
  /** Prepares all rows to train on. */
  PREPARE,
  TRAIN,
  /** Evaluates champion and challenger on the same held-out rows. */
  EVALUATE,
  /** Creates a version of the challenger, promotes it or not, and updates the watermark. */
  PUBLISH,
  /** Deletes versions that are no longer kept; done by every run, even one that ended early. */
  PRUNE;

  /** The word in progress lines, records and file names. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String fileName() {
    return "%d-%s.json".formatted(ordinal() + 1, word());
  }
}
