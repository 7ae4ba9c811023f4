package io.boltzspark.engine.inference;

import io.boltzspark.math.Matrix;

/**
 * What the chains of a {@link SamplingJob} show.
 *
 * @param visible visible states, chains x units, including labels where the machine has some;
 *     states shown at several times follow one another, {@link SamplingPlan#times} x chains rows
 * @param energies if the plan asks for them, of each chain's last states under the machine at its
 *     own temperature: the free energy of the visible states where {@link
 *     io.boltzspark.model.BoltzmannMachine#hasClosedFreeEnergy it is closed}, else the energy of
 *     the joint states of all layers; empty otherwise
 */
public record Samples(Matrix visible, double[] energies) {}
