/**
 * The partition function Z of a machine, and with it the likelihood of rows: exact if units can be
 * enumerated, otherwise estimated from both sides.
 *
 * <p>{@link io.boltzspark.evaluation.partition.ExactLogPartition} sums over a slice of all states
 * of the smaller side. {@link io.boltzspark.evaluation.partition.AnnealedImportance} moves from
 * independent units to the machine, {@link io.boltzspark.evaluation.partition.ReverseAnnealing}
 * from the machine's own samples back; both follow an {@code AnnealedPath} through the temperatures
 * of an {@link io.boltzspark.evaluation.partition.AnnealingPlan}, for a {@code ChainSlice} of the
 * chains. {@link io.boltzspark.evaluation.partition.LogPartitionEstimate} turns weights into a
 * value with an error bar, {@link io.boltzspark.evaluation.partition.BracketTrust} judges whether
 * the estimates of several walks fit together, and {@link
 * io.boltzspark.evaluation.partition.LogLikelihood} turns this into nats per row.
 */
package io.boltzspark.evaluation.partition;
