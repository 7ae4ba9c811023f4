package io.boltzspark.jobs.notebook;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.report.CurvePicture;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

/** A chart of runs' monitors against epochs, one curve each, in the style of the report. */
public final class Curves {
  private final CurvePicture picture;

  /** What the curves show. */
  public Curves(String title) {
    this.picture = new CurvePicture(title, "epoch");
  }

  /**
   * Adds a monitor of a run over the last stage of its training, without pretraining.
   *
   * @param name for the legend
   * @param monitor its name in {@code metrics.jsonl}, such as {@code free_energy_train}
   * @return this
   * @throws BoltzException BAD_INPUT when the run has no such monitor
   */
  public Curves add(String name, String run, String monitor) {
    List<Map<String, Object>> log = Boltz.metrics(run);
    Object stage = log.isEmpty() ? null : log.get(log.size() - 1).get("stage");
    List<Map<String, Object>> found =
        log.stream()
            .filter(line -> line.get("stage").equals(stage) && line.get(monitor) instanceof Number)
            .toList();
    if (found.isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the run %s has no monitor %s; it has %s"
              .formatted(run, monitor, log.isEmpty() ? "none" : log.get(0).keySet()));
    }
    double first = number(found.get(0).get("epoch"));
    picture.add(
        name,
        found.stream().mapToDouble(line -> number(line.get("epoch")) - first).toArray(),
        found.stream().mapToDouble(line -> number(line.get(monitor))).toArray());
    return this;
  }

  /** The chart. */
  public BufferedImage picture() {
    return picture.paint();
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
