package io.boltzspark.jobs.train;

import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What quickstart did.
 *
 * @param title what the digits are called: MNIST, or drawn digits
 * @param drawn whether the project drew the digits itself: not MNIST
 * @param data the prepared directory
 * @param training how training ended
 * @param picture the samples; empty when training was stopped by a signal
 * @param seconds each part took
 */
public record QuickstartSummary(
    String title,
    boolean drawn,
    String data,
    TrainSummary training,
    Optional<String> picture,
    Map<String, Double> seconds)
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
    json.put("drawn", drawn);
    json.put("data", data);
    json.put("training", training.json());
    json.put("picture", picture.orElse(null));
    json.put("seconds", seconds);
    return json;
  }

  @Override
  public List<String> summary() {
    List<String> trained = training.summary();
    List<String> lines = new ArrayList<>(trained.subList(0, 1));
    lines.addAll(trained.stream().filter(line -> line.startsWith("  ")).toList());
    List<String> parts = new ArrayList<>();
    seconds.forEach((part, time) -> parts.add(String.format(Locale.ROOT, "%s %.1f s", part, time)));
    lines.add("time: " + String.join(", ", parts));
    lines.add("data:    " + data + " (" + title + ")");
    lines.add("run:     " + training.run());
    if (picture.isEmpty()) {
      lines.add("picture: none, since training was stopped");
      lines.add(trained.get(trained.size() - 1));
      return lines;
    }
    lines.add("picture: " + picture.get() + " (samples from a model of " + title + ")");
    lines.add("What to try next:");
    lines.add("  boltz sample --model " + training.run() + "@epoch:1 --out early.png");
    lines.add("  boltz train --data " + data + " --out runs/longer --epochs 30 --k 5");
    lines.add("  boltz train --help");
    return lines;
  }
}
