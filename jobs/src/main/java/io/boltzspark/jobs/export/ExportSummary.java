package io.boltzspark.jobs.export;

import io.boltzspark.jobs.actions.ActionResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A model that was exported.
 *
 * @param model as it was named
 * @param holds what the file holds, for people
 * @param file that was written
 * @param bytes of the file
 * @param sha256 of the file: equal models make equal files
 */
public record ExportSummary(
    String model, ExportFormat format, String holds, String file, long bytes, String sha256)
    implements ActionResult {

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model);
    json.put("format", format.name().toLowerCase(Locale.ROOT));
    json.put("holds", holds);
    json.put("file", file);
    json.put("bytes", bytes);
    json.put("sha256", sha256);
    return json;
  }

  @Override
  public List<String> summary() {
    return List.of(
        String.format(Locale.ROOT, "%s of %s: %s (%,d bytes)", holds, model, file, bytes),
        "SHA-256: " + sha256);
  }
}
