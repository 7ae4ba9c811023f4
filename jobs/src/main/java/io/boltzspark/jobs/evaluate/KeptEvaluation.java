package io.boltzspark.jobs.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.jobs.actions.KeptMeasures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run keeps of its evaluations: the newest value of each measure, together with the settings
 * that it was made with and the warnings about it. The list of all {@code warnings} repeats those
 * of the kept values.
 */
final class KeptEvaluation {
  private KeptEvaluation() {}

  /**
   * An evaluation, together with values measured earlier of the same model and data.
   *
   * @param now the evaluation's JSON
   * @param earlier what was kept before
   */
  static Map<String, Object> merged(Map<String, Object> now, Optional<JsonNode> earlier) {
    Map<String, Object> all = new LinkedHashMap<>(now);
    earlier
        .filter(old -> isSame(old, "model_sha256", all) && isSame(old, "data_fingerprint", all))
        .ifPresent(old -> add(old, all));
    return all;
  }

  private static boolean isSame(JsonNode old, String field, Map<String, Object> now) {
    return !old.path(field).asText().isEmpty() && old.path(field).asText().equals(now.get(field));
  }

  private static void add(JsonNode old, Map<String, Object> all) {
    List<Object> warnings = new ArrayList<>((List<?>) all.get(KeptMeasures.WARNINGS));
    for (Map.Entry<String, JsonNode> field : old.properties()) {
      if (!all.containsKey(field.getKey())) {
        JsonNode value =
            field.getKey().equals(KeptMeasures.LIKELIHOOD)
                ? KeptMeasures.likelihood(old)
                : field.getValue();
        all.put(field.getKey(), value);
        warnings.addAll(KeptMeasures.warnings(value));
      }
    }
    all.put(KeptMeasures.WARNINGS, warnings);
  }
}
