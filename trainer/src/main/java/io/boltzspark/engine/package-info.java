/**
 * How training spreads over Spark: the only package of the trainer that imports it.
 *
 * <p>Start with {@link io.boltzspark.engine.TrainingLoop}, which runs on the driver and owns
 * epochs, checkpoints and monitors, and {@link io.boltzspark.engine.Engine}, which makes steps.
 * There are two engines, and both give the same bytes:
 *
 * <ul>
 *   <li>{@link io.boltzspark.engine.RoundsEngine}, the default: one barrier stage runs a whole
 *       <em>round</em>, which is an epoch or the steps up to the next checkpoint. Its tasks ({@link
 *       io.boltzspark.engine.RoundTask}, on executors) stay alive and, at every step, send their
 *       statistics to the driver ({@link io.boltzspark.engine.RoundCoordinator}) and get the new
 *       parameters back, through {@link io.boltzspark.engine.Exchange}.
 *   <li>{@link io.boltzspark.engine.JobsEngine}, the reference: one ordinary Spark job a step, with
 *       stateless tasks.
 * </ul>
 *
 * <p>A <em>lane</em> is a fixed logical slice of every step (see {@link
 * io.boltzspark.learning.Lanes}); a task holds consecutive lanes. {@link
 * io.boltzspark.engine.LaneWorker} is a lane at work on an executor, in either engine, and {@link
 * io.boltzspark.engine.TrainingData} brings each lane its rows.
 */
package io.boltzspark.engine;
