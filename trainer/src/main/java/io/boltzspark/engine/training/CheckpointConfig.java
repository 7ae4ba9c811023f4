package io.boltzspark.engine.training;

/**
 * When a run's whole state is written down, and how much of it stays.
 *
 * @param every steps between checkpoints; 0: one at the end of each epoch
 * @param keep newest checkpoints to keep; 0: all of them
 */
public record CheckpointConfig(int every, int keep) {}
