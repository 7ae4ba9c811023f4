package io.boltzspark.jobs.telemetry;

import java.util.Objects;

/**
 * Whether and where MLflow hears of a training.
 *
 * @param trackingUri of the server, http or https; empty: nowhere
 * @param experiment the name that runs are gathered under; made if it is not there
 * @param uploadModel whether the model's files go there as well
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
