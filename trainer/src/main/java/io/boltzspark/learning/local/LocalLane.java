package io.boltzspark.learning.local;

import io.boltzspark.learning.LaneBatch;
import io.boltzspark.learning.LaneStep;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.Program;
import io.boltzspark.learning.StepStatistics;
import java.util.Arrays;
import java.util.List;

/**
 * A lane that makes the steps of a group alone: from the common state, by a learner of its own,
 * each step from its own rows as if they were the whole minibatch. It leaves the parameters as they
 * are in a step in which it has no rows.
 */
final class LocalLane implements LaneStep {
  private final StepGroups groups;
  private final StateLayout layout;
  private final Program.TaskSteps steps;
  private final LaneStep lane;
  private final Learner learner;
  private final List<float[]> state;
  private final float[] statistics;
  private final List<StepStatistics> parts;

  LocalLane(LocalSteps local, Lanes lanes, int number) {
    this.groups = local.groups();
    this.layout = local.layout();
    this.steps = local.program().taskSteps(lanes);
    this.lane = steps.lane(number);
    this.learner = LocalSteps.alone(local.program());
    this.state = StateLayout.arrays(learner);
    this.statistics = new float[local.program().statistics()];
    this.parts = List.of(new StepStatistics(0, 0, statistics));
  }

  /**
   * {@inheritDoc}
   *
   * @param common the common state before the group
   * @param sums receives the lane's state after it, and what its steps measured
   */
  @Override
  public void compute(float[] common, LaneBatch batch, float[] sums) {
    StateLayout.unpack(common, state);
    Arrays.fill(sums, layout.numbers(), layout.size(), 0f);
    LaneBatch own = new OwnRows(batch);
    boolean finite = true;
    long end = groups.end(batch.step());
    for (long step = batch.step(); step < end; step++) {
      learner.goTo(step);
      if (batch.rows() > 0) {
        steps.begin(learner.parameters());
        lane.compute(learner.parameters(), own, statistics);
        finite &= learner.step(parts, batch.rows());
        addValues(sums);
      }
      if (step + 1 < end) {
        batch.advance();
      }
    }
    StateLayout.pack(state, sums);
    if (!finite) {
      sums[0] = Float.NaN; // the driver is told even if the step that went wrong left no trace
    }
  }

  private void addValues(float[] sums) {
    float[] values = learner.values();
    for (int v = 0; v < values.length; v++) {
      if (Float.isFinite(values[v])) {
        sums[layout.numbers() + 2 * v] += values[v];
        sums[layout.numbers() + 2 * v + 1]++;
      }
    }
  }

  @Override
  public byte[] state() {
    return lane.state();
  }

  @Override
  public void restore(byte[] bytes, int from) {
    lane.restore(bytes, from);
  }

  /** A lane's rows as a minibatch. */
  private record OwnRows(LaneBatch batch) implements LaneBatch {
    @Override
    public long step() {
      return batch.step();
    }

    @Override
    public int rows() {
      return batch.rows();
    }

    @Override
    public int batchSize() {
      return batch.rows();
    }

    @Override
    public boolean isAlone() {
      return true;
    }

    @Override
    public void rowInto(int row, byte[] bytes) {
      batch.rowInto(row, bytes);
    }

    @Override
    public void advance() {
      batch.advance();
    }
  }
}
