package io.boltzspark.jobs.train;

import io.boltzspark.jobs.settings.Settings;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code boltz quickstart} was asked for.
 *
 * @param out directory for the data, the run and the picture
 * @param source directory of IDX files; empty: look for MNIST where it usually is
 * @param settings of the training
 * @param overwrite replace what is there
 */
public record QuickstartRequest(
    String out, Optional<String> source, Settings settings, boolean overwrite) {

  public QuickstartRequest {
    Objects.requireNonNull(out);
    Objects.requireNonNull(source);
    Objects.requireNonNull(settings);
  }
}
