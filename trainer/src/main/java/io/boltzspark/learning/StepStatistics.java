package io.boltzspark.learning;

import io.boltzspark.math.RowKernels;

/**
 * The statistics of a step, summed over the lanes of a complete subtree: additive numbers whose
 * meaning is up to the program.
 *
 * @param level 0 for one lane, l for a complete subtree of 2^l lanes
 * @param index the subtree's place in its level, from the left
 * @param sums {@link Program#statistics} numbers
 */
public record StepStatistics(int level, int index, float[] sums) {

  /**
   * Whether {@code right} is the right half of the parent subtree of which this is the left half.
   */
  public boolean isLeftSiblingOf(StepStatistics right) {
    return level == right.level && index % 2 == 0 && right.index == index + 1;
  }

  /**
   * Merges this part and its right sibling into their parent subtree; overwrites and reuses this
   * part's sums.
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
