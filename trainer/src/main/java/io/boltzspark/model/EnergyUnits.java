package io.boltzspark.model;

import io.boltzspark.math.Matrix;

/**
 * Units that have an energy, and with it free energies, likelihoods and temperatures; see {@link
 * Units}. A kind that is a rule for sampling without an energy does not implement this.
 */
public interface EnergyUnits extends Units {

  /**
   * The part of the energy that involves these units alone, for one row of states; less the
   * logarithm of the number of ways in which a state comes about, for units that are sums and whose
   * states therefore have to be whole numbers here.
   */
  double energy(Matrix states, int row, float[] parameters);

  /**
   * {@code log sum over s of exp(-energy(s) + phi(s) . input)} (an integral for real s) for one row
   * of inputs: what the units contribute to minus the free energy when they are summed out.
   */
  double logPartition(Matrix input, int row, float[] parameters);

  /**
   * Adds {@link #logPartition} of each row to {@code sums}, by kernels in single precision where
   * there are some. For estimators that need very many.
   */
  default void addLogPartitions(Matrix input, float[] parameters, double[] sums) {
    for (int row = 0; row < input.rows(); row++) {
      sums[row] += logPartition(input, row, parameters);
    }
  }

  /**
   * Multiplies the energy by {@code beta}: changes the units' own parameters so that {@code E(s)}
   * becomes {@code beta E(s)}, apart from the number of ways in which a state comes about, and from
   * a constant.
   *
   * @param beta positive
   */
  void temperInPlace(float[] parameters, float beta);

  /**
   * What {@link #temperInPlace} multiplies {@code phi} by: {@code beta} for units whose phi is
   * divided by a variance that tempering widens, else 1.
   */
  default float interactionFactor(float beta) {
    return 1f;
  }
}
