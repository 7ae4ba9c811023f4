package io.boltzspark.learning;

import io.boltzspark.math.ParallelRanges;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The driver's half of a step: merges the statistics that arrived, forms the gradient and lets the
 * optimiser move the parameters. All of it is element-wise, so it runs tile by tile, in one pass
 * over memory and on several threads, with the same bytes as on one.
 */
public final class Learner {
  private static final int TILE = 1024;

  private final float[] parameters;
  private final Optimizer optimizer;
  private final Schedule schedule;
  private final ParallelRanges parallel;
  private final int unitParameters;
  private long step;

  /**
   * @param parameters moved in place
   * @param step the number of steps already made
   */
  public Learner(
      ParameterLayout layout,
      float[] parameters,
      Optimizer optimizer,
      Schedule schedule,
      ParallelRanges parallel,
      long step) {
    this.parameters = parameters;
    this.optimizer = optimizer;
    this.schedule = schedule;
    this.parallel = parallel;
    this.unitParameters = layout.firstUnitParameter();
    this.step = step;
  }

  /** The parameters themselves: they change with the next step. */
  public float[] parameters() {
    return parameters;
  }

  public Optimizer optimizer() {
    return optimizer;
  }

  /** Steps made so far. */
  public long step() {
    return step;
  }

  /** A copy of what the next steps depend on: parameters first, then the optimiser's moments. */
  public record State(long step, List<float[]> arrays) {}

  public State copyState() {
    return new State(step, arrays().stream().map(float[]::clone).toList());
  }

  /** Goes back to a state that {@link #copyState} copied. */
  public void restore(State state) {
    List<float[]> mine = arrays();
    for (int i = 0; i < mine.size(); i++) {
      System.arraycopy(state.arrays().get(i), 0, mine.get(i), 0, mine.get(i).length);
    }
    step = state.step();
  }

  private List<float[]> arrays() {
    List<float[]> arrays = new ArrayList<>();
    arrays.add(parameters);
    arrays.addAll(optimizer.moments().values());
    return arrays;
  }

  /**
   * Makes one step from the statistics of all lanes.
   *
   * @param parts complete subtrees that cover all lanes, from left to right; their arrays are used
   *     as scratch space
   * @param batchSize rows of the minibatch, B
   * @return false when a parameter is known to be no longer finite; see {@link #isFinite()}
   */
  public boolean step(List<PhaseStatistics> parts, int batchSize) {
    List<int[]> plan = mergePlan(parts);
    float[][] sums = parts.stream().map(PhaseStatistics::sums).toArray(float[][]::new);
    optimizer.beginStep(step, schedule.factor(step));
    float scale = 1f / batchSize;
    parallel.run(
        parameters.length, TILE, (range, from, to) -> moveTiles(sums, plan, scale, from, to));
    step++;
    return isFinite(sums[0], unitParameters) && isFinite(parameters, unitParameters);
  }

  /**
   * Whether all parameters and moments are finite. {@link #step} looks at the units' own ones only:
   * a weight that is not finite spoils the units' statistics in the next step. So this is for the
   * moment before parameters are kept.
   */
  public boolean isFinite() {
    return arrays().stream().allMatch(values -> isFinite(values, 0));
  }

  private static boolean isFinite(float[] values, int from) {
    for (int i = from; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }

  /** Pairs (left, right) of parts to add, in order, until part 0 is the whole tree. */
  private static List<int[]> mergePlan(List<PhaseStatistics> parts) {
    List<int[]> plan = new ArrayList<>();
    List<int[]> stack = new ArrayList<>(); // level, index, part
    for (int p = 0; p < parts.size(); p++) {
      int[] node = {parts.get(p).level(), parts.get(p).index(), p};
      while (!stack.isEmpty() && isLeftSibling(stack.get(stack.size() - 1), node)) {
        int[] left = stack.remove(stack.size() - 1);
        plan.add(new int[] {left[2], node[2]});
        node = new int[] {left[0] + 1, left[1] / 2, left[2]};
      }
      stack.add(node);
    }
    if (stack.size() != 1) {
      throw new IllegalArgumentException("the statistics do not cover all lanes: " + parts);
    }
    return plan;
  }

  private static boolean isLeftSibling(int[] left, int[] right) {
    return left[0] == right[0] && left[1] % 2 == 0 && right[1] == left[1] + 1;
  }

  private void moveTiles(float[][] sums, List<int[]> plan, float scale, int from, int to) {
    for (int tile = from; tile < to; tile += TILE) {
      int end = Math.min(to, tile + TILE);
      for (int[] pair : plan) {
        RowKernels.addInPlace(sums[pair[0]], sums[pair[1]], tile, end);
      }
      RowKernels.scaleInPlace(sums[0], scale, tile, end);
      optimizer.update(parameters, sums[0], tile, end);
    }
  }
}
