package io.boltzspark.engine;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;

/**
 * How the lanes are dealt out to tasks. On a cluster a task takes a whole executor, a thread a
 * core, so that an executor adds up what its threads computed and exchanges one message a step with
 * the driver, however many cores it has. In the driver's own process messages pass by reference,
 * and a task is a slot.
 *
 * @param slots tasks of {@code spark.task.cpus} cores that the cluster had room for, at most one a
 *     lane
 * @param tasks that share the lanes
 * @param cores of each task, and so its threads
 * @param wholeExecutors whether that is more than {@code spark.task.cpus}
 */
record TaskLayout(int slots, int tasks, int cores, boolean wholeExecutors) {
  // Each new profile, also an equal one, stays in Spark's list of them for good.
  private static final ConcurrentMap<Integer, ResourceProfile> PROFILES = new ConcurrentHashMap<>();

  /**
   * A task a slot.
   *
   * @param cores {@code spark.task.cpus}
   */
  public static TaskLayout ofSlots(int tasks, int cores) {
    return new TaskLayout(tasks, tasks, cores, false);
  }

  /** For people. */
  String label() {
    return tasks
        + (tasks == 1 ? " task of " : " tasks of ")
        + cores
        + (cores == 1 ? " core" : " cores");
  }

  /** Threads that work at once on so many lanes. */
  public int threads(int lanes) {
    return Math.min(lanes, tasks * cores);
  }

  /** What a task of so many cores asks of Spark. */
  static ResourceProfile profile(int cores) {
    return PROFILES.computeIfAbsent(
        cores,
        c -> new ResourceProfileBuilder().require(new TaskResourceRequests().cpus(c)).build());
  }

  /** The same data, whose tasks ask for their cores. */
  <T> JavaRDD<T> over(JavaRDD<T> rdd) {
    return wholeExecutors ? rdd.withResources(profile(cores)) : rdd;
  }
}
