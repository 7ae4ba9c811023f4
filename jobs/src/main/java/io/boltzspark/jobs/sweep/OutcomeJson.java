package io.boltzspark.jobs.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.sweep.SweepOutcome.State;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A {@link SweepOutcome} as JSON in {@code sweep.json}. */
final class OutcomeJson {
  private OutcomeJson() {}

  static Map<String, Object> write(SweepOutcome outcome) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", outcome.name());
    json.put("run", outcome.directory());
    json.put("values", outcome.run().values());
    json.put("outcome", word(outcome.state()));
    json.put("epochs", outcome.trained().epochs());
    json.put("step", outcome.trained().step());
    json.put("seconds", outcome.trained().seconds());
    json.put("metrics", outcome.trained().metrics());
    json.put("model_sha256", outcome.modelSha256());
    json.put("identity", outcome.run().identity());
    outcome
        .failure()
        .ifPresent(
            failure -> {
              json.put("error", failure.message());
              json.put("exit_code", failure.exitCode().number());
            });
    return json;
  }

  /**
   * The inverse of {@link #write}.
   *
   * @param source named in error messages
   * @throws BoltzException BAD_INPUT when something is missing or of another type
   */
  static SweepOutcome read(JsonNode json, String source) {
    Map<String, String> values = new LinkedHashMap<>();
    json.path("values").properties().forEach(e -> values.put(e.getKey(), e.getValue().asText()));
    Map<String, Double> metrics = new LinkedHashMap<>();
    json.path("metrics")
        .properties()
        .forEach(e -> metrics.put(e.getKey(), e.getValue().asDouble()));
    return new SweepOutcome(
        new SweepOutcome.Run(
            text(json, "name", source),
            text(json, "run", source),
            values,
            text(json, "identity", source)),
        state(text(json, "outcome", source), source),
        new SweepOutcome.Trained(
            json.path("epochs").asInt(),
            json.path("step").asLong(),
            json.path("seconds").asDouble(),
            metrics,
            text(json, "model_sha256", source)),
        failure(json));
  }

  static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static State state(String word, String source) {
    return Arrays.stream(State.values())
        .filter(state -> word(state).equals(word))
        .findFirst()
        .orElseThrow(() -> damaged(source, "the outcome \"" + word + "\" is unknown"));
  }

  private static Optional<RunFailure> failure(JsonNode json) {
    if (!json.has("error")) {
      return Optional.empty();
    }
    ExitCode code = ExitCode.ofNumber(json.path("exit_code").asInt());
    return Optional.of(new RunFailure(code, json.path("error").asText()));
  }

  private static String text(JsonNode json, String field, String source) {
    JsonNode value = json.path(field);
    if (!value.isTextual()) {
      throw damaged(source, "a run has no \"" + field + "\"");
    }
    return value.textValue();
  }

  private static BoltzException damaged(String source, String what) {
    return new BoltzException(ExitCode.BAD_INPUT, "%s is damaged: %s".formatted(source, what));
  }
}
