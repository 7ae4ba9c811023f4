package io.boltzspark.engine.training;

/**
 * When a run's state is saved, and how many checkpoints are kept.
 *
 * @param every number of steps between checkpoints; 0: one at the end of each epoch, but see {@link
 *     TrainingStage#shortEpochs}
 * @param keep number of newest checkpoints to keep; 0: all of them
 */
public record CheckpointConfig(int every, int keep) {}
