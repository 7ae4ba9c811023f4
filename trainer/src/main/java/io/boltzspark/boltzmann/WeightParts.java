package io.boltzspark.boltzmann;

import io.boltzspark.learning.Optimizer;
import io.boltzspark.learning.PenaltyConfig;

/**
 * What a step of the weights is made of.
 *
 * @param centring null where it is off
 * @param sparsity null where it is off
 */
record WeightParts(
    float[] parameters,
    Optimizer optimizer,
    PenaltyConfig penalty,
    Centring centring,
    Sparsity sparsity) {}
