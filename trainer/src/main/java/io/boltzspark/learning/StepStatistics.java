package io.boltzspark.learning;

import io.boltzspark.math.RowKernels;

/**
 * Positive-phase minus negative-phase sums of a part of a step: for each parameter the sum over
 * rows, less B/C times the sum over chains, of minus the energy's derivative, in the machine's
 * layout. Over a whole step, divided by B, it is the gradient of the log-likelihood.
 *
 * @param level 0 for one lane, l for a complete subtree of 2^l lanes
 * @param index which of the subtrees of that level, from the left
 * @param sums one number a parameter
 */
public record StepStatistics(int level, int index, float[] sums) {

  /** Whether {@code right} is the other half of the subtree above this one, to the right. */
  public boolean isLeftSiblingOf(StepStatistics right) {
    return level == right.level && index % 2 == 0 && right.index == index + 1;
  }

  /**
   * This part and its right sibling as the subtree above; overwrites and keeps this part's sums.
   */
  public StepStatistics mergeInPlace(StepStatistics right) {
    if (!isLeftSiblingOf(right)) {
      throw new IllegalArgumentException(this + " and " + right + " are not siblings");
    }
    RowKernels.addInPlace(sums, right.sums, 0, sums.length);
    return new StepStatistics(level + 1, index / 2, sums);
  }

  @Override
  public String toString() {
    return "statistics of subtree " + index + " at level " + level;
  }
}
