/**
 * {@code boltz couplings} and {@code boltz scan}: what a trained machine says about the sites of a
 * sequence. Nothing here uses Spark.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.couplings.CouplingsAction} ranks pairs of sites by the couplings
 *       between them; {@code ContactFile} reads the pairs that are close in a structure, {@code
 *       PairMap} draws all pairs.
 *   <li>{@link io.boltzspark.jobs.couplings.ScanAction} has the free energy of every mutation of
 *       one site; {@code GivenSequence} is what it starts from.
 * </ul>
 */
package io.boltzspark.jobs.couplings;
