package io.boltzspark.jobs.actions;

import io.boltzspark.engine.TrainingResult;
import io.boltzspark.errors.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a training ended.
 *
 * @param run the run directory
 * @param data what it was trained on
 */
public record TrainSummary(String run, String data, TrainingResult result) implements ActionResult {

  @Override
  public ExitCode exitCode() {
    return result.ending() == TrainingResult.Ending.INTERRUPTED
        ? ExitCode.INTERRUPTED
        : ExitCode.OK;
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", run);
    json.put("data", data);
    json.put("ending", result.ending().name().toLowerCase(Locale.ROOT));
    json.put("step", result.step());
    json.put("epoch", result.epoch());
    json.put("model_sha256", result.modelSha256());
    json.put("metrics", result.metrics());
    json.put("seconds", result.seconds());
    json.put("tasks", result.tasks());
    return json;
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Trained on %s: %s after epoch %d, step %d, in %.1f s",
            data,
            result.ending().name().toLowerCase(Locale.ROOT),
            result.epoch(),
            result.step(),
            result.seconds().get("total")));
    result.metrics().forEach((name, value) -> addMetric(lines, name, value));
    lines.add("model " + run + "/model (SHA-256 " + result.modelSha256() + ")");
    lines.add(
        result.ending() == TrainingResult.Ending.FINISHED
            ? "Next: boltz sample --model " + run + " --out samples.png"
            : "Go on: boltz train --resume --out " + run);
    return lines;
  }

  private static void addMetric(List<String> lines, String name, Object value) {
    if (value instanceof Double number && !List.of("epoch", "seconds").contains(name)) {
      lines.add(String.format(Locale.ROOT, "  %s %.4g", name.replace('_', ' '), number));
    }
  }
}
