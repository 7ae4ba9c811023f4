/**
 * Opens the Spark session: {@link io.boltzspark.jobs.spark.SparkSessions}. {@link
 * io.boltzspark.jobs.spark.Master} is where Spark runs, {@link
 * io.boltzspark.jobs.spark.ClusterSettings} the settings that processes of a cluster need.
 */
package io.boltzspark.jobs.spark;
