package io.boltzspark.engine;

import io.boltzspark.learning.RowFormat;
import java.io.Serializable;

/**
 * Consecutive rows of a lane, in the order of their positions: the unit that Spark caches or
 * spills.
 *
 * @param lane the lane of the rows
 * @param first the place of the first one among the lane's rows
 * @param rows the number of rows
 * @param bytes the concatenated rows in the data's {@link RowFormat}
 */
record RowBlock(int lane, int first, int rows, byte[] bytes) implements Serializable {
  /** Rows of every block except a lane's last. */
  static final int ROWS = 1024;
}
