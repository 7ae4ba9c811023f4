package io.boltzspark.dataprep;

import org.apache.spark.sql.SparkSession;

/** Spark for tests: no UI, few shuffle partitions, one session at a time in the process. */
public final class SparkSessions {
  private SparkSessions() {}

  /**
   * Starts Spark; close the session before another is asked for.
   *
   * @param master such as {@code local[2]}
   */
  public static SparkSession start(String master) {
    return SparkSession.builder()
        .master(master)
        .appName("data-prep tests")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", 3)
        .getOrCreate();
  }
}
