package io.boltzspark.jobs.cli;

import io.boltzspark.dataprep.Manifest;
import io.boltzspark.dataprep.Part;
import io.boltzspark.dataprep.PrepareResult;
import io.boltzspark.jobs.actions.ActionResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How the result of {@code boltz prepare} is told. */
record PreparedData(PrepareResult result) implements ActionResult {

  @Override
  public Map<String, Object> json() {
    Manifest manifest = result.manifest();
    Map<String, Object> rows = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      rows.put(part.directoryName(), result.rows(part));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("data", result.directory().toString());
    json.put("title", manifest.title());
    json.put("width", manifest.width());
    json.put("height", manifest.height());
    json.put("binarization", manifest.binarization().label());
    json.put("rows", rows);
    json.put("seed", manifest.seed());
    json.put("fingerprint", manifest.fingerprint());
    json.put("seconds", result.seconds());
    return json;
  }

  @Override
  public List<String> summary() {
    Manifest manifest = result.manifest();
    return List.of(
        "%s, %d x %d pixels, %s: %d rows to train, %d to validate, %d to test"
            .formatted(
                manifest.title(),
                manifest.width(),
                manifest.height(),
                manifest.binarization().isBinary() ? "binary" : "grey",
                result.rows(Part.TRAIN),
                result.rows(Part.VALID),
                result.rows(Part.TEST)),
        String.format(Locale.ROOT, "in %s (%.1f s)", result.directory(), result.seconds()),
        "Next: boltz train --data %s --out runs/first".formatted(result.directory()));
  }
}
