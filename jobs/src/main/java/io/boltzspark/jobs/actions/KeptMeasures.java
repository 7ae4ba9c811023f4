package io.boltzspark.jobs.actions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run's {@code evaluation.json} says about its measures besides their values. */
public final class KeptMeasures {
  /** Reasons not to trust a measure, in its object; of older evaluations in one list of all. */
  public static final String WARNINGS = "warnings";

  /** The settings that a measure was made with, in its object. */
  public static final String SETTINGS = "settings";

  /** The field of the log-likelihood. */
  public static final String LIKELIHOOD = "log_likelihood";

  private KeptMeasures() {}

  /** The log-likelihood with its warnings; of older evaluations, with those of all measures. */
  public static JsonNode likelihood(JsonNode evaluation) {
    JsonNode likelihood = evaluation.path(LIKELIHOOD);
    JsonNode all = evaluation.path(WARNINGS);
    if (!likelihood.isObject() || likelihood.has(WARNINGS) || !all.isArray()) {
      return likelihood;
    }
    ObjectNode copy = likelihood.deepCopy();
    copy.set(WARNINGS, all);
    return copy;
  }

  public static List<String> warnings(JsonNode measure) {
    List<String> warnings = new ArrayList<>();
    measure.path(WARNINGS).forEach(warning -> warnings.add(warning.asText()));
    return warnings;
  }

  /** Such as {@code rows 100000, seed 1}; empty if they were not kept. */
  public static String settings(JsonNode measure) {
    List<String> settings = new ArrayList<>();
    measure
        .path(SETTINGS)
        .properties()
        .forEach(
            field ->
                settings.add(
                    field.getKey().replace('_', '-').toLowerCase(Locale.ROOT)
                        + " "
                        + field.getValue().asText()));
    return String.join(", ", settings);
  }
}
