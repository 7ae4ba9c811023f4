package io.boltzspark.learning;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the learner's next steps depend on besides the machine: everything a checkpoint must hold of
 * it, and what goes back to a round's start when the round is tried again.
 *
 * @param step steps made so far
 * @param arrays by the names that checkpoints give them; those of the learner itself, or copies
 */
public record LearnerState(long step, Map<String, float[]> arrays) {
  /** The name of the parameters among the arrays. */
  public static final String PARAMETERS = "parameters";

  /** The same with copies of all arrays. */
  public LearnerState copy() {
    Map<String, float[]> copies = new LinkedHashMap<>();
    arrays.forEach((name, values) -> copies.put(name, values.clone()));
    return new LearnerState(step, copies);
  }
}
