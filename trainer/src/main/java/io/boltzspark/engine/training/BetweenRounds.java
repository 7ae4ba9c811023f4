package io.boltzspark.engine.training;

/**
 * What happens between rounds, and how often.
 *
 * @param checkpoint when state is saved
 * @param monitor how training is monitored
 * @param samples when samples of the model are drawn
 */
public record BetweenRounds(
    CheckpointConfig checkpoint, MonitorConfig monitor, SamplesConfig samples) {}
