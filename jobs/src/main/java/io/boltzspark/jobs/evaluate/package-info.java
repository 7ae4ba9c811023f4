/**
 * {@code boltz evaluate}: {@link io.boltzspark.jobs.evaluate.EvaluateAction} measures a model by
 * those of {@link io.boltzspark.jobs.evaluate.metrics} that were asked for, and keeps the result in
 * the run.
 */
package io.boltzspark.jobs.evaluate;
