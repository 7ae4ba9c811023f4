package io.boltzspark.learning;

import io.boltzspark.math.ParallelRanges;
import java.io.Serializable;

/**
 * What is trained, as the engine sees it: what a lane computes from its rows (on executors), and
 * how the sums over all lanes move the parameters (on the driver). The engine knows nothing else of
 * it, neither what the parameters mean nor what the lanes' states are.
 *
 * <p>A program travels to executors, so it is serialisable and holds what lanes need, but no
 * buffers and no rows. Its sizes do not change as long as it is trained; steps of different kinds
 * that take turns share one layout of statistics and tell from the step's number which kind they
 * are.
 */
public interface Program extends Serializable {

  /** Bytes of a row of data. */
  int rowBytes();

  /** Numbers that are trained. */
  int parameters();

  /** Numbers in the statistics of a step, at least one a parameter that the step moves. */
  int statistics();

  /** Bytes of a lane's state; 0 where nothing is carried from step to step. */
  int stateBytes(Lanes lanes, int lane);

  /** A lane at work, with its buffers. */
  LaneStep laneStep(Lanes lanes, int lane);

  /**
   * The driver's half, before its first step.
   *
   * @param start parameters to begin with, moved in place
   * @param threads share the work; their number decides no bit
   */
  Learner learner(float[] start, ParallelRanges threads);

  /** Where a lane's state begins among those of all lanes, which follow one another. */
  default int stateOffset(Lanes lanes, int lane) {
    int offset = 0;
    for (int before = 0; before < lane; before++) {
      offset = Math.addExact(offset, stateBytes(lanes, before));
    }
    return offset;
  }
}
