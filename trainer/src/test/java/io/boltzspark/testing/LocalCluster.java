package io.boltzspark.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Real executor processes on this machine ({@code local-cluster}), started from the {@link
 * SparkDistribution}. The driver is the test's own process, and so are master and workers; where
 * those are to be hit as well, take a {@link StandaloneCluster}. The project's own classes reach
 * executors as a jar that the driver hands out: so an executor's RPC does not know them.
 */
public final class LocalCluster {
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
  private static final String HEAP_MEGABYTES = "1024";

  private LocalCluster() {}

  /** A session with so many executors of one core each. */
  public static SparkSession open(int executors, Map<String, String> settings) {
    return open(executors, 1, settings);
  }

  /** A session with so many executors of so many cores each. */
  public static SparkSession open(int executors, int cores, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put("spark.jars", SparkDistribution.get().application().toUri().toString());
    all.put("spark.executor.memory", HEAP_MEGABYTES + "m");
    all.put("spark.executor.extraJavaOptions", String.join(" ", SparkDistribution.jvmOptions()));
    all.put("spark.executorEnv.OPENBLAS_NUM_THREADS", "1");
    all.putAll(settings);
    return TestSpark.open(
        "local-cluster[" + executors + "," + cores + "," + HEAP_MEGABYTES + "]", all);
  }

  /** The living executor processes that this process has started. */
  public static List<ProcessHandle> executors() {
    return executorsBelow(ProcessHandle.current());
  }

  /** The living executors among the descendants of a process. */
  static List<ProcessHandle> executorsBelow(ProcessHandle ancestor) {
    return ancestor
        .descendants()
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().commandLine().orElse("").contains(EXECUTOR))
        .toList();
  }
}
