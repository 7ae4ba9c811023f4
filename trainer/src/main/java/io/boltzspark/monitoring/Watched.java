package io.boltzspark.monitoring;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;

/**
 * The data that monitors use throughout the training of one machine.
 *
 * @param seed the seed of the training
 * @param train visible states of some training rows, samples x units; at least one
 * @param valid visible states of as many validation rows, possibly none
 */
public record Watched(BoltzmannMachine machine, long seed, Matrix train, Matrix valid) {}
