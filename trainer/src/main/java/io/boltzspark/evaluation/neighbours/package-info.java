/**
 * Compares samples with data by distances: whether nearest neighbours can tell them apart, and how
 * far the two distributions are from one another. Needs only rows, no machine.
 *
 * <p>{@link io.boltzspark.evaluation.neighbours.NearestNeighbours} finds neighbours in blocks by
 * matrix products; {@link io.boltzspark.evaluation.neighbours.AdversarialAccuracy}, {@link
 * io.boltzspark.evaluation.neighbours.NeighbourDivergence} and {@link
 * io.boltzspark.evaluation.neighbours.EnergyCoefficient} derive measures from them.
 */
package io.boltzspark.evaluation.neighbours;
