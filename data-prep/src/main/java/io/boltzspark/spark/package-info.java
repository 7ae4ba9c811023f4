/**
 * What every Spark job of the project needs, whatever it computes.
 *
 * <ul>
 *   <li>{@link io.boltzspark.spark.JobGroup} names the jobs of a piece of work in Spark's UI and
 *       event log.
 *   <li>{@link io.boltzspark.spark.Failures} finds the cause in what Spark throws, and decides
 *       which error it is to the user and whether another attempt makes sense.
 * </ul>
 *
 * <p>Part of the ground floor, with {@link io.boltzspark.errors} and {@link io.boltzspark.files}:
 * it knows the errors, and nothing of data preparation, training or jobs. Everything here runs on
 * the driver.
 */
package io.boltzspark.spark;
