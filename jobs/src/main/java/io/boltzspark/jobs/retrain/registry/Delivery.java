package io.boltzspark.jobs.retrain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.dataprep.SourceFacts;
import io.boltzspark.errors.ExitCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A directory of data as found.
 *
 * @param name of the directory within {@code data.source}
 * @param rows rows of its training files
 * @param testRows rows of its test files
 * @param sha256 of the uncompressed bytes of each file, by role
 */
public record Delivery(String name, long rows, long testRows, SortedMap<String, String> sha256) {

  public static Delivery of(String name, SourceFacts facts) {
    return new Delivery(name, facts.rows(), facts.testRows(), facts.sha256());
  }

  public static Delivery read(JsonNode json) {
    SortedMap<String, String> sha256 = new TreeMap<>();
    json.path("sha256").properties().forEach(e -> sha256.put(e.getKey(), e.getValue().asText()));
    return new Delivery(
        Names.require(json.path("name").asText(), "a delivery", ExitCode.BAD_INPUT),
        json.path("rows").asLong(),
        json.path("test_rows").asLong(),
        sha256);
  }

  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("rows", rows);
    json.put("test_rows", testRows);
    json.put("sha256", sha256);
    return json;
  }
}
