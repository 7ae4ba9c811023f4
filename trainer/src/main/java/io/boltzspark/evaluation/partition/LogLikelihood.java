package io.boltzspark.evaluation.partition;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Layer;
import io.boltzspark.model.UpdateOrder;
import io.boltzspark.model.UpdateOrder.Block;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.MeanField;

/**
 * A machine's log-likelihood of a row, up to log Z: {@code log P(v) = L(v) - log Z}.
 *
 * <p>For one hidden layer L is minus the free energy. For more, it is a lower bound from the
 * mean-field distribution q of the hidden units (Salakhutdinov and Hinton 2009, section 3.1):
 *
 * <pre>L(v) = sum over q of q(h) (-E(v, h)) + H(q)</pre>
 *
 * <p>Each q_l is proportional to {@code exp(-E_l(s) + phi(s) . x_l)} for an input x_l, so that
 * {@code H(q_l) - <E_l> = log Z_l(x_l) - <phi_l> . x_l}, for every kind of units. The layers that
 * carry chains (see {@link UpdateOrder}; C below) are updated last, so that their x_l are exactly
 * the inputs from the others' means; each connection has one end among them, and its term cancels:
 *
 * <pre>L(v) = -E_0(v) + sum over l in C of log Z_l(x_l)
 *        + sum over hidden l not in C of (log Z_l(x_l) - <phi_l> . x_l)</pre>
 */
public final class LogLikelihood {
  public static final int MOST_UPDATES = 500;
  public static final double TOLERANCE = 1e-5;

  private final BoltzmannMachine machine;
  private final float[] parameters;

  public LogLikelihood(BoltzmannMachine machine, float[] parameters) {
    this.machine = machine;
    this.parameters = parameters;
  }

  /** Whether the values are the likelihood itself; if not, they are a lower bound. */
  public static boolean isExact(BoltzmannMachine machine) {
    return machine.hiddenUnitsAreIndependent();
  }

  /**
   * L of each row.
   *
   * @param visible states, samples x units; only read
   */
  public double[] unnormalised(Matrix visible) {
    ChainStates states = ChainStates.withVisible(machine, visible);
    if (!isExact(machine)) {
      new MeanField(machine).updateInPlace(states, parameters, MOST_UPDATES, TOLERANCE);
    }
    double[] sums = new double[visible.rows()];
    for (int r = 0; r < sums.length; r++) {
      sums[r] = -machine.visible().energy(visible, r, parameters);
    }
    Block first = machine.updateOrder().drawnFirst();
    for (int i = 0; i < first.size(); i++) {
      if (first.layer(i) > 0) {
        updateAndAdd(first.layer(i), states, sums);
      }
    }
    Block last = machine.updateOrder().drawnLast();
    for (int i = 0; i < last.size(); i++) {
      int l = last.layer(i);
      Matrix input = Matrix.zeros(visible.rows(), machine.layer(l).size());
      machine.inputInto(l, states.layers(), parameters, input);
      machine.layer(l).addLogPartitions(input, parameters, sums);
    }
    return sums;
  }

  /** Updates a hidden layer that carries no chain, given those that do, and adds its term. */
  private void updateAndAdd(int l, ChainStates states, double[] sums) {
    Layer layer = machine.layer(l);
    Matrix input = Matrix.zeros(sums.length, layer.size());
    machine.inputInto(l, states.layers(), parameters, input);
    layer.addLogPartitions(input, parameters, sums);
    Matrix means = states.layer(l);
    means.setFrom(input);
    layer.meanInPlace(means, parameters);
    Matrix phi = layer.interaction(means, parameters);
    for (int r = 0; r < sums.length; r++) {
      for (int i = 0; i < layer.size(); i++) {
        sums[r] -= (double) phi.get(r, i) * input.get(r, i);
      }
    }
  }
}
