package io.boltzspark.boltzmann;

import java.io.Serializable;

/**
 * What is penalised in the units and couplings of a machine, in addition to single weights. Zero
 * switches penalties on hidden units off.
 *
 * @param maxNorm largest Euclidean norm of the weights that lead up to one unit
 * @param sparsityTarget wanted mean of each hidden unit (Hinton 2012, section 11)
 * @param sparsityCost weight of the squared distance between target and the unit's moving mean
 * @param zeroSum whether l2 applies to couplings in the zero-sum gauge instead of as they are
 */
public record UnitPenaltyConfig(
    double maxNorm, double sparsityTarget, double sparsityCost, boolean zeroSum)
    implements Serializable {

  /** Couplings are penalised as they are. */
  public UnitPenaltyConfig(double maxNorm, double sparsityTarget, double sparsityCost) {
    this(maxNorm, sparsityTarget, sparsityCost, false);
  }
}
