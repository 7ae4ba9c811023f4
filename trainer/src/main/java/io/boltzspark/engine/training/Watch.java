package io.boltzspark.engine.training;

import java.util.Map;

/** The values that are watched in a stage. */
public interface Watch {

  /** Monitors that this stage does not have, and why; their values are null. */
  Map<String, String> reasonsNot();

  /**
   * The values after a number of steps, by their keys, always the same ones; a value that does not
   * exist for this program and data is null.
   */
  Map<String, Object> evaluate(float[] parameters, long step);

  /** Seconds spent so far by each monitor, and for what they share. */
  Map<String, Double> seconds();
}
