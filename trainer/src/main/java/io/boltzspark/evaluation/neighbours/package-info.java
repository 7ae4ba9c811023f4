/**
 * Compares samples with data by distances: whether nearest neighbours can tell them apart, and how
 * far the two distributions are from one another. Needs only rows, no machine.
 *
 * <p>{@link io.boltzspark.evaluation.neighbours.NearestNeighbours} finds neighbours in blocks by
 * matrix products; {@link io.boltzspark.evaluation.neighbours.AdversarialAccuracy} and {@link
 * io.boltzspark.evaluation.neighbours.NeighbourDivergence} derive measures from them. {@link
 * io.boltzspark.evaluation.neighbours.EnergyCoefficient} uses the distances of all pairs.
 */
package io.boltzspark.evaluation.neighbours;
