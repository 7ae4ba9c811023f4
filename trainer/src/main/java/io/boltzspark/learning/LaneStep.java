package io.boltzspark.learning;

/**
 * One lane's share of training steps, on an executor: a pure function of (parameters, the lane's
 * rows, its state, seed, step, lane), so it can be computed, and computed again, anywhere. Its
 * buffers are made once; one thread uses it at a time.
 */
public interface LaneStep {

  /**
   * Sets {@code sums} to the lane's statistics of a step and moves the lane's state.
   *
   * @param parameters as the program lays them out; only read
   * @param batch the lane's rows, valid during the call
   * @param sums {@link Program#statistics} numbers
   */
  void compute(float[] parameters, LaneBatch batch, float[] sums);

  /** What the lane carries from step to step, as it is now: {@link Program#stateBytes} bytes. */
  byte[] state();

  /**
   * Takes up a state that {@link #state} gave.
   *
   * @param bytes that hold it, among others
   * @param from where it begins
   */
  void restore(byte[] bytes, int from);
}
