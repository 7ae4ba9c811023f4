package io.boltzspark.engine;

import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.LaneBatch;
import io.boltzspark.learning.LaneStep;
import io.boltzspark.learning.Program.TaskSteps;

/**
 * Computes one lane on an executor: looks up the rows of a step and has the program compute their
 * share of it. Both engines use it, and neither adds anything that could change a bit of the
 * result.
 */
final class LaneWorker implements LaneBatch {
  private final EpochPlan plan;
  private final long seed;
  private final LaneRows source;
  private final int lane;
  private final int stateOffset;
  private final LaneStep program;
  private final int[] order;
  private long orderedEpoch = -1;
  private long step;
  private int first; // place of the minibatch's first row

  LaneWorker(TrainingJob job, TaskSteps steps, LaneRows source, int lane) {
    this.plan = job.plan();
    this.seed = job.seed();
    this.source = source;
    this.lane = lane;
    this.stateOffset = job.program().stateOffset(plan.lanes(), lane);
    this.program = steps.lane(lane);
    this.order = new int[plan.laneRows(lane)];
    if (source.rows(lane) != order.length) {
      throw new IllegalStateException(
          "lane " + lane + " has " + source.rows(lane) + " rows, not " + order.length);
    }
  }

  /** Extracts the lane's state from the states of all lanes. */
  void setState(byte[] allStates) {
    program.restore(allStates, stateOffset);
  }

  /** The lane's current state. */
  byte[] state() {
    return program.state();
  }

  /** Sets {@code sums} to the lane's statistics of a step. */
  void compute(float[] parameters, long number, float[] sums) {
    goTo(number);
    program.compute(parameters, this, sums);
  }

  @Override
  public void advance() {
    goTo(step + 1);
  }

  private void goTo(long number) {
    long epoch = number / plan.steps();
    if (epoch != orderedEpoch) {
      plan.orderInto(order, seed, epoch, lane);
      orderedEpoch = epoch;
    }
    step = number;
    first = plan.firstPlace(lane, number);
  }

  @Override
  public long step() {
    return step;
  }

  @Override
  public int rows() {
    return plan.lanes().size(lane, batchSize());
  }

  @Override
  public int batchSize() {
    return plan.batchSize(step);
  }

  @Override
  public void rowInto(int row, byte[] bytes) {
    source.get(lane, order[first + row], bytes);
  }
}
