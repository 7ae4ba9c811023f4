/**
 * The training loop of any program: stages, rounds, and the work between rounds.
 *
 * <p>Start with {@link io.boltzspark.engine.training.TrainingLoop}, which runs one stage after
 * another on the driver (most trainings have one). A stage is a {@code StageRun}: it handles
 * epochs, checkpoints ({@code TrainingState}), monitors ({@code Monitoring}), samples ({@code
 * StageSamples}) and early stopping ({@code BestModel}), and writes to the run directory through
 * {@code RunLog}. Steps are made by an {@link io.boltzspark.engine.Engine}.
 *
 * <p>To train something else, implement {@link io.boltzspark.engine.training.Training}: it lists
 * its stages and creates for each a {@link io.boltzspark.engine.training.TrainingStage}, which
 * holds the program that executors run and defines the model's files, the monitored values, and the
 * value for early stopping. {@code Regression}, in the tests, is the smallest example.
 *
 * <p>Progress is reported to a {@link io.boltzspark.engine.training.TrainingObserver}.
 */
package io.boltzspark.engine.training;
