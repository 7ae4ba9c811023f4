package io.boltzspark.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a run keeps of one evaluation after another. */
class KeptEvaluationTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Map<String, Object> ROUGH =
      Map.of("value", -80, "settings", Map.of("chains", 3), "warnings", List.of("rough"));
  private static final Map<String, Object> SOUND = Map.of("value", 2, "warnings", List.of());

  private static Map<String, Object> evaluation(
      String sha256, String measure, Map<String, Object> value, List<String> warnings) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model_sha256", sha256);
    json.put("data_fingerprint", "some rows");
    json.put(measure, value);
    json.put("warnings", warnings);
    return json;
  }

  private static JsonNode merged(Map<String, Object> now, Map<String, Object> earlier) {
    return MAPPER.valueToTree(KeptEvaluation.merged(now, Optional.of(MAPPER.valueToTree(earlier))));
  }

  @Test
  void aWarningLivesAsLongAsItsValue() {
    Map<String, Object> first = evaluation("a", "log_likelihood", ROUGH, List.of("rough"));
    Map<String, Object> second = evaluation("a", "weight_square", SOUND, List.of());
    JsonNode kept = merged(second, first);
    assertEquals(MAPPER.valueToTree(ROUGH), kept.get("log_likelihood"));
    assertEquals(MAPPER.valueToTree(List.of("rough")), kept.get("warnings"));
    assertEquals(2, kept.get("weight_square").get("value").intValue());
    JsonNode again = merged(evaluation("a", "log_likelihood", SOUND, List.of()), first);
    assertEquals(MAPPER.valueToTree(SOUND), again.get("log_likelihood"));
    assertEquals(0, again.get("warnings").size());
  }

  @Test
  void ofAnotherModelNothingIsKept() {
    JsonNode kept =
        merged(
            evaluation("b", "weight_square", SOUND, List.of()),
            evaluation("a", "log_likelihood", ROUGH, List.of("rough")));
    assertFalse(kept.has("log_likelihood"));
    assertEquals(0, kept.get("warnings").size());
  }

  /** Then all warnings were in one list. */
  @Test
  void warningsOfEarlierVersionsStayWithTheLikelihood() {
    Map<String, Object> old =
        evaluation("a", "log_likelihood", Map.of("value", -80), List.of("unreliable"));
    JsonNode kept = merged(evaluation("a", "weight_square", SOUND, List.of()), old);
    assertEquals("unreliable", kept.get("log_likelihood").get("warnings").get(0).asText());
    assertEquals(-80, kept.get("log_likelihood").get("value").intValue());
    assertEquals("unreliable", kept.get("warnings").get(0).asText());
  }
}
