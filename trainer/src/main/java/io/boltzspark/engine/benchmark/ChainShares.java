package io.boltzspark.engine.benchmark;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.GibbsSampler;

/**
 * What sparse products depend on: the shares of units of a machine's chains that are on, and of
 * those that one sweep changes.
 *
 * @param visibleOn of the visible units
 * @param hiddenOn of the hidden units of the first layer
 * @param visibleFlips of the visible units
 * @param hiddenFlips of the hidden units of the first layer
 */
public record ChainShares(
    double visibleOn, double hiddenOn, double visibleFlips, double hiddenFlips) {

  /**
   * Measures them over two sweeps.
   *
   * @param encoded chains as the engine returns them
   */
  static ChainShares of(
      BoltzmannMachine machine, BoltzmannConfig config, float[] parameters, byte[] encoded) {
    ChainStates chains =
        ChainStates.zeros(machine, new Lanes(1).size(0, config.persistentChains()));
    new ChainCodec(machine, config.driven()).decode(encoded, 0, chains);
    GibbsSampler sampler = new GibbsSampler(machine);
    RandomStream random = new RandomStream(config.seed(), Purpose.SAMPLING, 0, 0);
    sampler.sweep(chains, 1, parameters, random);
    Matrix visible = copy(chains.visible());
    Matrix hidden = copy(chains.layer(1));
    sampler.sweep(chains, 1, parameters, random);
    return new ChainShares(
        share(Matrix.zeros(visible.rows(), visible.columns()), visible),
        share(Matrix.zeros(hidden.rows(), hidden.columns()), hidden),
        share(visible, chains.visible()),
        share(hidden, chains.layer(1)));
  }

  private static Matrix copy(Matrix states) {
    return new Matrix(states.toArray(), 0, states.rows(), states.columns());
  }

  /** The share of elements that differ. */
  private static double share(Matrix a, Matrix b) {
    int differ = 0;
    for (int r = 0; r < a.rows(); r++) {
      for (int i = 0; i < a.columns(); i++) {
        differ += a.get(r, i) == b.get(r, i) ? 0 : 1;
      }
    }
    return (double) differ / (a.rows() * a.columns());
  }
}
