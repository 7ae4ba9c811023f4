package io.boltzspark.jobs.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Authentication at a tracking server: by the environment variable {@code MLFLOW_TRACKING_TOKEN},
 * or else {@code MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD}, as in MLflow's own
 * clients. There is no other source, so that no configuration, provenance or command line holds
 * them, and they appear in no text.
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

  /** The value of the header {@code Authorization}, if there is one. */
  Optional<String> header() {
    return header.isEmpty() ? Optional.empty() : Optional.of(header);
  }

  @Override
  public String toString() {
    return header.isEmpty() ? "no credentials" : "credentials of the environment";
  }
}
