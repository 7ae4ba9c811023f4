package io.boltzspark.learning;

import io.boltzspark.math.RowKernels;
import java.util.ArrayList;
import java.util.List;

/** The order in which the parts of a step's statistics are added: always along the same tree. */
public final class MergePlan {
  private final float[][] sums;
  private final List<int[]> pairs = new ArrayList<>(); // left, right

  /**
   * @param parts complete subtrees that cover all lanes, from left to right
   */
  public MergePlan(List<StepStatistics> parts) {
    sums = parts.stream().map(StepStatistics::sums).toArray(float[][]::new);
    List<int[]> stack = new ArrayList<>(); // level, index, part
    for (int p = 0; p < parts.size(); p++) {
      int[] node = {parts.get(p).level(), parts.get(p).index(), p};
      while (!stack.isEmpty() && isLeftSibling(stack.get(stack.size() - 1), node)) {
        int[] left = stack.remove(stack.size() - 1);
        pairs.add(new int[] {left[2], node[2]});
        node = new int[] {left[0] + 1, left[1] / 2, left[2]};
      }
      stack.add(node);
    }
    if (stack.size() != 1) {
      throw new IllegalArgumentException("the statistics do not cover all lanes: " + parts);
    }
  }

  private static boolean isLeftSibling(int[] left, int[] right) {
    return left[0] == right[0] && left[1] % 2 == 0 && right[1] == left[1] + 1;
  }

  /** The array that holds the total in all ranges merged so far. */
  public float[] total() {
    return sums[0];
  }

  /** Adds up elements {@code from} (inclusive) to {@code to} (exclusive) and scales the total. */
  public void merge(float scale, int from, int to) {
    for (int[] pair : pairs) {
      RowKernels.addInPlace(sums[pair[0]], sums[pair[1]], from, to);
    }
    RowKernels.scaleInPlace(sums[0], scale, from, to);
  }
}
