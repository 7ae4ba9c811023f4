package io.boltzspark.jobs.retrain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The description of a version; never changed once written.
 *
 * @param number from 1, never reused
 * @param runId of the retraining that made it
 * @param created time, in UTC
 * @param training the origin of its model
 * @param likelihood on the rows held out at the time
 */
public record ModelVersion(
    int number, String runId, String created, Training training, Bracket likelihood) {

  /**
   * The origin of a model.
   *
   * @param startedFrom the version whose parameters training started from; empty: afresh
   * @param modelSha256 of {@code model.safetensors}
   * @param rows number of training rows
   * @param dataFingerprint of the training data
   */
  public record Training(
      Optional<Integer> startedFrom, String modelSha256, long rows, String dataFingerprint) {}

  public String name() {
    return Names.ofVersion(number);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", name());
    json.put("number", number);
    json.put("run_id", runId);
    json.put("created", created);
    json.put("started_from", training.startedFrom().map(Names::ofVersion).orElse(null));
    json.put("model_sha256", training.modelSha256());
    json.put("rows", training.rows());
    json.put("data_fingerprint", training.dataFingerprint());
    json.put("log_likelihood", likelihood.json());
    return json;
  }

  static ModelVersion read(JsonNode json, String source) {
    int number = json.path("number").asInt();
    String runId = json.path("run_id").asText();
    if (number < 1 || !Names.isAllowed(runId)) {
      throw new BoltzException(ExitCode.BAD_INPUT, source + " is damaged: it names no version");
    }
    return new ModelVersion(
        number,
        runId,
        json.path("created").asText(),
        new Training(
            Names.version(json.path("started_from")),
            json.path("model_sha256").asText(),
            json.path("rows").asLong(),
            json.path("data_fingerprint").asText()),
        Bracket.read(json.path("log_likelihood")));
  }
}
