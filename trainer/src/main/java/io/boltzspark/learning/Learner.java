package io.boltzspark.learning;

import java.util.List;

/**
 * The driver's half of a step: updates the parameters from the statistics of all lanes. The result
 * depends only on its {@link #state}, the step's number and the statistics.
 */
public interface Learner {
  /** The values of a learner that measures none. */
  float[] NO_VALUES = {};

  /** Number of steps made so far. */
  long step();

  /** The parameters themselves, which change with the next step. */
  float[] parameters();

  /** The parameters of the model, such as averaged ones. */
  float[] modelParameters();

  /** What lanes receive for the next step: {@link Program#received} numbers. */
  default float[] sent() {
    return parameters();
  }

  /** Number of statistics of a step. */
  int statisticsSize();

  /**
   * Makes one step from the statistics of all lanes.
   *
   * @param statistics complete subtrees that cover all lanes, from left to right; their arrays are
   *     used as scratch space
   * @param batchSize rows of the minibatch, B
   * @return false if a parameter is known to be no longer finite; not all of them need be checked
   */
  boolean step(List<StepStatistics> statistics, int batchSize);

  /**
   * What the last step measured besides, such as losses: always the same number of values, the same
   * array. Not part of the {@link #state}.
   */
  default float[] values() {
    return NO_VALUES;
  }

  /**
   * Whether the whole {@link #state} is finite; checked before parameters are kept, since {@link
   * #step} may not check all of them.
   */
  default boolean isFinite() {
    return state().arrays().values().stream().allMatch(Learner::isFinite);
  }

  /** Whether all numbers are finite. */
  static boolean isFinite(float[] values) {
    return isFinite(values, 0);
  }

  /** Whether all numbers from {@code from} on are finite. */
  static boolean isFinite(float[] values, int from) {
    return isFinite(values, from, values.length);
  }

  /** Whether numbers {@code from} (inclusive) to {@code to} (exclusive) are finite. */
  static boolean isFinite(float[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Float.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }

  /** The state on which the next steps depend; the arrays themselves, always the same ones. */
  LearnerState state();

  /** Restores the state of a learner of the same program. */
  default void restore(LearnerState other) {
    state()
        .arrays()
        .forEach(
            (name, mine) -> System.arraycopy(other.arrays().get(name), 0, mine, 0, mine.length));
    goTo(other.step());
  }

  /** Sets the number of steps made, but no arrays. */
  void goTo(long step);
}
