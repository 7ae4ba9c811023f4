package io.boltzspark.boltzmann;

import io.boltzspark.boltzmann.WeightBlocks.Block;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import java.util.ArrayList;
import java.util.List;

/**
 * Shortens the weights that lead up to a unit if their Euclidean norm exceeds a bound (Srebro et
 * al. 2005; for Boltzmann machines Hinton et al. 2012). With centring, only the weights of the
 * centred machine change, so the ordinary biases follow them. Couplings within layers are left as
 * they are.
 */
final class MaxNorm {
  private final float bound;
  private final List<Block> blocks;
  private final List<Connection> connections;
  private final List<float[][]> squares = new ArrayList<>(); // connection, block: per column
  private final List<float[]> factors = new ArrayList<>(); // connection: per column
  private final Centring centring;
  private final ParallelRanges parallel;
  private final float[][] changes; // range: how the weights of a block move

  /**
   * @param centring null if it is off
   */
  MaxNorm(
      BoltzmannMachine machine,
      List<Block> blocks,
      double bound,
      Centring centring,
      ParallelRanges parallel) {
    this.bound = (float) bound;
    this.blocks = blocks.stream().filter(b -> !b.connection().isWithinLayer()).toList();
    this.connections = machine.connections();
    this.centring = centring;
    this.parallel = parallel;
    int widest = 0;
    for (Connection c : connections) {
      squares.add(new float[WeightBlocks.count(c)][c.columns()]);
      factors.add(new float[c.columns()]);
      widest = Math.max(widest, c.columns());
    }
    this.changes = new float[parallel.ranges()][centring == null ? 0 : WeightBlocks.ROWS * widest];
  }

  void applyInPlace(float[] parameters) {
    parallel.run(blocks.size(), 1, (range, from, to) -> addSquares(parameters, from, to));
    connections.forEach(this::findFactors);
    parallel.run(
        blocks.size(),
        1,
        (range, from, to) -> {
          for (Block block : blocks.subList(from, to)) {
            shorten(block, parameters, changes[range]);
          }
        });
    if (centring != null) {
      centring.correctBiases(parameters);
    }
  }

  private void addSquares(float[] parameters, int from, int to) {
    for (Block block : blocks.subList(from, to)) {
      float[] sum = squares.get(block.connection().index())[block.index()];
      java.util.Arrays.fill(sum, 0f);
      for (int row = 0; row < block.rows(); row++) {
        int offset = block.offset(row);
        for (int j = 0; j < sum.length; j++) {
          sum[j] += parameters[offset + j] * parameters[offset + j];
        }
      }
    }
  }

  private void findFactors(Connection c) {
    float[] factor = factors.get(c.index());
    for (int j = 0; j < factor.length; j++) {
      float square = 0;
      for (float[] block : squares.get(c.index())) {
        square += block[j];
      }
      float norm = (float) Math.sqrt(square);
      factor[j] = norm > bound ? bound / norm : 1f;
    }
  }

  private void shorten(Block block, float[] parameters, float[] change) {
    float[] factor = factors.get(block.connection().index());
    for (int row = 0; row < block.rows(); row++) {
      int offset = block.offset(row);
      if (centring != null) {
        int at = row * factor.length;
        for (int j = 0; j < factor.length; j++) {
          change[at + j] = parameters[offset + j] * factor[j] - parameters[offset + j];
        }
      }
      for (int j = 0; j < factor.length; j++) {
        parameters[offset + j] *= factor[j];
      }
    }
    if (centring != null) {
      centring.moved(block, new Matrix(change, 0, block.rows(), factor.length));
    }
  }
}
