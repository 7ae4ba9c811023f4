package io.boltzspark.jobs.telemetry;

import java.util.Objects;

/**
 * Whether and where a training is reported to MLflow.
 *
 * @param trackingUri the server's http or https URL; empty: no reporting
 * @param experiment name of the experiment; created if it does not exist
 * @param uploadModel whether to upload the model's files, too
 */
public record MlflowConfig(String trackingUri, String experiment, boolean uploadModel) {

  public MlflowConfig {
    Objects.requireNonNull(trackingUri);
    Objects.requireNonNull(experiment);
  }

  public boolean isOn() {
    return !trackingUri.isEmpty();
  }
}
