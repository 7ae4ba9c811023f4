package io.boltzspark.learning;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The learner's state: the part of it that a checkpoint must hold, and that is reset to a round's
 * start when the round is retried.
 *
 * @param step number of steps made so far
 * @param arrays arrays by their names in checkpoints; the learner's own, or copies
 */
public record LearnerState(long step, Map<String, float[]> arrays) {
  /** Name of the parameters among the arrays. */
  public static final String PARAMETERS = "parameters";

  /** The same with copies of all arrays. */
  public LearnerState copy() {
    Map<String, float[]> copies = new LinkedHashMap<>();
    arrays.forEach((name, values) -> copies.put(name, values.clone()));
    return new LearnerState(step, copies);
  }
}
