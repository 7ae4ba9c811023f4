/**
 * What a Boltzmann machine is: layers of units, connections between neighbouring layers, one flat
 * array of parameters, and the functions that follow from its energy.
 *
 * <p>Start with {@link io.boltzspark.model.BoltzmannMachine}: an RBM is one with two layers, a deep
 * Boltzmann machine one with more. A machine is a structure without numbers; the numbers are a
 * {@code float[]} with the machine's {@link io.boltzspark.model.ParameterLayout}, so that
 * gradients, optimiser moments and messages are arrays of the same layout and are added, scaled and
 * sent without looking inside.
 *
 * <p>{@link io.boltzspark.model.Units} is the seam for unit types: one implementation each, with
 * the verbs that sampling and learning need. {@link io.boltzspark.model.BernoulliUnits} is the
 * first.
 *
 * <p>Everything here is a pure function of its arguments and runs wherever it is called, on the
 * driver or on an executor.
 */
package io.boltzspark.model;
