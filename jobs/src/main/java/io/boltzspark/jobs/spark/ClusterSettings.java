package io.boltzspark.jobs.spark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What holds for a process that the launcher starts on this machine and must hold for those that a
 * cluster starts too, as Spark properties. The JVM options that Spark needs are not among them: it
 * gives them to every driver and executor that it starts.
 */
public final class ClusterSettings {
  /** The environment of every process that multiplies: a task is one thread. */
  public static final Map<String, String> ENVIRONMENT = Map.of("OPENBLAS_NUM_THREADS", "1");

  private ClusterSettings() {}

  /** Whichever process is the driver. */
  static Map<String, String> forExecutors() {
    Map<String, String> settings = new LinkedHashMap<>();
    // The tasks of a round run together, so their executors must be there from the start.
    settings.put("spark.dynamicAllocation.enabled", "false");
    ENVIRONMENT.forEach((name, value) -> settings.put("spark.executorEnv." + name, value));
    return settings;
  }

  /**
   * For a program that {@code spark-submit} starts; nothing for one on this machine alone.
   *
   * @param driverInCluster whether the cluster starts the driver as well (deploy mode cluster)
   */
  public static Map<String, String> forSubmission(Master master, boolean driverInCluster) {
    if (master.isLocal()) {
      return Map.of();
    }
    Map<String, String> settings = forExecutors();
    if (driverInCluster && master.isYarn()) {
      ENVIRONMENT.forEach((name, value) -> settings.put("spark.yarn.appMasterEnv." + name, value));
      // A second attempt would find the output of the first, and hide why that failed.
      settings.put("spark.yarn.maxAppAttempts", "1");
    } else if (driverInCluster && master.isKubernetes()) {
      ENVIRONMENT.forEach(
          (name, value) -> settings.put("spark.kubernetes.driverEnv." + name, value));
    } else if (driverInCluster) {
      // The environment of spark-submit becomes the driver's. Without this it would end at once.
      settings.put("spark.standalone.submit.waitAppCompletion", "true");
    }
    return settings;
  }
}
