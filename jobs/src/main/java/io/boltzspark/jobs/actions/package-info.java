/**
 * One action per job. An action is given a {@code SparkSession} (or, where no work is for Spark,
 * the way to files alone), a request and a {@link io.boltzspark.jobs.console.Progress}; it refuses
 * what cannot work before it starts, does the job in {@code execute()} and returns an immutable
 * {@link io.boltzspark.jobs.actions.ActionResult}.
 *
 * <p>Commands that draw make their pictures in {@link io.boltzspark.jobs.images}; {@link
 * io.boltzspark.jobs.pictures.ComparisonRequest} is what those have in common that compare models.
 *
 * <p>Requests are records which the command line fills in, with values already checked one by one;
 * what can only be judged by looking at files is the action's to judge. Everything here runs on the
 * driver.
 */
package io.boltzspark.jobs.actions;
