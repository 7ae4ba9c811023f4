package io.boltzspark.learning;

/** A lane's input for one step: its rows of the minibatch, as bytes. */
public interface LaneBatch {

  /** The step's number, from 0; with seed and lane, the key of its random numbers. */
  long step();

  /** Number of the lane's rows in the minibatch; may be 0. */
  int rows();

  /** Number of rows of the whole minibatch, over all lanes, B. */
  int batchSize();

  /**
   * Copies a row.
   *
   * @param row from 0 to {@link #rows} - 1
   * @param bytes receives {@link Program#rowBytes} bytes
   */
  void rowInto(int row, byte[] bytes);
}
