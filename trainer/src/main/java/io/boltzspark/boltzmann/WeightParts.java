package io.boltzspark.boltzmann;

import io.boltzspark.learning.Optimizer;
import io.boltzspark.learning.PenaltyConfig;
import io.boltzspark.model.BoltzmannMachine;

/**
 * The parts of a step of the weights.
 *
 * @param centring null if it is off
 * @param sparsity null if it is off
 * @param zeroSum the part of l2 that concerns couplings, where it is that of the zero-sum gauge;
 *     else null
 */
record WeightParts(
    BoltzmannMachine machine,
    float[] parameters,
    Optimizer optimizer,
    PenaltyConfig penalty,
    Centring centring,
    Sparsity sparsity,
    ZeroSumPenalty zeroSum) {}
