package io.boltzspark.jobs.train;

import io.boltzspark.jobs.settings.Settings;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What {@code boltz train} was asked for.
 *
 * @param data directory of prepared data, or any Parquet
 * @param out run directory
 * @param settings validated; {@code model.dimensions} may still be empty, see {@link
 *     Settings#forVisibleUnits}
 * @param resume go on from the run's newest checkpoint
 * @param overwrite replace a run that is there
 * @param stopAfterEpoch end after so many epochs (counted from the run's start), as if interrupted
 */
public record TrainRequest(
    String data,
    String out,
    Settings settings,
    boolean resume,
    boolean overwrite,
    OptionalInt stopAfterEpoch) {

  public TrainRequest {
    Objects.requireNonNull(data);
    Objects.requireNonNull(out);
    Objects.requireNonNull(settings);
    Objects.requireNonNull(stopAfterEpoch);
  }
}
