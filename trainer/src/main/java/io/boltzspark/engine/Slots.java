package io.boltzspark.engine;

import static scala.jdk.javaapi.CollectionConverters.asJava;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.spark.Failures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.ExecutorAllocationClient;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds how many tasks can run at once, with how many cores each. All tasks of a barrier stage must
 * run at once, and Spark itself would wait ten minutes before reporting that they cannot, so this
 * is checked first.
 */
final class Slots {
  private static final Logger LOG = LoggerFactory.getLogger(Slots.class);

  private static final long POLL_MILLIS = 200;

  /** Executors register one after another; when no new one has come for this long, work starts. */
  private static final long SETTLED_NANOS = 5_000_000_000L;

  /** A worker gives an executor ten seconds to exit before it kills it. */
  private static final long END_NANOS = 15_000_000_000L;

  private Slots() {}

  /**
   * The capacity of the executors.
   *
   * @param slots tasks of {@code spark.task.cpus} cores that can run at once
   * @param executors number of executors, at least those that have these slots
   */
  private record Room(int slots, int executors) {

    static Room of(JavaSparkContext spark) {
      if (spark.sc().isLocal()) {
        int slots = Slots.slots(spark);
        return new Room(slots, slots);
      }
      Set<String> ids = new HashSet<>(activeExecutors(spark));
      int slots = Slots.slots(spark);
      // An executor that came or went meanwhile may or may not be among the slots. If it were
      // counted there only, a task would request more cores than any executor has, which Spark
      // rejects.
      ids.addAll(activeExecutors(spark));
      return new Room(slots, ids.size());
    }

    /** Excludes executors that are being killed: Spark still lists them, but they have no slots. */
    private static List<String> activeExecutors(JavaSparkContext spark) {
      return asJava(spark.sc().getExecutorIds()).stream()
          .filter(
              id ->
                  !(spark.sc().schedulerBackend() instanceof ExecutorAllocationClient client)
                      || client.isExecutorActive(id))
          .toList();
    }

    /** Typical slots per executor; where executors differ, the smaller ones have fewer. */
    int slotsOfEach() {
      return slots / Math.max(1, executors);
    }
  }

