package io.boltzspark.learning;

import io.boltzspark.math.RandomStream;
import java.io.Serializable;

/**
 * Assigns rows to minibatches. Rows have positions 0 .. rows - 1 in the shuffled order; minibatch i
 * of the first arrangement holds positions {@code i B .. i B + B - 1}, and the last one the
 * remainder. Each lane owns its places in all minibatches, and each epoch assigns the lane's rows
 * to these places in a new order.
 *
 * @param rows number of training rows
 * @param batchSize rows per minibatch, B
 */
public record EpochPlan(long rows, int batchSize, Lanes lanes) implements Serializable {
  public EpochPlan {
    if (rows < 1 || batchSize < 1) {
      throw new IllegalArgumentException(rows + " rows in minibatches of " + batchSize);
    }
  }

  /** Steps per epoch, including a last short one. */
  public long steps() {
    return (rows + batchSize - 1) / batchSize;
  }

  /** Number of rows in the minibatch of a step, over all lanes. */
  public int batchSize(long step) {
    return batchSizeAt(step % steps());
  }

  private int batchSizeAt(long batch) {
    return (int) Math.min(batchSize, rows - batch * batchSize);
  }

  /** The lane that owns the row at a position. */
  public int laneOf(long position) {
    return lanes.laneOf(position % batchSize, batchSizeAt(position / batchSize));
  }

  /** Number of rows of a lane. */
  public int laneRows(int lane) {
    long full = rows / batchSize;
    int rest = (int) (rows % batchSize);
    return Math.toIntExact(full * lanes.size(lane, batchSize) + lanes.size(lane, rest));
  }

  /** The first of a lane's places that belongs to the minibatch of a step. */
  public int firstPlace(int lane, long step) {
    return Math.toIntExact(step % steps() * lanes.size(lane, batchSize));
  }

  /**
   * The order of a lane's rows in an epoch: place i holds the row that is {@code order[i]}-th among
   * the lane's rows by position.
   */
  public void orderInto(int[] order, long seed, long epoch, int lane) {
    new RandomStream(seed, RandomStream.Purpose.ROW_ORDER, epoch, lane).nextPermutation(order);
  }
}
