package io.boltzspark.boltzmann;

import io.boltzspark.boltzmann.WeightBlocks.Block;
import io.boltzspark.math.Blas;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The centred gradient (Melchior, Fischer and Wiskott 2016; Montavon and Mueller 2012): the
 * gradient of a machine with energy {@code -(s - mu)ᵀ W (t - lambda)} in place of {@code -sᵀ W t},
 * for offsets mu and lambda of the layers. With {@code <.>} the differences of the two phases,
 *
 * <pre>dW = &lt;s tᵀ&gt; - &lt;s&gt; lambdaᵀ - mu &lt;t&gt;ᵀ,   da = &lt;s&gt;,   db = &lt;t&gt;
 * </pre>
 *
 * (the constant terms cancel). The optimiser moves these centred parameters. The stored parameters
 * are always those of the ordinary machine, which has the same distribution with {@code a - W
 * lambda} and {@code b - Wᵀ mu} as biases. So each step in W adds {@code -dW lambda} and {@code
 * -dWᵀ mu} to the biases, offsets may move without changing the machine, and nothing has to be
 * converted when the model is written.
 *
 * <p>Couplings within a layer are centred likewise, {@code -1/2 (s - mu)ᵀ J (s - mu)}; a step in
 * them adds {@code -dJ mu} to the biases.
 *
 * <p>The visible offsets are the data's means, the hidden ones moving averages of the units' means
 * on the data. States enter as their neighbours see them, {@code phi(s)}.
 */
final class Centring {
  private final BoltzmannMachine machine;
  private final StatisticsLayout layout;
  private final float rate;
  private final Matrix dataMean;
  private final List<float[]> offsets = new ArrayList<>(); // layer
  private final List<float[]> differences = new ArrayList<>(); // layer: <s>
  private final List<float[]> lowerCorrections = new ArrayList<>(); // connection: dW lambda
  private final List<float[][]> upperCorrections = new ArrayList<>(); // connection, block: dWᵀ mu

  /**
   * @param dataMean mean of each visible unit's state over the training rows
   */
  Centring(BoltzmannMachine machine, CentringConfig config, float[] parameters, float[] dataMean) {
    this.machine = machine;
    this.layout = StatisticsLayout.of(machine);
    this.rate = (float) config.rate();
    this.dataMean = new Matrix(dataMean, 0, 1, dataMean.length);
    for (Layer layer : machine.layers()) {
      Matrix mean = Matrix.zeros(1, layer.size());
      layer.meanInPlace(mean, parameters);
      offsets.add(layer.interaction(mean, parameters).toArray());
      differences.add(new float[layer.size()]);
    }
    for (Connection c : machine.connectionsAndCouplings()) {
      lowerCorrections.add(new float[c.rows()]);
      upperCorrections.add(new float[WeightBlocks.count(c)][c.columns()]);
    }
  }

  /** The state for a checkpoint, by name; the arrays themselves. */
  Map<String, float[]> state() {
    Map<String, float[]> state = new LinkedHashMap<>();
    for (int l = 1; l < offsets.size(); l++) {
      state.put("centring.offset." + l, offsets.get(l));
    }
    return state;
  }

  /**
   * Call before the weights of a step; {@code gradient} holds the biases' part and the activities.
   */
  void begin(float[] gradient, float[] parameters) {
    Matrix visible = machine.visible().interaction(dataMean, parameters);
    System.arraycopy(visible.values(), visible.offset(), offsets.get(0), 0, offsets.get(0).length);
    for (int l = 0; l < offsets.size(); l++) {
      float[] offset = offsets.get(l);
      System.arraycopy(
          gradient, machine.layer(l).biasOffset(), differences.get(l), 0, offset.length);
      int first = layout.firstActivity()[l];
      for (int i = 0; l > 0 && i < offset.length; i++) {
        offset[i] += rate * (gradient[first + i] - offset[i]);
      }
    }
  }

  /** Centres one row of a block's gradient, {@code row[0 .. columns)}. */
  void centreInPlace(Block block, int blockRow, float[] row) {
    Connection c = block.connection();
    int i = block.firstRow() + blockRow;
    RowKernels.addScaledInPlace(
        row, offsets.get(c.to()), -differences.get(c.from())[i], c.columns());
    RowKernels.addScaledInPlace(
        row, differences.get(c.to()), -offsets.get(c.from())[i], c.columns());
  }

  /** The offset of the lower unit that a row of a block belongs to. */
  float lowerOffset(Block block, int blockRow) {
    return offsets.get(block.connection().from())[block.firstRow() + blockRow];
  }

  /** Records how a block's weights have moved, {@code [rows of the block, columns]}. */
  void moved(Block block, Matrix change) {
    Connection c = block.connection();
    Matrix lambda = new Matrix(offsets.get(c.to()), 0, c.columns(), 1);
    Matrix mu = new Matrix(offsets.get(c.from()), block.firstRow(), 1, block.rows());
    float[] lower = lowerCorrections.get(c.index());
    Blas.multiply(change, lambda, 0f, new Matrix(lower, block.firstRow(), block.rows(), 1));
    float[] upper = upperCorrections.get(c.index())[block.index()];
    Blas.multiply(mu, change, 0f, new Matrix(upper, 0, 1, c.columns()));
  }

  /** Corrects the biases after all weights have moved. */
  void correctBiases(float[] parameters) {
    for (Connection c : machine.connectionsAndCouplings()) {
      int below = machine.layer(c.from()).biasOffset();
      float[] lower = lowerCorrections.get(c.index());
      for (int i = 0; i < lower.length; i++) {
        parameters[below + i] -= lower[i];
      }
      if (c.isWithinLayer()) {
        continue; // both ends are the same layer
      }
      int above = machine.layer(c.to()).biasOffset();
      for (float[] upper : upperCorrections.get(c.index())) {
        for (int j = 0; j < upper.length; j++) {
          parameters[above + j] -= upper[j];
        }
      }
    }
  }
}
