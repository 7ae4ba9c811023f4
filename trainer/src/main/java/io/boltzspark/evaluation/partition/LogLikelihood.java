package io.boltzspark.evaluation.partition;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Layer;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.MeanField;

/**
 * What a machine's log-likelihood of a row is, up to log Z: {@code log P(v) = L(v) - log Z}.
 *
 * <p>For one hidden layer L is minus the free energy. For more, it is a lower bound, from the
 * factorial distribution q of the hidden units that mean field finds (Salakhutdinov and Hinton
 * 2009, section 3.1):
 *
 * <pre>L(v) = sum over q of q(h) (-E(v, h)) + H(q)</pre>
 *
 * <p>Each q_l is proportional to {@code exp(-E_l(s) + phi(s) . x_l)} for an input x_l, so that
 * {@code H(q_l) - <E_l> = log Z_l(x_l) - <phi_l> . x_l}, for every kind of units. The odd layers
 * are updated last, so that their x_l are the very inputs from the others' means; each connection
 * has one odd end, and its term cancels theirs:
 *
 * <pre>L(v) = -E_0(v) + sum over odd l of log Z_l(x_l)
 *        + sum over even l from 2 of (log Z_l(x_l) - <phi_l> . x_l)</pre>
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
    return machine.isRestricted();
  }

  /**
   * L of each row.
   *
   * @param visible states, samples x units; only read
   */
  public double[] unnormalised(Matrix visible) {
    ChainStates states = ChainStates.withVisible(machine, visible);
    if (!machine.isRestricted()) {
      new MeanField(machine).updateInPlace(states, parameters, MOST_UPDATES, TOLERANCE);
    }
    double[] sums = new double[visible.rows()];
    for (int r = 0; r < sums.length; r++) {
      sums[r] = -machine.visible().energy(visible, r, parameters);
    }
    for (int l = 2; l < machine.layers().size(); l += 2) {
      addEven(l, states, sums);
    }
    for (int l = 1; l < machine.layers().size(); l += 2) {
      Matrix input = Matrix.zeros(visible.rows(), machine.layer(l).size());
      machine.inputInto(l, states.layers(), parameters, input);
      machine.layer(l).addLogPartitions(input, parameters, sums);
    }
    return sums;
  }

  /** Updates an even layer given the odd ones and adds its term. */
  private void addEven(int l, ChainStates states, double[] sums) {
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
