/**
 * What training is watched by, on the driver between rounds. None of it decides bytes of a model,
 * but for the value that early stopping was told to look at.
 *
 * <p>{@link io.boltzspark.monitoring.Monitor} is a measure with a name, one small class each, and
 * {@link io.boltzspark.monitoring.Monitors} is their list: to add one, write its class and list it.
 * The mathematics is in {@code io.boltzspark.evaluation}. A monitor sees a {@link
 * io.boltzspark.monitoring.Moment}: the parameters after a step, the rows that are {@link
 * io.boltzspark.monitoring.Watched}, and samples of the model, which all monitors share. Which
 * monitors are asked, when, and what they may cost is the engine's business.
 *
 * <p>All are pure functions of parameters, rows, seed and step, whatever other monitors there are,
 * and hold no more than a few matrices of as many rows as are watched.
 */
package io.boltzspark.monitoring;
