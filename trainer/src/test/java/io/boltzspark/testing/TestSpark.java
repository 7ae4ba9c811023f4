package io.boltzspark.testing;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Spark sessions for tests: no UI, few shuffle partitions, warnings only. A process can have one
 * live SparkContext, so a session is shared by all tests that ask for the same settings one after
 * another, and closed when other settings are asked for. Tests never close it themselves.
 */
public final class TestSpark {
  private static final String PARTITIONS = "spark.sql.shuffle.partitions";

  private static SparkSession live;
  private static Map<String, String> liveSettings = Map.of();

  private TestSpark() {}

  /** A session of {@code local[cores]}. */
  public static SparkSession local(int cores) {
    return open("local[" + cores + "]", Map.of());
  }

  /** A session with these settings besides those that all tests have. */
  public static synchronized SparkSession open(String master, Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>();
    all.put("spark.master", master);
    all.put("spark.app.name", "tests");
    all.put("spark.ui.enabled", "false");
    all.put("spark.driver.host", "127.0.0.1");
    all.put("spark.driver.bindAddress", "127.0.0.1");
    all.put(PARTITIONS, "3");
    all.put("spark.log.level", "WARN");
    all.put("spark.hadoop.fs.faulty.impl", FaultyFileSystem.class.getName());
    all.putAll(settings);
    if (live == null || live.sparkContext().isStopped() || !all.equals(liveSettings)) {
      close();
      SparkSession.Builder builder = SparkSession.builder();
      all.forEach(builder::config);
      live = builder.getOrCreate();
      liveSettings = all;
    }
    live.conf().set(PARTITIONS, all.get(PARTITIONS)); // a command may have had its own
    return live;
  }

  /** The Java view of a session's context. */
  public static JavaSparkContext context(SparkSession spark) {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  /** Ends the live session, if there is one, and its executors. */
  public static synchronized void close() {
    if (live != null) {
      live.stop();
      SparkSession.clearActiveSession();
      SparkSession.clearDefaultSession();
      live = null;
    }
  }
}
