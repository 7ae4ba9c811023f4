package io.boltzspark.boltzmann;

import io.boltzspark.boltzmann.WeightBlocks.Block;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pulls the mean of each hidden unit towards a target (Hinton 2012, section 11): with q the moving
 * average of a unit's mean on the data and p the target, {@code cost (p - q)} is added to the
 * gradient of its bias, and that times the mean state of the unit below to the gradients of the
 * weights that lead up to it. If the gradient is centred, so are the states below.
 */
final class Sparsity {
  /** Share of the past in the moving average, as recommended there. */
  private static final float DECAY = 0.95f;

  private final BoltzmannMachine machine;
  private final StatisticsLayout layout;
  private final float target;
  private final float cost;
  private final List<float[]> means = new ArrayList<>(); // layer
  private final List<float[]> pulls = new ArrayList<>(); // layer

  Sparsity(BoltzmannMachine machine, UnitPenaltyConfig config) {
    this.machine = machine;
    this.layout = StatisticsLayout.of(machine);
    this.target = (float) config.sparsityTarget();
    this.cost = (float) config.sparsityCost();
    machine
        .layers()
        .forEach(
            layer -> {
              float[] mean = new float[layer.size()];
              java.util.Arrays.fill(mean, target);
              means.add(mean);
              pulls.add(new float[layer.size()]);
            });
  }

  /** The state for a checkpoint, by name; the arrays themselves. */
  Map<String, float[]> state() {
    Map<String, float[]> state = new LinkedHashMap<>();
    for (int l = 1; l < means.size(); l++) {
      state.put("sparsity.mean." + l, means.get(l));
    }
    return state;
  }

  /** Adds to the biases' part of the gradient; call before the weights of a step. */
  void begin(float[] gradient) {
    for (int l = 1; l < means.size(); l++) {
      float[] mean = means.get(l);
      float[] pull = pulls.get(l);
      int activity = layout.firstActivity()[l];
      int bias = machine.layer(l).biasOffset();
      for (int i = 0; i < mean.length; i++) {
        mean[i] = DECAY * mean[i] + (1 - DECAY) * gradient[activity + i];
        pull[i] = cost * (target - mean[i]);
        gradient[bias + i] += pull[i];
      }
    }
  }

  /**
   * Adds to one row of a block's gradient, {@code row[0 .. columns)}.
   *
   * @param offset the offset of the row's unit if the gradient is centred; otherwise 0
   */
  void addInPlace(Block block, int blockRow, float[] gradient, float offset, float[] row) {
    Connection c = block.connection();
    if (c.isWithinLayer()) {
      return; // the bias and the weights from below are enough to reach the target
    }
    int activity = layout.firstActivity()[c.from()] + block.firstRow() + blockRow;
    float below = gradient[activity] - offset;
    RowKernels.addScaledInPlace(row, pulls.get(c.to()), below, c.columns());
  }
}
