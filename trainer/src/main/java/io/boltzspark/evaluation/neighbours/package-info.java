/**
 * Samples compared with data by distances: whether a nearest neighbour can tell them apart, and how
 * far the two distributions are from one another. No machine is needed, only rows.
 *
 * <p>{@link io.boltzspark.evaluation.neighbours.NearestNeighbours} finds neighbours in blocks by
 * matrix products; {@link io.boltzspark.evaluation.neighbours.AdversarialAccuracy}, {@link
 * io.boltzspark.evaluation.neighbours.NeighbourDivergence} and {@link
 * io.boltzspark.evaluation.neighbours.EnergyCoefficient} say what follows.
 */
package io.boltzspark.evaluation.neighbours;
