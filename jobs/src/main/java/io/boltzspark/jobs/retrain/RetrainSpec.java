package io.boltzspark.jobs.retrain;

import io.boltzspark.dataprep.Binarization;
import io.boltzspark.jobs.evaluate.metrics.Subject.Precision;
import io.boltzspark.jobs.settings.ReferenceFile;
import io.boltzspark.jobs.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * What a retraining is told; each component of its parts is a key of {@code
 * retrain-reference.conf}.
 */
public record RetrainSpec(
    RegistrySpec registry,
    DeliverySpec deliveries,
    PreparationSpec preparation,
    CheckSpec check,
    TrainingSpec training,
    ComparisonSpec comparison) {

  /** Every key but those of {@code settings}. */
  public static final ReferenceFile REFERENCE =
      new ReferenceFile("retrain-reference.conf", "retrain");

  /** Where training starts. */
  public enum Start {
    CHAMPION,
    AFRESH
  }

  /**
   * Where models are kept.
   *
   * @param keptVersions newest versions that are kept
   * @param lockWait how long to wait for another run
   */
  public record RegistrySpec(String directory, int keptVersions, Duration lockWait) {}

  /**
   * Where data comes from.
   *
   * @param source directory of deliveries
   * @param marker a file of a complete delivery, or empty
   * @param exclude names of deliveries
   * @param window newest deliveries to train on; 0: all
   */
  public record DeliverySpec(String source, String marker, List<String> exclude, int window) {
    public DeliverySpec {
      exclude = List.copyOf(exclude);
    }
  }

  /**
   * What becomes of data.
   *
   * @param heldOut share of each delivery's training rows
   */
  public record PreparationSpec(
      double heldOut,
      double validFraction,
      Binarization binarization,
      double threshold,
      long seed) {}

  /**
   * When new data is trained on.
   *
   * @param leastRows fewer new ones wait for more
   * @param mostDrift beyond which a run stops
   */
  public record CheckSpec(int leastRows, double mostDrift) {}

  /** How a challenger is trained. */
  public record TrainingSpec(Start start, Settings settings) {}

  /**
   * When a challenger is better.
   *
   * @param precision of log Z, for champion and challenger alike
   * @param rows most of each part
   * @param margin nats a row
   */
  public record ComparisonSpec(Precision precision, int rows, double margin) {}

  /**
   * What a run must have begun with to be gone on with: all that decides what it does, but not how
   * long it waits. Values by key, as texts.
   */
  SortedMap<String, String> deciding() {
    return SpecReader.deciding(this);
  }
}
