package io.boltzspark.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void aLineKeepsOrderDigitsAndNamesOfNumbers() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("text", "two\nlines");
    values.put("float", 0.1f);
    values.put("array", new double[] {1, Double.NaN});
    values.put("nothing", null);
    assertEquals(
        "{\"text\":\"two\\nlines\",\"float\":0.1,\"array\":[1.0,\"NaN\"],\"nothing\":null}",
        Json.line(values));
  }

  @Test
  void onlyAnObjectIsOne() {
    assertEquals(7, Json.object("{\"a\": 7}").orElseThrow().path("a").asInt());
    for (String other : List.of("", "[1]", "7", "{", "{\"a\": 1, \"a\": 2}", "{} {}", "<html>")) {
      assertEquals(Optional.empty(), Json.object(other), other);
    }
  }

  @Test
  void aTreeIsWhatAFileWouldGive() {
    Map<String, Object> values = Map.of("a", List.of(1, 2.5f, Map.of("b", Double.NaN)));
    assertEquals(Json.parse(Json.pretty(values), "it"), Json.tree(values));
    assertArrayEquals(
        "{\n  \"a\" : 1\n}\n".getBytes(StandardCharsets.UTF_8), Json.pretty(Map.of("a", 1)));
  }
}
