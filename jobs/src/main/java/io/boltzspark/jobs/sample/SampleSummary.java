package io.boltzspark.jobs.sample;

import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.engine.inference.SamplingPlan.Reading;
import io.boltzspark.jobs.actions.ActionResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was sampled.
 *
 * @param picture the file
 * @param count chains in it
 * @param plan how these ran
 * @param digit at which labels were held, or images of which chains started at
 * @param fromImages whether the latter, since the model has no labels
 * @param data what the model was trained on
 * @param seconds wall time
 */
public record SampleSummary(
    String picture,
    int count,
    SamplingPlan plan,
    Optional<SampleRequest.Digit> digit,
    boolean fromImages,
    String data,
    double seconds)
    implements ActionResult {

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("picture", picture);
    json.put("count", count);
    json.put("steps", plan.sweeps());
    json.put("times", plan.times());
    json.put("anneal_from", plan.firstBeta());
    json.put("digit", digit.map(Object::toString).orElse(null));
    json.put("digit_from_images", fromImages);
    json.put("belief_net", plan.reading() == Reading.BELIEF_NET);
    json.put("data", data);
    json.put("seconds", seconds);
    return json;
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d %s%s after %d Gibbs sweeps each%s, from a model of %s%s: %s (%.1f s)",
            count,
            plan.every() > 0 ? "chains" : "images",
            digit.map(d -> d.one().isPresent() ? " of " + d : " of all classes").orElse(""),
            plan.sweeps(),
            plan.firstBeta() < 1 ? ", annealed from " + plan.firstBeta() : "",
            data,
            plan.reading() == Reading.BELIEF_NET ? " read as a belief net" : "",
            picture,
            seconds));
    if (fromImages) {
      lines.add(
          "The model has no labels to hold: its chains start at images of the data and may leave"
              + " their class.");
    }
    return lines;
  }
}
