package io.boltzspark.jobs.benchmark.scaling;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A step on a cluster, computed; seconds.
 *
 * @param computing of the tasks, which all take as long
 * @param exchange from the end of computing to the parameters' arrival, without {@code driver}
 * @param driver adding statistics, and the optimiser
 */
public record Prediction(double computing, double exchange, double driver) {

  public double step() {
    return computing + exchange + driver;
  }

  /** Whether most of a step goes by without any task computing. */
  public boolean isHeldBack() {
    return exchange + driver > computing;
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