  /**
   * Waits for executors and decides how the lanes are distributed: over the configured number of
   * tasks, or one task per executor, at most one per lane. With dynamic allocation, which only
   * {@code jobs} supports, it does not wait, and each lane is a task.
   *
   * @param wanted the preferred number of slots; waits for them up to the slot time-out, then takes
   *     those available, unless {@code engine.tasks} requires that number
   * @throws BoltzException if too few slots become available in time
   */
  public static TaskLayout await(JavaSparkContext spark, EngineConfig config, int wanted) {
    if (spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false)) {
      refuseRounds(config);
      // Executors are only added once there is work, so waiting for them would never end.
      return TaskLayout.ofSlots(
          config.tasks() > 0 ? config.tasks() : config.lanes(), taskCores(spark));
    }
    long now = System.nanoTime();
    long deadline = now + config.slotTimeout().toNanos();
    Room room = Room.of(spark);
    long changed = now;
    // A local master never gets more slots.
    while (!spark.sc().isLocal()
        && room.slots() < wanted
        && now < deadline
        && !isSettled(config, room, now - changed)) {
      pause();
      now = System.nanoTime();
      Room found = Room.of(spark);
      if (found.slots() != room.slots()) {
        changed = now;
      }
      room = found;
    }
    int needed = config.tasks() > 0 ? config.tasks() : 1;
    if (room.slots() < needed && spark.sc().isLocal()) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "the engine needs %d task slots at once, but the master %s has %d. Use a master with as many cores (--master local[%d]), or fewer tasks (engine.tasks)"
              .formatted(needed, spark.master(), room.slots(), needed * taskCores(spark)));
    }
    if (room.slots() < needed) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "the engine needs "
              + needed
              + " task slots at once, but the cluster has "
              + room.slots()
              + " after "
              + config.slotTimeout().toSeconds()
              + " s. Start more executors, give them more cores, wait longer (engine.slot-timeout),"
              + " or use fewer tasks (engine.tasks)");
    }
    return layout(spark, config, room);
  }

  /**
   * As {@link #await}, for a training that has begun: the error says how to resume it.
   *
   * @param wanted the previous number of slots
   */
  static TaskLayout awaitAgain(JavaSparkContext spark, EngineConfig config, int wanted) {
    try {
      return await(spark, config, wanted);
    } catch (BoltzException e) {
      throw new BoltzException(e.exitCode(), e.getMessage() + ". " + Failures.GO_ON, e);
    }
  }

  /**
   * The layout of the next round: on more slots than before if executors have joined, on fewer if
   * some were lost and not replaced while {@link #await} waits.
   */
  static TaskLayout forRound(JavaSparkContext spark, EngineConfig config, TaskLayout before) {
    Room room = Room.of(spark);
    return room.slots() >= before.slots()
        ? layout(spark, config, room)
        : awaitAgain(spark, config, before.slots());
  }

  /**
   * How the available slots are used. Tasks of {@code jobs} request no more cores than any slot
   * has: a lost task is retried on any remaining executor, which may be smaller.
   */
  private static TaskLayout layout(JavaSparkContext spark, EngineConfig config, Room room) {
    if (config.tasks() > 0) {
      return TaskLayout.ofSlots(config.tasks(), taskCores(spark));
    }
    int useful = Math.min(room.slots(), config.lanes());
    if (config.kind() == EngineConfig.Kind.ROUNDS && room.slotsOfEach() > 1) {
      int cores = room.slotsOfEach() * taskCores(spark);
      int tasks = slots(spark, TaskLayout.profile(cores));
      if (tasks >= room.executors()) {
        return new TaskLayout(useful, Math.min(tasks, config.lanes()), cores, true);
      }
    }
    return TaskLayout.ofSlots(useful, taskCores(spark));
  }

  private static int taskCores(JavaSparkContext spark) {
    return spark.sc().getConf().getInt("spark.task.cpus", 1);
  }

  /**
   * Kills hanging executors and starts others in their place. A task on a hanging executor would
   * keep its slot until Spark misses the executor's heartbeats, and the next attempt would wait for
   * that. If more executors than tasks were silent, some of them were idle, and only those whose
   * tasks had begun are replaced.
   */
  static void replace(JavaSparkContext spark, RoundCoordinator.Silence silence) {
    if (silence.tasks() == 0 || spark.sc().isLocal()) {
      return;
    }
    List<String> silent = new ArrayList<>(asJava(spark.sc().getExecutorIds()));
    silent.removeAll(silence.answering());
    if (silent.size() > silence.tasks()) {
      silent.retainAll(silence.hanging());
    }
    for (String executor : silent) {
      LOG.warn("executor {} did not answer in time; replacing it", executor);
      spark.sc().killAndReplaceExecutor(executor);
    }
    awaitEnd(spark, silent);
  }

  /**
   * Until Spark notices that hanging executors are gone, tasks request cached rows from them, and
   * another attempt would fail.
   */
  private static void awaitEnd(JavaSparkContext spark, List<String> executors) {
    long deadline = System.nanoTime() + END_NANOS;
    while (!Collections.disjoint(asJava(spark.sc().getExecutorIds()), executors)
        && System.nanoTime() < deadline) {
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BoltzException(ExitCode.INTERRUPTED, "interrupted while waiting for executors", e);
    }
  }

  private static boolean isSettled(EngineConfig config, Room room, long unchangedNanos) {
    return config.tasks() == 0 && room.slots() > 0 && unchangedNanos > SETTLED_NANOS;
  }

  /** Number of slots to wait for at the start; within one process all are available. */
  public static int wanted(JavaSparkContext spark, EngineConfig config) {
    if (config.tasks() > 0) {
      return config.tasks();
    }
    return spark.sc().isLocal() ? Math.min(config.lanes(), slots(spark)) : config.lanes();
  }

  private static int slots(JavaSparkContext spark) {
    return slots(spark, spark.sc().resourceProfileManager().defaultResourceProfile());
  }

  private static int slots(JavaSparkContext spark, ResourceProfile profile) {
    SparkContext context = spark.sc();
    context.resourceProfileManager().addResourceProfile(profile); // no effect if already registered
    return context.maxNumConcurrentTasks(profile);
  }

  private static void refuseRounds(EngineConfig config) {
    if (config.kind() == EngineConfig.Kind.ROUNDS) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "spark.dynamicAllocation.enabled is true, but the tasks of engine.kind = rounds must run"
              + " together: switch it off (--conf spark.dynamicAllocation.enabled=false) or use"
              + " --engine jobs");
    }
  }
}
