/**
 * The basis of every Spark job of the project.
 *
 * <ul>
 *   <li>{@link io.boltzspark.spark.JobGroup} names the jobs of a piece of work in Spark's UI and
 *       event log.
 *   <li>{@link io.boltzspark.spark.Failures} finds the cause of an exception from Spark, and
 *       decides which error to report and whether another attempt makes sense.
 *   <li>{@link io.boltzspark.spark.LocalDirectories} are where Spark keeps what it shuffles, {@link
 *       io.boltzspark.spark.LibraryFailure} is the error of a temporary directory from which a
 *       process of Spark's cannot load libraries.
 *   <li>{@link io.boltzspark.spark.Tables} reads and writes Parquet; no other code gives Spark a
 *       path.
 * </ul>
 *
 * <p>Part of the ground floor, with {@link io.boltzspark.errors} and {@link io.boltzspark.files}:
 * it depends on these, but not on data preparation, training or jobs. Everything here runs on the
 * driver.
 */
package io.boltzspark.spark;
