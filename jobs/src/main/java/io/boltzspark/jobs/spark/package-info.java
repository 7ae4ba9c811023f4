/** Opens the Spark session: {@link io.boltzspark.jobs.spark.SparkSessions}. */
package io.boltzspark.jobs.spark;
