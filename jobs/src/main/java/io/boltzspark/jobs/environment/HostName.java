package io.boltzspark.jobs.environment;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.util.Utils;

/**
 * The name of this host. Spark looks up its address before it reads any setting, even if everything
 * runs in one process, and fails where a container has a name that no name service knows.
 */
public final class HostName {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String ADDRESS = "SPARK_LOCAL_IP";
  private static final String OTHER_NAME = "SPARK_LOCAL_HOSTNAME";
  private static final String DRIVER_HOST = "spark.driver.host";

  private HostName() {}

  /** Whether the name has an address; asks the name service. */
  private static boolean resolves() {
    try {
      InetAddress.getLocalHost();
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Gives Spark the loopback address if the name has none. Must precede any use of Spark. */
  public static void replaceUnlessResolved() {
    if (!isGiven(System.getenv()) && !resolves()) {
      Utils.setCustomHostname(LOOPBACK);
    }
  }

  /**
   * Executors on other machines need an address of the driver.
   *
   * @throws BoltzException ENVIRONMENT when the name has none and the settings do not give one
   */
  public static void requireForCluster(SparkConf conf) {
    requireForCluster(conf, System.getenv(), HostName::resolves);
  }

  static void requireForCluster(
      SparkConf conf, Map<String, String> environment, BooleanSupplier resolves) {
    if (conf.contains(DRIVER_HOST) || isGiven(environment) || resolves.getAsBoolean()) {
      return;
    }
    throw new BoltzException(
        ExitCode.ENVIRONMENT,
        "the name of this host has no address, so executors could not reach the driver; give the driver an address that they can reach, with --conf %s=ADDRESS or %s=ADDRESS in the environment"
            .formatted(DRIVER_HOST, ADDRESS));
  }

  private static boolean isGiven(Map<String, String> environment) {
    return environment.containsKey(ADDRESS) || environment.containsKey(OTHER_NAME);
  }
}
