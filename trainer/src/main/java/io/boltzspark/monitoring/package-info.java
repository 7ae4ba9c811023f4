/**
 * Monitors of training, evaluated on the driver between rounds. They do not affect the bytes of a
 * model, except for the value that early stopping follows.
 *
 * <p>{@link io.boltzspark.monitoring.Monitor} is a named measure, one small class each, and {@link
 * io.boltzspark.monitoring.Monitors} is their list: to add one, write its class and list it. The
 * mathematics is in {@code io.boltzspark.evaluation}. A monitor sees a {@link
 * io.boltzspark.monitoring.Moment}: the parameters after a step, the rows that are {@link
 * io.boltzspark.monitoring.Watched}, and samples of the model, which all monitors share. The engine
 * decides which monitors run, when, and at what cost.
 *
 * <p>{@link io.boltzspark.monitoring.Health} says at the end whether a machine has learnt anything:
 * {@code HiddenUse}, {@code IndependentUnits} and {@code ChainSpread} measure it.
 *
 * <p>All are pure functions of parameters, rows, seed and step, independent of other monitors, and
 * hold no more than a few matrices with one row per monitored row.
 */
package io.boltzspark.monitoring;
