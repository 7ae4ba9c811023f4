/**
 * The program: {@link io.boltzspark.jobs.Main} is what the launcher and {@code spark-submit} start.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.cli} understands the command line,
 *   <li>{@link io.boltzspark.jobs.settings} the configuration,
 *   <li>{@link io.boltzspark.jobs.spark} opens the session, {@link io.boltzspark.jobs.submit} hands
 *       a command over to {@code spark-submit},
 *   <li>{@link io.boltzspark.jobs.actions} does the jobs,
 *   <li>{@link io.boltzspark.jobs.sweep} plans many trainings and keeps what became of them,
 *   <li>{@link io.boltzspark.jobs.retrain} trains on data that grows, and keeps a registry,
 *   <li>{@link io.boltzspark.jobs.evaluate.metrics} is what a trained model can be measured by,
 *   <li>{@link io.boltzspark.jobs.report} makes a page of runs that anyone can open,
 *   <li>{@link io.boltzspark.jobs.telemetry} lets Spark's metrics and MLflow watch a training,
 *   <li>{@link io.boltzspark.jobs.notebook} is what notebooks call,
 *   <li>{@link io.boltzspark.jobs.doctor} looks at the environment,
 *   <li>{@link io.boltzspark.jobs.console} and {@link io.boltzspark.jobs.images} show how it goes
 *       and what came of it.
 * </ul>
 *
 * <p>All of this runs on the driver.
 */
package io.boltzspark.jobs;
