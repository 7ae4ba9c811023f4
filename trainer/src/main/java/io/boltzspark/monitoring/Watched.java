package io.boltzspark.monitoring;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;

/**
 * What monitors look at for as long as one machine is trained.
 *
 * @param seed of the training
 * @param train visible states of some training rows, samples x units; at least one
 * @param valid visible states of as many validation rows, maybe none
 */
public record Watched(BoltzmannMachine machine, long seed, Matrix train, Matrix valid) {}
