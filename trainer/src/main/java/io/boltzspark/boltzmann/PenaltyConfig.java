package io.boltzspark.boltzmann;

import java.io.Serializable;

/**
 * What is held against parameters besides the likelihood. Zero switches each of them off.
 *
 * @param l1 times the sum of the absolute weights is subtracted from the objective
 * @param l2 times half the sum of the squared weights is subtracted from the objective
 * @param maxNorm largest Euclidean norm of the weights that lead up to one unit
 * @param sparsityTarget wanted mean of each hidden unit (Hinton 2012, section 11)
 * @param sparsityCost weight of the squared distance between target and the unit's moving mean
 * @param clip largest Euclidean norm of a whole gradient; a longer one is scaled down
 */
public record PenaltyConfig(
    double l1, double l2, double maxNorm, double sparsityTarget, double sparsityCost, double clip)
    implements Serializable {}
