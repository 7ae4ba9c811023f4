package io.boltzspark.jobs.benchmark.scaling;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The predicted duration of a step on a cluster, in seconds.
 *
 * @param computing of the tasks, which all take equally long
 * @param exchange from the end of computing to the parameters' arrival, without {@code driver}
 * @param driver adding statistics, and the optimiser
 */
public record Prediction(double computing, double exchange, double driver) {

  public double step() {
    return computing + exchange + driver;
  }

  /** Whether no task computes for most of a step. */
  public boolean isHeldBack() {
    return exchange + driver > computing;
  }

  /** The share of a step in which no task computes. */
  public double waiting() {
    return (exchange + driver) / step();
  }

  /** As {@code --json} shows it, in milliseconds. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("step_ms", 1000 * step());
    json.put("computing_ms", 1000 * computing);
    json.put("exchange_ms", 1000 * exchange);
    json.put("driver_ms", 1000 * driver);
    return json;
  }
}
