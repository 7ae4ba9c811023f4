package io.boltzspark.jobs.retrain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.dataprep.Manifest;
import io.boltzspark.dataprep.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The properties of prepared data with which later data is compared.
 *
 * @param width columns of an image
 * @param height rows of an image
 * @param labelled whether all rows have labels
 * @param rows training rows
 * @param heldOut rows of the test part
 * @param fingerprint of the set
 * @param mean of each unit over the training rows, in 0..1
 */
public record DataSummary(
    int width,
    int height,
    boolean labelled,
    long rows,
    long heldOut,
    String fingerprint,
    List<Double> mean) {

  public static DataSummary of(Manifest manifest) {
    return new DataSummary(
        manifest.width(),
        manifest.height(),
        manifest.parts().values().stream()
            .allMatch(part -> part.rows() == 0 || !part.labelCounts().isEmpty()),
        manifest.rows(Part.TRAIN),
        manifest.rows(Part.TEST),
        manifest.fingerprint(),
        manifest.mean());
  }

  static DataSummary read(JsonNode json) {
    List<Double> mean = new ArrayList<>();
    json.path("mean").forEach(value -> mean.add(value.asDouble()));
    return new DataSummary(
        json.path("width").asInt(),
        json.path("height").asInt(),
        json.path("labelled").asBoolean(),
        json.path("rows").asLong(),
        json.path("held_out").asLong(),
        json.path("fingerprint").asText(),
        mean);
  }

  /** All except the means, for records. */
  public Map<String, Object> facts() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("width", width);
    json.put("height", height);
    json.put("labelled", labelled);
    json.put("rows", rows);
    json.put("held_out", heldOut);
    json.put("fingerprint", fingerprint);
    return json;
  }

  Map<String, Object> json() {
    Map<String, Object> json = facts();
    json.put("mean", mean);
    return json;
  }
}
