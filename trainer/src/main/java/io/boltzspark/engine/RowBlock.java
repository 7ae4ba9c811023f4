package io.boltzspark.engine;

import io.boltzspark.learning.RowFormat;
import java.io.Serializable;

/**
 * Consecutive rows of a lane, in the order of their positions: what Spark caches or spills.
 *
 * @param lane whose rows they are
 * @param first place of the first of them among the lane's rows
 * @param rows how many
 * @param bytes the rows one after another, in the data's {@link RowFormat}
 */
record RowBlock(int lane, int first, int rows, byte[] bytes) implements Serializable {
  /** Rows of every block but a lane's last. */
  static final int ROWS = 1024;
}
