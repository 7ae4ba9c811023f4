/**
 * The loop of a training, whatever is trained: stages, rounds, and what happens between rounds.
 *
 * <p>Start with {@link io.boltzspark.engine.training.TrainingLoop}, which runs on the driver and
 * makes one stage after another (most trainings have one). A stage is a {@code StageRun}: it owns
 * epochs, checkpoints ({@code TrainingState}), monitors ({@code Monitoring}), samples to look at
 * ({@code StageSamples}) and early stopping ({@code BestModel}), and writes to the run directory
 * through {@code RunLog}. Steps are made by an {@link io.boltzspark.engine.Engine}.
 *
 * <p>To train something else, implement {@link io.boltzspark.engine.training.Training}: it names
 * its stages and gives for each a {@link io.boltzspark.engine.training.TrainingStage}, which holds
 * the program that executors run and says what the model looks like in files, what is watched, and
 * what decides early stopping. {@code Regression}, in the tests, is the smallest one.
 *
 * <p>Whoever watches from outside hears of steps through {@link
 * io.boltzspark.engine.training.TrainingObserver}.
 */
package io.boltzspark.engine.training;
