/**
 * {@code boltz train}, and {@code boltz quickstart}, which trains on what it finds and draws
 * samples.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.train.TrainAction} turns settings into a {@code TrainingLoop} of
 *       the engine and a run directory.
 *   <li>{@code ProgressObserver} shows a training that is under way; {@code Observers} passes what
 *       the engine tells to several.
 * </ul>
 */
package io.boltzspark.jobs.train;
