package io.boltzspark.jobs.retrain;

import io.boltzspark.dataprep.Binarization;
import io.boltzspark.jobs.evaluate.metrics.Subject.Precision;
import io.boltzspark.jobs.settings.ReferenceFile;
import io.boltzspark.jobs.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * What a retraining is told; each component is a key of {@code retrain-reference.conf}.
 *
 * @param registry directory
 * @param mostDrift beyond which a run stops
 * @param leastRows fewer new ones wait for more
 * @param precision of log Z, for champion and challenger alike
 * @param evaluatedRows most of each part
 * @param margin nats a row
 * @param keptVersions newest versions that are kept
 * @param lockWait how long to wait for another run
 * @param settings of the training
 */
public record RetrainSpec(
    String registry,
    DataSpec data,
    int leastRows,
    double mostDrift,
    Start start,
    Precision precision,
    int evaluatedRows,
    double margin,
    int keptVersions,
    Duration lockWait,
    Settings settings) {

  /** Every key but those of {@code settings}. */
  public static final ReferenceFile REFERENCE =
      new ReferenceFile("retrain-reference.conf", "boltz retrain --help");

  /** Where training starts. */
  public enum Start {
    CHAMPION,
    AFRESH
  }

  /**
   * Where data comes from and what becomes of it.
   *
   * @param source directory of deliveries
   * @param marker a file of a complete delivery, or empty
   * @param exclude names of deliveries
   * @param window newest deliveries to train on; 0: all
   * @param heldOut share of each delivery's training rows
   */
  public record DataSpec(
      String source,
      String marker,
      List<String> exclude,
      int window,
      double heldOut,
      double validFraction,
      Binarization binarization,
      double threshold,
      long seed) {

    public DataSpec {
      exclude = List.copyOf(exclude);
    }
  }

  /**
   * What a run must have begun with to be gone on with: all that decides what it does, but not how
   * long it waits. Values by key, as texts.
   */
  SortedMap<String, String> deciding() {
    return SpecReader.deciding(this);
  }
}
