package io.boltzspark.learning;

/** A lane's input for one step: its rows of the minibatch, as bytes. */
public interface LaneBatch {

  /** The step's number, from 0; with seed and lane, the key of its random numbers. */
  long step();

  /** Number of the lane's rows in the minibatch; may be 0. */
  int rows();

  /** Number of rows of the whole minibatch, over all lanes that make the step together, B. */
  int batchSize();

  /** Whether the lane makes the step alone, so that its rows are the minibatch. */
  default boolean isAlone() {
    return false;
  }

  /**
   * Goes on to the next step and to the lane's rows in it, within the same call of a lane.
   *
   * @throws UnsupportedOperationException by default, where there are the rows of one step only
   */
  default void advance() {
    throw new UnsupportedOperationException("these are the rows of step " + step());
  }

  /**
   * Copies a row.
   *
   * @param row from 0 to {@link #rows} - 1
   * @param bytes receives {@link Program#rowBytes} bytes
   */
  void rowInto(int row, byte[] bytes);
}
