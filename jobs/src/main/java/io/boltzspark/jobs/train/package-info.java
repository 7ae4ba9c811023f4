/**
 * {@code boltz train}, and {@code boltz quickstart}, which finds data, trains and draws samples.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.train.TrainAction} trains and leaves a run directory; {@link
 *       io.boltzspark.jobs.train.PlannedTraining} turns data and settings into a {@code
 *       TrainingLoop} of the engine, also for programs.
 *   <li>{@code ProgressObserver} shows the progress of training; {@code Observers} passes events of
 *       the engine to several observers.
 * </ul>
 */
package io.boltzspark.jobs.train;
