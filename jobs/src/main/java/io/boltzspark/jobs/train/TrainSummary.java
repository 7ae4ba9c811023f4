package io.boltzspark.jobs.train;

import io.boltzspark.engine.training.TrainingResult;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a training ended.
 *
 * @param run the run directory
 * @param data what it was trained on
 */
public record TrainSummary(String run, String data, TrainingResult result) implements ActionResult {
  private static final String OF_MONITORS = TrainingResult.MONITORS + ".";
  private static final String OF_STEPS = "steps.";

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
    lines.add("  " + timeLine());
    result.metrics().forEach((name, value) -> addMetric(lines, name, value));
    lines.add("model " + run + "/model (SHA-256 " + result.modelSha256() + ")");
    lines.add(
        result.ending() == TrainingResult.Ending.FINISHED
            ? "Next: boltz sample --model " + run + " --out samples.png"
            : "Go on: boltz train --resume --out " + run);
    return lines;
  }

  /**
   * Where the time went: what steps are made of, what monitors cost by name and as a share of all.
   */
  private String timeLine() {
    Map<String, Double> seconds = result.seconds();
    double monitors = seconds.getOrDefault(TrainingResult.MONITORS, 0.0);
    String steps = parts(seconds, OF_STEPS, "%s %.1f s");
    String each = parts(seconds, OF_MONITORS, "%s %.2f s");
    return String.format(
        Locale.ROOT,
        "time: steps %.1f s%s, checkpoints %.1f s, monitors %.1f s (%.0f %%%s)",
        seconds.getOrDefault("steps", 0.0),
        steps.isEmpty() ? "" : " (" + steps + ")",
        seconds.getOrDefault("checkpoints", 0.0),
        monitors,
        100 * monitors / seconds.get("total"),
        each.isEmpty() ? "" : ": " + each);
  }

  /** Parts of something, longest first, by their names and seconds. */
  private static String parts(Map<String, Double> seconds, String of, String format) {
    return seconds.entrySet().stream()
        .filter(spent -> spent.getKey().startsWith(of))
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .map(
            spent ->
                String.format(
                    Locale.ROOT,
                    format,
                    spent.getKey().substring(of.length()).replace('-', ' '),
                    spent.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static void addMetric(List<String> lines, String name, Object value) {
    if (value instanceof Double number && !List.of("epoch", "seconds").contains(name)) {
      lines.add(String.format(Locale.ROOT, "  %s %.4g", name.replace('_', ' '), number));
    }
  }
}
