package io.boltzspark.engine;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;

/**
 * How the lanes are distributed over tasks. On a cluster a task takes a whole executor, with a
 * thread per core, and adds up the results of its threads: each executor exchanges one message per
 * step with the driver, however many cores it has. In the driver's own process messages pass by
 * reference, and each slot has a task.
 *
 * @param slots number of tasks of {@code spark.task.cpus} cores that fit on the cluster, at most
 *     one per lane
 * @param tasks number of tasks that share the lanes
 * @param cores cores, and so threads, of each task
 * @param wholeExecutors whether tasks take more cores than {@code spark.task.cpus}
 */
record TaskLayout(int slots, int tasks, int cores, boolean wholeExecutors) {
  // Spark keeps every new profile for good, even one equal to another.
  private static final ConcurrentMap<Integer, ResourceProfile> PROFILES = new ConcurrentHashMap<>();

  /**
   * One task per slot.
   *
   * @param cores {@code spark.task.cpus}
   */
  public static TaskLayout ofSlots(int tasks, int cores) {
    return new TaskLayout(tasks, tasks, cores, false);
  }

  /** A description for messages. */
  String label() {
    return tasks
        + (tasks == 1 ? " task of " : " tasks of ")
        + cores
        + (cores == 1 ? " core" : " cores");
  }

  /** Number of threads that work on {@code lanes} lanes at once. */
  public int threads(int lanes) {
    return Math.min(lanes, tasks * cores);
  }

  /** The resource profile of tasks with {@code cores} cores. */
  static ResourceProfile profile(int cores) {
    return PROFILES.computeIfAbsent(
        cores,
        c -> new ResourceProfileBuilder().require(new TaskResourceRequests().cpus(c)).build());
  }

  /** The same data, processed by tasks of this layout's cores. */
  <T> JavaRDD<T> over(JavaRDD<T> rdd) {
    return wholeExecutors ? rdd.withResources(profile(cores)) : rdd;
  }
}
