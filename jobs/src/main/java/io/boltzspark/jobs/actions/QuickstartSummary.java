package io.boltzspark.jobs.actions;

import io.boltzspark.errors.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What quickstart did.
 *
 * @param title what the digits are called: MNIST, or drawn digits
 * @param data the prepared directory
 * @param training how training ended
 * @param picture the samples
 * @param seconds each part took
 */
public record QuickstartSummary(
    String title, String data, TrainSummary training, String picture, Map<String, Double> seconds)
    implements ActionResult {

  public QuickstartSummary {
    seconds = new LinkedHashMap<>(seconds);
  }

  @Override
  public ExitCode exitCode() {
    return training.exitCode();
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("title", title);
    json.put("data", data);
    json.put("training", training.json());
    json.put("picture", picture);
    json.put("seconds", seconds);
    return json;
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>(training.summary().subList(0, 1));
    lines.addAll(training.summary().stream().filter(line -> line.startsWith("  ")).toList());
    List<String> parts = new ArrayList<>();
    seconds.forEach((part, time) -> parts.add(String.format(Locale.ROOT, "%s %.1f s", part, time)));
    lines.add("time: " + String.join(", ", parts));
    lines.add("data:    " + data + " (" + title + ")");
    lines.add("run:     " + training.run());
    lines.add("picture: " + picture);
    lines.add("What to try next:");
    lines.add("  boltz sample --model " + training.run() + "@epoch:1 --out early.png");
    lines.add("  boltz train --data " + data + " --out runs/longer --epochs 30 --k 5");
    lines.add("  boltz train --help");
    return lines;
  }
}
