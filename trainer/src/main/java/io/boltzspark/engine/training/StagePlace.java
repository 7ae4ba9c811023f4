package io.boltzspark.engine.training;

import io.boltzspark.learning.local.StepGroups;

/**
 * A stage's place among the stages of a training.
 *
 * @param number its number, from 0
 * @param name its name in metrics and progress
 * @param isLast whether it is the stage that produces the model
 * @param stepsBefore number of steps of earlier stages
 * @param totalSteps number of its own steps
 * @param stepsPerEpoch number of steps per epoch
 * @param groups which steps lanes make without an exchange
 */
record StagePlace(
    int number,
    String name,
    boolean isLast,
    long stepsBefore,
    long totalSteps,
    long stepsPerEpoch,
    StepGroups groups) {}
