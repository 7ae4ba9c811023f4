package io.boltzspark.jobs.benchmark.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A timed step.
 *
 * @param series it belongs to
 * @param shape of the step
 * @param rows of the training set
 * @param layout of its tasks
 * @param times measured
 */
public record MeasuredStep(
    ScaleSeries series, StepShape shape, int rows, Layout layout, Times times) {

  /**
   * How a step is divided.
   *
   * @param executors number of executor processes; 0 where tasks were threads of the driver
   * @param tasks that shared the lanes; each exchanges with the driver
   * @param threads of all these tasks
   * @param lanes of the step
   * @param localSteps that lanes make by themselves between two exchanges, H; 1: none
   */
  public record Layout(int executors, int tasks, int threads, int lanes, int localSteps) {}

  /**
   * Milliseconds of a step.
   *
   * @param step median over steps
   * @param mean over steps, of which computing and driver are shares
   * @param products median of the same matrix products alone, on as many threads
   * @param computing time that a task computed, mean over tasks
   * @param driver time in which the driver added statistics and took the step
   */
  public record Times(double step, double mean, double products, double computing, double driver) {

    /**
     * The rest of a step: sending, serialising and deserialising messages, and waiting for the
     * slowest task.
     */
    public double exchange() {
      return Math.max(0, mean - computing - driver);
    }
  }

  /**
   * Bytes that a step sends between processes; within one, messages pass by reference. All tasks
   * hold equally many lanes, so each sends one subtree. Of an exchange of local steps, its share.
   */
  public long exchangeBytes() {
    if (layout.executors() == 0) {
      return 0;
    }
    return layout.localSteps() == 1
        ? bytes(shape, layout.tasks())
        : layout.tasks() * 2 * shape.state() * Float.BYTES / layout.localSteps();
  }

  /** The statistics from each task to the driver, and the parameters back to each. */
  static long bytes(StepShape shape, int messages) {
    return messages * (shape.statistics() + shape.parameters()) * Float.BYTES;
  }

  /** As {@code --json} shows it. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("series", series.word());
    json.put("visible", shape.visible());
    json.put("hidden", shape.hidden());
    json.put("batch_size", shape.batch());
    json.put("chains", shape.chains());
    json.put("k", shape.k());
    json.put("rows", rows);
    json.put("executors", layout.executors());
    json.put("tasks", layout.tasks());
    json.put("threads", layout.threads());
    json.put("lanes", layout.lanes());
    json.put("local_steps", layout.localSteps());
    json.put("parameters", shape.parameters());
    json.put("step_ms", times.step());
    json.put("mean_ms", times.mean());
    json.put("products_ms", times.products());
    json.put("ratio", times.step() / times.products());
    json.put("computing_ms", times.computing());
    json.put("driver_ms", times.driver());
    json.put("exchange_ms", times.exchange());
    json.put("exchange_bytes", exchangeBytes());
    return json;
  }

  /**
   * The reverse of {@link #json}.
   *
   * @param source named in error messages
   * @throws BoltzException BAD_INPUT when a field is missing or not a positive number
   */
  public static MeasuredStep of(JsonNode json, String source) {
    String word = json.path("series").asText();
    ScaleSeries series =
        ScaleSeries.ofWord(word)
            .orElseThrow(
                () ->
                    new BoltzException(
                        ExitCode.BAD_INPUT,
                        "%s has a step of the unknown series '%s'; expected one of: %s"
                            .formatted(source, word, ScaleSeries.words())));
    return new MeasuredStep(
        series,
        new StepShape(
            whole(json, "visible", 1, source),
            whole(json, "hidden", 1, source),
            whole(json, "batch_size", 1, source),
            whole(json, "chains", 1, source),
            whole(json, "k", 1, source)),
        whole(json, "rows", 1, source),
        new Layout(
            whole(json, "executors", 0, source),
            whole(json, "tasks", 1, source),
            whole(json, "threads", 1, source),
            whole(json, "lanes", 1, source),
            json.has("local_steps") ? whole(json, "local_steps", 1, source) : 1),
        new Times(
            millis(json, "step_ms", source),
            millis(json, "mean_ms", source),
            millis(json, "products_ms", source),
            millis(json, "computing_ms", source),
            millis(json, "driver_ms", source)));
  }

  private static int whole(JsonNode json, String field, int least, String source) {
    JsonNode value = json.path(field);
    if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < least) {
      throw damaged(field, value, "a whole number from " + least, source);
    }
    return value.intValue();
  }

  private static double millis(JsonNode json, String field, String source) {
    JsonNode value = json.path(field);
    if (!value.isNumber() || !(value.doubleValue() > 0) || !(value.doubleValue() < 1e12)) {
      throw damaged(field, value, "milliseconds", source);
    }
    return value.doubleValue();
  }

  private static BoltzException damaged(
      String field, JsonNode value, String wanted, String source) {
    return new BoltzException(
        ExitCode.BAD_INPUT,
        String.format(
            Locale.ROOT,
            "%s has a step with %s = %s, expected %s; give the output of boltz benchmark"
                + " --suite scale --json",
            source,
            field,
            value,
            wanted));
  }
}
