package io.boltzspark.learning.local;

import io.boltzspark.learning.Learner;
import io.boltzspark.learning.LearnerState;
import io.boltzspark.learning.MergePlan;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.math.ParallelRanges;
import java.util.List;

/**
 * The driver's half of local steps: the common state is the mean of the states that the lanes
 * reached, added along the fixed tree. The wrapped learner only holds it.
 */
final class LocalLearner implements Learner {
  private static final int BLOCK = 8192;

  private final Learner learner;
  private final StepGroups groups;
  private final StateLayout layout;
  private final ParallelRanges threads;
  private final List<float[]> state;
  private final float[] common;
  private final float[] values;
  private final boolean[] infinite;

  LocalLearner(Learner learner, StepGroups groups, StateLayout layout, ParallelRanges threads) {
    this.learner = learner;
    this.groups = groups;
    this.layout = layout;
    this.threads = threads;
    this.state = StateLayout.arrays(learner);
    this.common = new float[layout.numbers()];
    this.values = new float[layout.values()];
    this.infinite = new boolean[threads.ranges()];
    StateLayout.pack(state, common);
  }

  @Override
  public long step() {
    return learner.step();
  }

  @Override
  public float[] parameters() {
    return learner.parameters();
  }

  @Override
  public float[] modelParameters() {
    return learner.modelParameters();
  }

  /** The common state. */
  @Override
  public float[] sent() {
    return common;
  }

  @Override
  public int statisticsSize() {
    return layout.size();
  }

  /** The means over the steps of all lanes in the last group. */
  @Override
  public float[] values() {
    return values;
  }

  @Override
  public LearnerState state() {
    return learner.state();
  }

  @Override
  public void goTo(long step) {
    learner.goTo(step);
    StateLayout.pack(state, common); // which was restored before
  }

  /**
   * Makes the steps of one group.
   *
   * @param states of the lanes, instead of statistics
   */
  @Override
  public boolean step(List<StepStatistics> states, int batchSize) {
    MergePlan merge = new MergePlan(states);
    int lanes = states.stream().mapToInt(part -> 1 << part.level()).sum();
    float share = 1f / lanes; // exact, as lanes are a power of two
    float[] mean = merge.total();
    threads.run(
        layout.numbers(),
        BLOCK,
        (range, from, to) -> {
          merge.merge(share, from, to);
          System.arraycopy(mean, from, common, from, to - from);
          infinite[range] = !Learner.isFinite(common, from, to);
        });
    StateLayout.unpack(common, state);
    merge.merge(1f, layout.numbers(), layout.size());
    for (int v = 0; v < values.length; v++) {
      values[v] = mean[layout.numbers() + 2 * v] / mean[layout.numbers() + 2 * v + 1];
    }
    learner.goTo(groups.end(learner.step()));
    for (boolean found : infinite) {
      if (found) {
        return false;
      }
    }
    return true;
  }
}
