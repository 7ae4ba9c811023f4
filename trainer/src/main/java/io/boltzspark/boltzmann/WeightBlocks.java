package io.boltzspark.boltzmann;

import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import java.util.ArrayList;
import java.util.List;

/**
 * A machine's weights cut into blocks of whole rows, always the same ones, so that sums over blocks
 * have the same roundings however many threads share them.
 */
final class WeightBlocks {
  static final int ROWS = 32;

  /**
   * Rows {@code firstRow .. firstRow + rows - 1} of a connection's weights.
   *
   * @param index of the block among those of its connection
   */
  record Block(Connection connection, int index, int firstRow, int rows) {

    /** Where a row of the block begins in arrays of the machine's layout. */
    int offset(int row) {
      return connection.offset() + (firstRow + row) * connection.columns();
    }
  }

  private WeightBlocks() {}

  static List<Block> of(BoltzmannMachine machine) {
    List<Block> blocks = new ArrayList<>();
    for (Connection c : machine.connections()) {
      for (int first = 0; first < c.rows(); first += ROWS) {
        blocks.add(new Block(c, first / ROWS, first, Math.min(ROWS, c.rows() - first)));
      }
    }
    return blocks;
  }

  /** How many blocks a connection has. */
  static int count(Connection connection) {
    return (connection.rows() + ROWS - 1) / ROWS;
  }
}
