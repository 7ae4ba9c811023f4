package io.boltzspark.jobs.spark;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.Causes;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.environment.Account;
import io.boltzspark.jobs.environment.HostName;
import io.boltzspark.jobs.environment.TemporaryDirectory;
import io.boltzspark.jobs.telemetry.MetricsPlugin;
import io.boltzspark.spark.LocalDirectories;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * Opens the Spark session of a command. Properties from {@code --conf} take precedence over those
 * of {@code spark-submit}, and these over the defaults set here.
 *
 * <p>Spark itself adds the JVM options that it needs to every executor that it starts.
 */
public final class SparkSessions {
  private static final String PLUGINS = "spark.plugins";
  private static final String DEFAULT_MASTER = "local[*]";

  private SparkSessions() {}

  /**
   * The session that this process has already, in which only the given properties are set, as far
   * as a session that is open takes them; or else a new one.
   *
   * @param application name in Spark's UI
   * @param master as given; empty: the one of {@code spark-submit}, or else local[*]
   * @param given Spark properties of the user
   * @throws BoltzException BAD_CONFIGURATION for a master of an unknown form, ENVIRONMENT when this
   *     process does not support it, the session cannot be opened, or this process lacks a
   *     temporary directory or an address that it needs for that
   */
  public static SparkSession open(
      String application, Optional<String> master, Map<String, String> given) {
    SparkConf conf = configure(application, master, given);
    Master where = new Master(conf.get("spark.master"));
    where.requireSupport();
    TemporaryDirectory.ofThisProcess().require();
    LocalDirectories.requireOne(conf);
    if (!where.isLocal()) {
      HostName.requireForCluster(conf);
    }
    where.requireAnswer();
    Option<SparkSession> found = openSession();
    if (found.isDefined()) {
      setModifiable(found.get(), given);
      return found.get();
    }
    try {
      return SparkSession.builder().config(conf).getOrCreate();
    } catch (Exception e) {
      throw cannotOpen(conf.get("spark.master"), e);
    }
  }

  /** Whether this process has a session already, which {@link #open} would return. */
  public static boolean isOneOpen() {
    return openSession().isDefined();
  }

  private static Option<SparkSession> openSession() {
    return SparkSession.getActiveSession()
        .orElse(SparkSession::getDefaultSession)
        .filter(session -> !session.sparkContext().isStopped());
  }

  private static void setModifiable(SparkSession session, Map<String, String> given) {
    given.forEach(
        (key, value) -> {
          if (session.conf().isModifiable(key)) {
            session.conf().set(key, value);
          }
        });
  }

  /** The Hadoop configuration that such a session would have, {@code spark.hadoop.*} included. */
  public static Configuration hadoop(
      String application, Optional<String> master, Map<String, String> given) {
    SparkConf conf = configure(application, master, given);
    return SparkHadoopUtil.get().newConfiguration(conf);
  }

  static SparkConf configure(
      String application, Optional<String> master, Map<String, String> given) {
    // Also for programs without the project's main method, such as notebooks.
    HostName.replaceUnlessResolved();
    Account.nameUnlessKnown();
    SparkConf conf = new SparkConf();
    given.forEach(conf::set);
    master.ifPresent(conf::setMaster);
    conf.setIfMissing("spark.master", DEFAULT_MASTER);
    conf.setIfMissing("spark.app.name", application);
    conf.setIfMissing("spark.ui.enabled", "false");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    // Its numbers are read on demand: they cost nothing without a sink.
    String plugins = conf.get(PLUGINS, "");
    if (!Arrays.asList(plugins.split("\\s*,\\s*")).contains(MetricsPlugin.class.getName())) {
      conf.set(PLUGINS, (plugins.isEmpty() ? "" : plugins + ",") + MetricsPlugin.class.getName());
    }
    if (new Master(conf.get("spark.master")).isLocal()) {
      setForLocal(conf);
    } else {
      setForCluster(conf);
    }
    return conf;
  }

  private static void setForLocal(SparkConf conf) {
    // Nothing outside needs to reach this driver; an address needs no name service.
    conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    conf.setIfMissing("spark.driver.host", "127.0.0.1");
    // 200, Spark's own default, is made for clusters: locally each partition costs more than it
    // holds.
    int cores = Runtime.getRuntime().availableProcessors();
    conf.setIfMissing("spark.sql.shuffle.partitions", Integer.toString(Math.max(2, cores)));
  }

  private static void setForCluster(SparkConf conf) {
    // The engine itself waits for the slots of a round. Where one is lost between that and the
    // round, Spark's own check of a barrier stage would look again for ten minutes (40 times 15 s)
    // before the engine is told.
    conf.setIfMissing("spark.scheduler.barrier.maxConcurrentTasksCheck.interval", "1s");
    conf.setIfMissing("spark.scheduler.barrier.maxConcurrentTasksCheck.maxFailures", "5");
    // The tasks of a round start together. Were two to wait for the one executor that holds, or is
    // near to, the rows of both, every round would begin some seconds late.
    conf.setIfMissing("spark.locality.wait", "0s");
    String jar = System.getProperty("boltz.jar");
    if (jar != null) {
      conf.setIfMissing("spark.jars", ProgramJar.require(jar));
    }
    ClusterSettings.forExecutors().forEach(conf::setIfMissing);
  }

  private static BoltzException cannotOpen(String master, Exception error) {
    Throwable cause = Causes.beneath(error, SparkException.class::isInstance);
    return new BoltzException(
        ExitCode.ENVIRONMENT,
        "Spark could not start on %s: %s; check --master and --conf, and that the cluster, if any, is running"
            .formatted(master, String.valueOf(cause.getMessage()).lines().findFirst().orElse("")),
        error);
  }
}
