package io.boltzspark.learning;

import java.io.Serializable;

/**
 * Which steps move a range of parameters, where steps of different kinds take turns: step t does if
 * {@code t mod every = at}. The range's optimiser and schedule count these steps alone.
 *
 * @param every length of a cycle, at least 1
 * @param at the step of each cycle, from 0 to {@code every - 1}
 */
public record Turn(int every, int at) implements Serializable {
  /** Every step. */
  public static final Turn ALWAYS = new Turn(1, 0);

  public Turn {
    if (every < 1 || at < 0 || at >= every) {
      throw new IllegalArgumentException("step " + at + " of every " + every);
    }
  }

  /** Whether a step moves the range. */
  public boolean includes(long step) {
    return step % every == at;
  }

  /** How many of the first {@code steps} steps move the range. */
  public long count(long steps) {
    return (steps - at + every - 1) / every;
  }
}
