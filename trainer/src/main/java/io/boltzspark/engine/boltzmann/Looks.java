package io.boltzspark.engine.boltzmann;

import io.boltzspark.engine.training.MonitorConfig;

/**
 * How a stage is observed between rounds.
 *
 * @param monitor how training is monitored
 * @param sampleSweeps Gibbs sweeps of each chain that draws samples
 */
record Looks(MonitorConfig monitor, int sampleSweeps) {}
