package io.boltzspark.boltzmann;

import java.io.Serializable;

/**
 * What is held against hidden units, besides what is held against each weight. Zero switches it
 * off.
 *
 * @param maxNorm largest Euclidean norm of the weights that lead up to one unit
 * @param sparsityTarget wanted mean of each hidden unit (Hinton 2012, section 11)
 * @param sparsityCost weight of the squared distance between target and the unit's moving mean
 */
public record UnitPenaltyConfig(double maxNorm, double sparsityTarget, double sparsityCost)
    implements Serializable {}
