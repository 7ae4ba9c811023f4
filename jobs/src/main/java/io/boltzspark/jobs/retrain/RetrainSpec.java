package io.boltzspark.jobs.retrain;

import io.boltzspark.dataprep.Binarization;
import io.boltzspark.jobs.evaluate.metrics.Subject.Precision;
import io.boltzspark.jobs.settings.ReferenceFile;
import io.boltzspark.jobs.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * The specification of a retraining; each component of its parts is a key of {@code
 * retrain-reference.conf}.
 */
public record RetrainSpec(
    RegistrySpec registry,
    DeliverySpec deliveries,
    PreparationSpec preparation,
    CheckSpec check,
    TrainingSpec training,
    ComparisonSpec comparison) {

  /** Every key except those of {@code settings}. */
  public static final ReferenceFile REFERENCE =
      new ReferenceFile("retrain-reference.conf", "retrain");

  /** Where training starts. */
  public enum Start {
    CHAMPION,
    AFRESH
  }

  /**
   * The registry of models.
   *
   * @param keptVersions number of newest versions to keep
   * @param lockWait how long to wait for another run
   */
  public record RegistrySpec(String directory, int keptVersions, Duration lockWait) {}

  /**
   * The source of the data.
   *
   * @param source directory of deliveries
   * @param marker name of the file that marks a complete delivery, or empty
   * @param exclude names of deliveries to ignore
   * @param window number of newest deliveries to train on; 0: all
   * @param depth levels of directories from the source to a delivery; 0: the source is one table
   */
  public record DeliverySpec(
      String source, String marker, List<String> exclude, int window, int depth) {
    public DeliverySpec {
      exclude = List.copyOf(exclude);
    }
  }

  /**
   * How data is prepared.
   *
   * @param heldOut share of each delivery's training rows
   * @param keysOfImages keys of the specification that only IDX files can have
   */
  public record PreparationSpec(
      double heldOut,
      double validFraction,
      Binarization binarization,
      double threshold,
      long seed,
      List<String> keysOfImages) {
    public PreparationSpec {
      keysOfImages = List.copyOf(keysOfImages);
    }
  }

  /**
   * When new data is trained on.
   *
   * @param leastRows with fewer new rows, the run ends without training
   * @param mostDrift largest drift at which a run continues
   */
  public record CheckSpec(int leastRows, double mostDrift) {}

  /** How a challenger is trained. */
  public record TrainingSpec(Start start, Settings settings) {}

  /**
   * When a challenger is better.
   *
   * @param precision of log Z, for champion and challenger alike
   * @param rows the most rows to evaluate of each part
   * @param margin nats per row
   */
  public record ComparisonSpec(Precision precision, int rows, double margin) {}

  /**
   * The keys that must be unchanged for a run to be resumed: all that affect its result, but not
   * how long it waits. Values by key, as texts.
   */
  SortedMap<String, String> deciding() {
    return SpecReader.deciding(this);
  }
}
