package io.boltzspark.jobs.spark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The environment that the launcher gives to a process on this machine, as Spark properties for the
 * processes that a cluster starts. The JVM options that Spark needs are not among them: Spark gives
 * them to every driver and executor.
 */
public final class ClusterSettings {
  /** The environment of every process that runs tasks: a task is one thread. */
  public static final Map<String, String> ENVIRONMENT = Map.of("OPENBLAS_NUM_THREADS", "1");

  private ClusterSettings() {}

  /** The settings for executors, whichever process is the driver. */
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
      // A second attempt would find the output of the first and hide its error.
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
