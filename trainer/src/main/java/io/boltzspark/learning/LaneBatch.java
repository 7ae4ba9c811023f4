package io.boltzspark.learning;

/** What a lane is given of one step: its rows of the minibatch, as bytes. */
public interface LaneBatch {

  /** The step's number, from 0; with seed and lane the key of its random numbers. */
  long step();

  /** The lane's rows of the minibatch; may be none. */
  int rows();

  /** Rows of the whole minibatch, over all lanes, B. */
  int batchSize();

  /**
   * Copies a row.
   *
   * @param row from 0 to {@link #rows} - 1
   * @param bytes as many as {@link Program#rowBytes}
   */
  void rowInto(int row, byte[] bytes);
}
