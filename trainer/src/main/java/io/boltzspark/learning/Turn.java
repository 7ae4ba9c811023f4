package io.boltzspark.learning;

import java.io.Serializable;

/**
 * The steps that move a range of parameters when kinds of steps alternate: step t does if {@code t
 * mod every = at}. The range's optimiser and schedule count only these steps.
 *
 * @param every length of a cycle, at least 1
 * @param at the step of each cycle, from 0 to {@code every - 1}
 */
public record Turn(int every, int at) implements Serializable {
  /** Every step. */
  public static final Turn ALWAYS = new Turn(1, 0);

  public Turn {
    if (every < 1 || at < 0 || at >= every) {
      throw new IllegalArgumentException("invalid turn: step " + at + " of every " + every);
    }
  }

  /** Whether a step moves the range. */
  public boolean includes(long step) {
    return step % every == at;
  }

  /** Number of the first {@code steps} steps that move the range. */
  public long count(long steps) {
    return (steps - at + every - 1) / every;
  }
}
