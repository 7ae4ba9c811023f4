package io.boltzspark.jobs.actions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was sampled.
 *
 * @param picture the file
 * @param count images in it
 * @param steps Gibbs sweeps of each chain
 * @param digit at which labels were held
 * @param beliefNet whether the layers were read as a deep belief net
 * @param data what the model was trained on
 * @param seconds wall time
 */
public record SampleSummary(
    String picture,
    int count,
    int steps,
    Optional<SampleRequest.Digit> digit,
    boolean beliefNet,
    String data,
    double seconds)
    implements ActionResult {

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("picture", picture);
    json.put("count", count);
    json.put("steps", steps);
    json.put("digit", digit.map(Object::toString).orElse(null));
    json.put("belief_net", beliefNet);
    json.put("data", data);
    json.put("seconds", seconds);
    return json;
  }

  @Override
  public List<String> summary() {
    return List.of(
        String.format(
            Locale.ROOT,
            "%d images%s after %d Gibbs sweeps each, from a model of %s%s: %s (%.1f s)",
            count,
            digit.map(d -> d.one().isPresent() ? " of " + d : " of all classes").orElse(""),
            steps,
            data,
            beliefNet ? " read as a belief net" : "",
            picture,
            seconds));
  }
}
