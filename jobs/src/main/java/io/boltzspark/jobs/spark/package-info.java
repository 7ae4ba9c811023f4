/**
 * Opens the Spark session: {@link io.boltzspark.jobs.spark.SparkSessions}. {@link
 * io.boltzspark.jobs.spark.Master} is where Spark runs, {@link
 * io.boltzspark.jobs.spark.ClusterSettings} what must hold there as it does on this machine.
 */
package io.boltzspark.jobs.spark;
