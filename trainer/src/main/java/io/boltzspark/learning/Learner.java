package io.boltzspark.learning;

import java.util.List;

/**
 * The driver's half of a step: makes better parameters of the statistics that all lanes sent. What
 * it does depends on nothing but its {@link #state}, the step's number and the statistics.
 */
public interface Learner {

  /** Steps made so far. */
  long step();

  /** The parameters themselves: they change with the next step. */
  float[] parameters();

  /** The parameters that a model is to have, such as averaged ones. */
  float[] modelParameters();

  /** Numbers in the statistics of a step. */
  int statisticsSize();

  /**
   * Makes one step from the statistics of all lanes.
   *
   * @param statistics complete subtrees that cover all lanes, from left to right; their arrays are
   *     used as scratch space
   * @param batchSize rows of the minibatch, B
   * @return false when a parameter is known to be no longer finite; it may look at some only
   */
  boolean step(List<StepStatistics> statistics, int batchSize);

  /**
   * Whether all of the {@link #state} is finite: asked before parameters are kept, since {@link
   * #step} may not look at all of them.
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
    for (int i = from; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }

  /** What the next steps depend on; the arrays themselves. */
  LearnerState state();

  /** Goes to a state that a learner of the same program had. */
  default void restore(LearnerState other) {
    state()
        .arrays()
        .forEach(
            (name, mine) -> System.arraycopy(other.arrays().get(name), 0, mine, 0, mine.length));
    goTo(other.step());
  }

  /** Sets the number of steps made; the arrays are another matter. */
  void goTo(long step);
}
