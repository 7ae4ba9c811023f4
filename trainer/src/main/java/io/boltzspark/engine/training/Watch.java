package io.boltzspark.engine.training;

import java.util.Map;

/** The values monitored in a stage. */
public interface Watch {
  /** Monitors nothing. */
  Watch NOTHING = (parameters, states, step) -> Map.of();

  /** Monitors that this stage cannot evaluate, with the reason; their values are null. */
  default Map<String, String> reasonsNot() {
    return Map.of();
  }

  /**
   * The values after a number of steps, always with the same keys; a value that does not exist for
   * this program and data is null.
   *
   * @param states the states of all lanes; only read
   */
  Map<String, Object> evaluate(float[] parameters, byte[] states, long step);

  /** Seconds spent so far by each monitor and on shared work. */
  default Map<String, Double> seconds() {
    return Map.of();
  }
}
