package io.boltzspark.jobs.actions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was sampled.
 *
 * @param picture the file
 * @param count images in it
 * @param steps Gibbs sweeps of each chain
 * @param data what the model was trained on
 * @param seconds wall time
 */
public record SampleSummary(String picture, int count, int steps, String data, double seconds)
    implements ActionResult {

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("picture", picture);
    json.put("count", count);
    json.put("steps", steps);
    json.put("data", data);
    json.put("seconds", seconds);
    return json;
  }

  @Override
  public List<String> summary() {
    return List.of(
        String.format(
            Locale.ROOT,
            "%d images after %d Gibbs sweeps each, from a model of %s: %s (%.1f s)",
            count,
            steps,
            data,
            picture,
            seconds));
  }
}
