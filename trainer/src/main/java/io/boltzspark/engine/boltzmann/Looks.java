package io.boltzspark.engine.boltzmann;

import io.boltzspark.engine.training.MonitorConfig;

/**
 * What a stage is looked at by, between rounds.
 *
 * @param monitor what is watched
 * @param sampleSweeps Gibbs sweeps of each chain that draws samples
 */
record Looks(MonitorConfig monitor, int sampleSweeps) {}
