package io.boltzspark.learning;

/** The computations of a task's lanes, and what they derive from parameters together. */
public interface TaskSteps {

  /** Creates the computation of a lane, with its buffers. */
  LaneStep lane(int lane);

  /**
   * Begins a step, before its lanes compute, perhaps in several threads; by default nothing.
   *
   * @param parameters as the lanes will receive them
   */
  default void begin(float[] parameters) {}
}
