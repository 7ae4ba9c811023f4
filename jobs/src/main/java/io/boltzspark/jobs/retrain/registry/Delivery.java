package io.boltzspark.jobs.retrain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.dataprep.SourceFacts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Files of data as found.
 *
 * @param name of their directory within {@code data.source}, or of the one file
 * @param rows training rows
 * @param testRows test rows
 * @param sha256 of the uncompressed bytes of each IDX file, by role; empty for a table
 * @param content of a table: the fingerprint of its rows, however they are divided into files;
 *     empty for IDX files
 */
public record Delivery(
    String name, long rows, long testRows, SortedMap<String, String> sha256, String content) {

  public static Delivery of(String name, SourceFacts facts) {
    return new Delivery(name, facts.rows(), facts.testRows(), facts.sha256(), "");
  }

  /**
   * A table.
   *
   * @param content the fingerprint of its rows
   */
  public static Delivery ofTable(String name, long rows, long testRows, String content) {
    return new Delivery(name, rows, testRows, new TreeMap<>(), content);
  }

  /** Whether another delivery has the same rows. */
  public boolean hasRowsOf(Delivery other) {
    return sha256.equals(other.sha256) && content.equals(other.content);
  }

  /** Whether it is a table. */
  public boolean isTable() {
    return !content.isEmpty();
  }

  public static Delivery read(JsonNode json) {
    SortedMap<String, String> sha256 = new TreeMap<>();
    json.path("sha256").properties().forEach(e -> sha256.put(e.getKey(), e.getValue().asText()));
    return new Delivery(
        Names.requireDelivery(json.path("name").asText(), "a delivery"),
        json.path("rows").asLong(),
        json.path("test_rows").asLong(),
        sha256,
        json.path("content").asText());
  }

  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("rows", rows);
    json.put("test_rows", testRows);
    if (isTable()) {
      json.put("content", content);
    } else {
      json.put("sha256", sha256);
    }
    return json;
  }
}
