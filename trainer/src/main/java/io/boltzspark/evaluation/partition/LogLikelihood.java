package io.boltzspark.evaluation.partition;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.Layer;
import io.boltzspark.model.UpdateOrder;
import io.boltzspark.model.UpdateOrder.Block;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.MeanField;

/**
 * A machine's log-likelihood of a row, up to log Z: {@code log P(v) = L(v) - log Z}.
 *
 * <p>For one hidden layer without couplings within, or none, L is minus the free energy. Otherwise
 * it is a lower bound from the mean-field distribution q of the hidden units (Salakhutdinov and
 * Hinton 2009, section 3.1):
 *
 * <pre>L(v) = sum over q of q(h) (-E(v, h)) + H(q)</pre>
 *
 * <p>Each q_l is proportional to {@code exp(-E_l(s) + phi(s) . x_l)} for an input x_l, so that
 * {@code H(q_l) - <E_l> = log Z_l(x_l) - <phi_l> . x_l}, for every kind of units. The layers that a
 * sweep draws last (see {@link UpdateOrder}; C below) are updated last, so that their x_l are
 * exactly the inputs from the others' means; each connection has one end among them, and its term
 * cancels:
 *
 * <pre>L(v) = -E_0(v) + sum over l in C of log Z_l(x_l)
 *        + sum over hidden l not in C of (log Z_l(x_l) - <phi_l> . x_l)</pre>
 *
 * <p>The x_l of a hidden layer with couplings within includes {@code J <phi_l>} of the means before
 * the last update. Its term is {@code log Z_l(x_l) - <phi_l> . x_l + 1/2 <phi_l>ᵀ J <phi_l>}, plus
 * in C the product of {@code <phi_l>} and its input from other layers, with the means after it: a
 * bound whether or not the updates have converged.
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
    addCouplings(0, states, sums);
    Block first = machine.updateOrder().drawnFirst();
    for (int i = 0; i < first.size(); i++) {
      if (first.layer(i) > 0) {
        updateAndAdd(first.layer(i), states, sums);
      }
    }
    Block last = machine.updateOrder().drawnLast();
    for (int i = 0; i < last.size(); i++) {
      int l = last.layer(i);
      if (machine.couplings(l) != null) {
        updateAndAdd(l, states, sums);
        addConnections(l, states, sums);
        continue;
      }
      Matrix input = Matrix.zeros(visible.rows(), machine.layer(l).size());
      machine.inputInto(l, states.layers(), parameters, input);
      machine.layer(l).addLogPartitions(input, parameters, sums);
    }
    return sums;
  }

  /** Updates a hidden layer given the others and, if coupled, its own means; adds its term. */
  private void updateAndAdd(int l, ChainStates states, double[] sums) {
    Layer layer = machine.layer(l);
    Matrix input = Matrix.zeros(sums.length, layer.size());
    machine.inputInto(l, states.layers(), parameters, input);
    Matrix means = states.layer(l);
    if (machine.couplings(l) != null) {
      Matrix own = layer.interaction(means, parameters);
      machine.couplings(l).up(own, parameters, 1f, input);
    }
    layer.addLogPartitions(input, parameters, sums);
    means.setFrom(input);
    layer.meanInPlace(means, parameters);
    Matrix phi = layer.interaction(means, parameters);
    for (int r = 0; r < sums.length; r++) {
      for (int i = 0; i < layer.size(); i++) {
        sums[r] -= (double) phi.get(r, i) * input.get(r, i);
      }
    }
    addCouplings(l, states, sums);
  }

  /** Adds the products of a layer's means with those of the layers that it is connected with. */
  private void addConnections(int l, ChainStates states, double[] sums) {
    for (Connection c : machine.connections()) {
      if (c.from() == l || c.to() == l) {
        machine.addProducts(c, states.layers(), parameters, 1, sums);
      }
    }
  }

  /** Adds what a layer's couplings contribute with given states or means, if it has some. */
  private void addCouplings(int l, ChainStates states, double[] sums) {
    if (machine.couplings(l) != null) {
      machine.addProducts(machine.couplings(l), states.layers(), parameters, 1, sums);
    }
  }
}
