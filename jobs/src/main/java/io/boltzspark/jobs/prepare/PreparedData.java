package io.boltzspark.jobs.prepare;

import io.boltzspark.dataprep.IsingDescription;
import io.boltzspark.dataprep.Manifest;
import io.boltzspark.dataprep.Part;
import io.boltzspark.dataprep.PrepareResult;
import io.boltzspark.jobs.actions.ActionResult;
import java.util.ArrayList;
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
    json.put("drawn", manifest.source().drawn());
    manifest.source().ising().ifPresent(ising -> json.put("ising", json(ising)));
    json.put("binarization", manifest.binarization().label());
    json.put("rows", rows);
    json.put("without_labels", List.copyOf(manifest.withoutLabels()));
    json.put("seed", manifest.seed());
    json.put("fingerprint", manifest.fingerprint());
    json.put("seconds", result.seconds());
    return json;
  }

  private static Map<String, Object> json(IsingDescription ising) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("size", ising.size());
    json.put("temperature", ising.temperature());
    json.put("sampler", ising.sampler());
    json.put("updates", ising.updates());
    json.put("seed", ising.seed());
    return json;
  }

  @Override
  public List<String> summary() {
    Manifest manifest = result.manifest();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s, %d x %d pixels, %s: %d rows to train, %d to validate, %d to test"
            .formatted(
                manifest.title(),
                manifest.width(),
                manifest.height(),
                manifest.binarization().isBinary() ? "binary" : "grey",
                result.rows(Part.TRAIN),
                result.rows(Part.VALID),
                result.rows(Part.TEST)));
    manifest.source().ising().ifPresent(ising -> lines.add(howDrawn(ising)));
    lines.add(String.format(Locale.ROOT, "in %s (%.1f s)", result.directory(), result.seconds()));
    lines.add("Next: boltz train --data %s --out runs/first".formatted(result.directory()));
    return lines;
  }

  private static String howDrawn(IsingDescription ising) {
    return "drawn here: each row ends a Wolff chain of its own of %d to %d cluster updates (seed %d)"
        .formatted(ising.updates(), ising.mostUpdates(), ising.seed());
  }
}
