package io.boltzspark.engine.training;

import java.util.Map;

/** The values monitored in a stage. */
public interface Watch {

  /** Monitors that this stage cannot evaluate, with the reason; their values are null. */
  Map<String, String> reasonsNot();

  /**
   * The values after a number of steps, always with the same keys; a value that does not exist for
   * this program and data is null.
   */
  Map<String, Object> evaluate(float[] parameters, long step);

  /** Seconds spent so far by each monitor and on shared work. */
  Map<String, Double> seconds();
}
