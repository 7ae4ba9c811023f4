package io.boltzspark.engine.training;

/**
 * What happens between two rounds, and how often.
 *
 * @param checkpoint when state is written
 * @param monitor how training is watched
 * @param samples when training shows what the model draws
 */
public record BetweenRounds(
    CheckpointConfig checkpoint, MonitorConfig monitor, SamplesConfig samples) {}
