/**
 * {@code boltz evaluate}: {@link io.boltzspark.jobs.evaluate.EvaluateAction} measures a model by
 * the requested {@link io.boltzspark.jobs.evaluate.metrics} and stores the result in the run.
 */
package io.boltzspark.jobs.evaluate;
