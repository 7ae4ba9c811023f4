package io.boltzspark.boltzmann;

import io.boltzspark.learning.PenaltyConfig;

/** All that can be held against parameters, in one line of a test; see the two configurations. */
public record Penalties(
    double l1, double l2, double maxNorm, double sparsityTarget, double sparsityCost, double clip) {

  PenaltyConfig ofWeights() {
    return new PenaltyConfig(l1, l2, clip);
  }

  UnitPenaltyConfig ofUnits() {
    return new UnitPenaltyConfig(maxNorm, sparsityTarget, sparsityCost);
  }
}
