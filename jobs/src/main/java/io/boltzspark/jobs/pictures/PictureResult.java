package io.boltzspark.jobs.pictures;

import io.boltzspark.jobs.actions.ActionResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A picture that was drawn.
 *
 * @param picture the file
 * @param shows what it shows
 * @param seconds wall time
 */
public record PictureResult(String picture, String shows, double seconds) implements ActionResult {

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("picture", picture);
    json.put("shows", shows);
    json.put("seconds", seconds);
    return json;
  }

  @Override
  public List<String> summary() {
    return List.of(String.format(Locale.ROOT, "%s: %s (%.1f s)", shows, picture, seconds));
  }
}
