package io.boltzspark.jobs.retrain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.dataprep.Manifest;
import io.boltzspark.dataprep.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The properties of prepared data with which later data is compared.
 *
 * @param width columns of an image
 * @param height rows of an image
 * @param labelled whether all rows have labels
 * @param rows training rows
 * @param heldOut rows of the test part
 * @param fingerprint of the set
 * @param mean of each unit over the training rows; of images in 0..1
 * @param variance of each unit over these rows; empty for images
 * @param table the form of the tables that the data came in; empty for images
 */
public record DataSummary(
    int width,
    int height,
    boolean labelled,
    long rows,
    long heldOut,
    String fingerprint,
    List<Double> mean,
    List<Double> variance,
    Optional<TableForm> table) {
  private static final String TABLE = "table";

  public static DataSummary of(Manifest manifest) {
    return new DataSummary(
        manifest.width(),
        manifest.height(),
        manifest.parts().values().stream()
            .allMatch(part -> part.rows() == 0 || !part.labelCounts().isEmpty()),
        manifest.rows(Part.TRAIN),
        manifest.rows(Part.TEST),
        manifest.fingerprint(),
        manifest.mean(),
        List.of(),
        Optional.empty());
  }

  public static DataSummary read(JsonNode json) {
    return new DataSummary(
        json.path("width").asInt(),
        json.path("height").asInt(),
        json.path("labelled").asBoolean(),
        json.path("rows").asLong(),
        json.path("held_out").asLong(),
        json.path("fingerprint").asText(),
        numbers(json.path("mean")),
        numbers(json.path("variance")),
        json.has(TABLE) ? Optional.of(TableForm.read(json.path(TABLE))) : Optional.empty());
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(value -> numbers.add(value.asDouble()));
    return numbers;
  }

  /** All except means and variances, for records. */
  public Map<String, Object> facts() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("width", width);
    json.put("height", height);
    json.put("labelled", labelled);
    json.put("rows", rows);
    json.put("held_out", heldOut);
    json.put("fingerprint", fingerprint);
    table.ifPresent(form -> json.put(TABLE, form.json()));
    return json;
  }

  public Map<String, Object> json() {
    Map<String, Object> json = facts();
    json.put("mean", mean);
    if (!variance.isEmpty()) {
      json.put("variance", variance);
    }
    return json;
  }
}
