package io.boltzspark.jobs.pictures;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.console.TextTable;
import io.boltzspark.jobs.images.PixelErrors;
import io.boltzspark.jobs.states.OutputFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How closely models reproduce images of which they saw a part, a noisy version, or all.
 *
 * @param what describes the task
 * @param rows number of images that the errors are measured on
 * @param before errors of the images that the models saw, if these were noisy
 * @param after errors of the images that each model returned, by its title
 * @param format of the file: a picture, or one of data
 * @param file what was written
 * @param seconds wall time
 */
public record RestorationResult(
    String what,
    int rows,
    Optional<PixelErrors> before,
    Map<String, PixelErrors> after,
    OutputFormat format,
    String file,
    double seconds)
    implements ActionResult {

  private static final String BEFORE = "before";

  public RestorationResult {
    after = new LinkedHashMap<>(after);
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("what", what);
    json.put("rows", rows);
    before.ifPresent(errors -> json.put(BEFORE, json(errors)));
    Map<String, Object> models = new LinkedHashMap<>();
    after.forEach((title, errors) -> models.put(title, json(errors)));
    json.put("models", models);
    json.put(format.isPicture() ? "picture" : "file", file);
    json.put("format", format.word());
    json.put("seconds", seconds);
    return json;
  }

  private static Map<String, Object> json(PixelErrors errors) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mean_squared_error", errors.meanSquared());
    json.put("bit_error", errors.bits());
    return json;
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(what);
    TextTable table =
        new TextTable(2).left("").right("squared error", "%.4f").right("bits wrong %", "%.2f");
    before.ifPresent(errors -> addRow(table, BEFORE, errors));
    after.forEach((title, errors) -> addRow(table, title, errors));
    lines.addAll(table.lines());
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %s (%.1f s)",
            format.isPicture() ? "picture" : "rows",
            file,
            seconds));
    return lines;
  }

  private static void addRow(TextTable table, String title, PixelErrors errors) {
    table.row(title, errors.meanSquared(), 100 * errors.bits());
  }
}
