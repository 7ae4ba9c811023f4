package io.boltzspark.boltzmann;

import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import java.util.ArrayList;
import java.util.List;

/**
 * A machine's weights and couplings cut into fixed blocks of whole rows, so that sums over blocks
 * have the same roundings on any number of threads.
 */
final class WeightBlocks {
  static final int ROWS = 32;

  /**
   * Rows {@code firstRow .. firstRow + rows - 1} of a connection's weights.
   *
   * @param index the block's index among those of its connection
   */
  record Block(Connection connection, int index, int firstRow, int rows) {

    /** The offset of a row of the block in arrays of the machine's layout. */
    int offset(int row) {
      return connection.offset() + (firstRow + row) * connection.columns();
    }
  }

  private WeightBlocks() {}

  static List<Block> of(BoltzmannMachine machine) {
    List<Block> blocks = new ArrayList<>();
    for (Connection c : machine.connectionsAndCouplings()) {
      for (int first = 0; first < c.rows(); first += ROWS) {
        blocks.add(new Block(c, first / ROWS, first, Math.min(ROWS, c.rows() - first)));
      }
    }
    return blocks;
  }

  /** Number of blocks of a connection. */
  static int count(Connection connection) {
    return (connection.rows() + ROWS - 1) / ROWS;
  }
}
