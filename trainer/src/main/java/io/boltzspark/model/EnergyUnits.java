package io.boltzspark.model;

import io.boltzspark.math.Matrix;

/**
 * Units that have an energy, and with it free energies, likelihoods and temperatures; see {@link
 * Units}. A kind that is only a sampling rule, without an energy, does not implement this.
 */
public interface EnergyUnits extends Units {

  /**
   * The part of the energy that involves only these units, for one row of states; for units that
   * are sums, minus the logarithm of a state's multiplicity, which requires whole-number states.
   */
  double energy(Matrix states, int row, float[] parameters);

  /**
   * {@code log sum over s of exp(-energy(s) + phi(s) . input)} (an integral for real s) for one row
   * of inputs: the units' contribution to minus the free energy when they are summed out.
   */
  double logPartition(Matrix input, int row, float[] parameters);

  /**
   * Adds {@link #logPartition} of each row to {@code sums}, with single-precision kernels where
   * available. For estimators that need very many.
   */
  default void addLogPartitions(Matrix input, float[] parameters, double[] sums) {
    for (int row = 0; row < input.rows(); row++) {
      sums[row] += logPartition(input, row, parameters);
    }
  }

  /**
   * Multiplies the energy by {@code beta}: changes the units' own parameters so that {@code E(s)}
   * becomes {@code beta E(s)}, up to the multiplicity of states and a constant.
   *
   * @param beta positive
   */
  void temperInPlace(float[] parameters, float beta);

  /**
   * The factor by which {@link #temperInPlace} changes {@code phi}: {@code beta} for units whose
   * phi is divided by a variance that tempering widens, else 1.
   */
  default float interactionFactor(float beta) {
    return 1f;
  }
}
