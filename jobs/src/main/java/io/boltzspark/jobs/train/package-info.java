/**
 * {@code boltz train}, and {@code boltz quickstart}, which finds data, trains and draws samples.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.train.TrainAction} turns settings into a {@code TrainingLoop} of
 *       the engine and a run directory.
 *   <li>{@code ProgressObserver} shows the progress of training; {@code Observers} passes events of
 *       the engine to several observers.
 * </ul>
 */
package io.boltzspark.jobs.train;
