package io.boltzspark.learning;

import io.boltzspark.math.ParallelRanges;
import java.io.Serializable;

/**
 * A trainable program, as the engine sees it: what a lane computes from its rows (on executors),
 * and how the sums over all lanes move the parameters (on the driver). The engine knows nothing
 * else about it, neither the meaning of the parameters nor that of the lanes' states.
 *
 * <p>A program is sent to executors, so it is serialisable and holds what lanes need, but no
 * buffers and no rows. Its sizes are constant during training; alternating kinds of steps share one
 * layout of statistics and derive their kind from the step's number.
 */
public interface Program extends Serializable {

  /** Bytes per row of data. */
  int rowBytes();

  /** Number of trained parameters. */
  int parameters();

  /** Number of numbers that lanes receive for a step: by default the parameters. */
  default int received() {
    return parameters();
  }

  /**
   * The step that lanes compute next after {@code step}: by default the one that follows. Otherwise
   * they make those in between by themselves.
   */
  default long after(long step) {
    return step + 1;
  }

  /** Number of statistics of a step, at least one per parameter that the step moves. */
  int statistics();

  /** Bytes of a lane's state; 0 if nothing is carried from step to step. */
  int stateBytes(Lanes lanes, int lane);

  /** Creates the computations of the lanes of one task. */
  TaskSteps taskSteps(Lanes lanes);

  /**
   * Creates the driver's half, before its first step.
   *
   * @param start starting parameters, moved in place
   * @param threads threads that share the work; their number does not affect the result
   */
  Learner learner(float[] start, ParallelRanges threads);

  /** The offset of a lane's state in the concatenated states of all lanes. */
  default int stateOffset(Lanes lanes, int lane) {
    int offset = 0;
    for (int before = 0; before < lane; before++) {
      offset = Math.addExact(offset, stateBytes(lanes, before));
    }
    return offset;
  }

  /** The computations of a task's lanes, and what they derive from parameters together. */
  interface TaskSteps {

    /** Creates the computation of a lane, with its buffers. */
    LaneStep lane(int lane);

    /**
     * Begins a step, before its lanes compute, perhaps in several threads; by default nothing.
     *
     * @param parameters as the lanes will receive them
     */
    default void begin(float[] parameters) {}
  }
}
