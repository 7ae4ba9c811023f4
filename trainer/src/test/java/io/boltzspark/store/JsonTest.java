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
  void aLineKeepsOrderAndDigits() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("text", "two\nlines");
    values.put("float", 0.1f);
    values.put("array", new double[] {1, 2});
    values.put("nothing", null);
    assertEquals(
        "{\"text\":\"two\\nlines\",\"float\":0.1,\"array\":[1.0,2.0],\"nothing\":null}",
        Json.line(values));
  }

  @Test
  void numbersThatAreNotFiniteAreNullOnALineAndInAFile() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("a", Double.NaN);
    values.put("b", List.of(Float.NEGATIVE_INFINITY, Map.of("c", Double.POSITIVE_INFINITY)));
    assertEquals("{\"a\":null,\"b\":[null,{\"c\":null}]}", Json.line(values));
    assertEquals(Json.line(values), Json.tree(values).toString());
    assertEquals(
        "[[null,1.5],[null,1.5]]",
        Json.line(
            List.of(new double[] {Double.NaN, 1.5}, new float[] {Float.POSITIVE_INFINITY, 1.5f})));
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
