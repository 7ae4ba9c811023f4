package io.boltzspark.learning;

import io.boltzspark.math.RowKernels;

/**
 * The sums of a part of a step over the lanes of a complete subtree: numbers whose meaning is the
 * program's, and which add.
 *
 * @param level 0 for one lane, l for a complete subtree of 2^l lanes
 * @param index which of the subtrees of that level, from the left
 * @param sums {@link Program#statistics} numbers
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
