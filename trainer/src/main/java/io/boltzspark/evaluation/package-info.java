/**
 * How good a machine is, computed for a slice of rows, so that callers may spread slices.
 *
 * <p>{@link io.boltzspark.evaluation.ReconstructionError} and {@link
 * io.boltzspark.evaluation.PseudoLikelihood} are what training watches. Neither ranks models: a
 * pseudo-likelihood can improve while the likelihood collapses. Everything here is a pure function
 * of parameters, rows and seed.
 */
package io.boltzspark.evaluation;
