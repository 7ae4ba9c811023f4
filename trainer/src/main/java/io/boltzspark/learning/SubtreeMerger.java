package io.boltzspark.learning;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Adds the statistics of consecutive lanes along a fixed binary tree, as far as complete subtrees
 * go. Since the tree is fixed, a sum has the same roundings whoever holds which lanes. Keeps its
 * arrays from step to step: a step allocates nothing of the model's size.
 */
public final class SubtreeMerger {
  private final int from;
  private final int to;
  private final int numbers;
  private final Deque<float[]> free = new ArrayDeque<>();
  private final List<StepStatistics> stack = new ArrayList<>();

  /** For lanes {@code from} (inclusive) to {@code to} (exclusive), each with so many numbers. */
  public SubtreeMerger(int from, int to, int numbers) {
    this.from = from;
    this.to = to;
    this.numbers = numbers;
  }

  /**
   * Calls {@code compute} for each lane with an array to fill and returns the largest complete
   * subtrees, from left to right. Their arrays are overwritten by the next call.
   */
  public List<StepStatistics> merge(BiConsumer<Integer, float[]> compute) {
    stack.forEach(part -> free.push(part.sums()));
    stack.clear();
    for (int lane = from; lane < to; lane++) {
      float[] sums = free.isEmpty() ? new float[numbers] : free.pop();
      compute.accept(lane, sums);
      push(new StepStatistics(0, lane, sums), stack, free::push);
    }
    return List.copyOf(stack);
  }

  /**
   * The same for parts that are there already: adds those that follow one another, from left to
   * right, as far as complete subtrees go. The sums of left siblings are overwritten.
   */
  public static List<StepStatistics> join(List<StepStatistics> parts) {
    List<StepStatistics> joined = new ArrayList<>();
    parts.forEach(part -> push(part, joined, unused -> {}));
    return joined;
  }

  private static void push(
      StepStatistics part, List<StepStatistics> stack, Consumer<float[]> free) {
    while (!stack.isEmpty() && stack.get(stack.size() - 1).isLeftSiblingOf(part)) {
      StepStatistics left = stack.remove(stack.size() - 1);
      free.accept(part.sums());
      part = left.mergeInPlace(part);
    }
    stack.add(part);
  }

  /** The (level, index) pairs that {@link #merge} returns for a range of lanes, in its order. */
  public static List<int[]> subtrees(int from, int to) {
    List<int[]> subtrees = new ArrayList<>();
    int lane = from;
    while (lane < to) {
      int level = lane == 0 ? 30 : Integer.numberOfTrailingZeros(lane);
      while (lane + (1 << level) > to) {
        level--;
      }
      subtrees.add(new int[] {level, lane >> level});
      lane += 1 << level;
    }
    return subtrees;
  }
}
