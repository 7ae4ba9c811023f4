package io.boltzspark.engine.training;

/**
 * Where a stage stands among the stages of a training.
 *
 * @param number from 0
 * @param name for metrics and progress
 * @param isLast whether it gives the model
 * @param stepsBefore steps of the stages before it
 * @param totalSteps its own steps
 * @param stepsPerEpoch steps of an epoch
 */
record StagePlace(
    int number,
    String name,
    boolean isLast,
    long stepsBefore,
    long totalSteps,
    long stepsPerEpoch) {}
