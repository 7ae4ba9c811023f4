package io.boltzspark.jobs.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * How requests to a tracking server are authenticated: by {@code MLFLOW_TRACKING_TOKEN}, or else
 * {@code MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD} of the environment, as
 * MLflow's own clients are. From nowhere else, so that no configuration, no provenance and no
 * command line holds them; and they show in no text.
 */
final class MlflowCredentials {
  private final String header;

  private MlflowCredentials(String header) {
    this.header = header;
  }

  static MlflowCredentials of(Map<String, String> environment) {
    String token = environment.getOrDefault("MLFLOW_TRACKING_TOKEN", "");
    if (!token.isEmpty()) {
      return new MlflowCredentials("Bearer " + token);
    }
    String user = environment.getOrDefault("MLFLOW_TRACKING_USERNAME", "");
    String password = environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
    if (user.isEmpty() && password.isEmpty()) {
      return new MlflowCredentials("");
    }
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new MlflowCredentials("Basic " + Base64.getEncoder().encodeToString(both));
  }

  /** The value of the header {@code Authorization}, if there is one to send. */
  Optional<String> header() {
    return header.isEmpty() ? Optional.empty() : Optional.of(header);
  }

  @Override
  public String toString() {
    return header.isEmpty() ? "no credentials" : "credentials of the environment";
  }
}
