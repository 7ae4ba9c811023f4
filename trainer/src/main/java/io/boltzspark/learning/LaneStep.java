package io.boltzspark.learning;

/**
 * One lane's share of training steps, on an executor: a pure function of (parameters, the lane's
 * rows, its state, seed, step, lane), so it can be computed, and recomputed, anywhere. Its buffers
 * are allocated once; one thread uses it at a time.
 */
public interface LaneStep {

  /**
   * Sets {@code sums} to the lane's statistics of a step and moves the lane's state.
   *
   * @param parameters the parameters in the program's layout; only read
   * @param batch the lane's rows, valid during the call
   * @param sums receives {@link Program#statistics} numbers
   */
  void compute(float[] parameters, LaneBatch batch, float[] sums);

  /** The lane's current state, carried from step to step: {@link Program#stateBytes} bytes. */
  byte[] state();

  /**
   * Restores a state returned by {@link #state}.
   *
   * @param bytes bytes that contain the state
   * @param from index of its first byte
   */
  void restore(byte[] bytes, int from);
}
