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
 * How many tasks can run at once, and with how many cores each. All tasks of a barrier stage must
 * run at once, and Spark itself would wait ten minutes before it says that they can not, so this is
 * found out first.
 */
final class Slots {
  private static final Logger LOG = LoggerFactory.getLogger(Slots.class);

  private static final long POLL_MILLIS = 200;

  /**
   * Executors come one after another; when no more came for so long, those that are there start.
   */
  private static final long SETTLED_NANOS = 5_000_000_000L;

  /** A worker gives an executor ten seconds to end by itself before it kills it. */
  private static final long END_NANOS = 15_000_000_000L;

  private Slots() {}

  /**
   * What executors offer.
   *
   * @param slots tasks of {@code spark.task.cpus} cores that can run at once
   * @param executors at least as many as these slots are on
   */
  private record Room(int slots, int executors) {

    static Room of(JavaSparkContext spark) {
      if (spark.sc().isLocal()) {
        int slots = Slots.slots(spark);
        return new Room(slots, slots);
      }
      Set<String> ids = new HashSet<>(activeExecutors(spark));
      int slots = Slots.slots(spark);
      // One that came or went meanwhile may or may not be among the slots. Were it counted there
      // alone, a task would ask for more cores than any executor has, which is an error to Spark.
      ids.addAll(activeExecutors(spark));
      return new Room(slots, ids.size());
    }

    /**
     * Without those that are being killed: Spark lists them for a while, but has no slots there.
     */
    private static List<String> activeExecutors(JavaSparkContext spark) {
      return asJava(spark.sc().getExecutorIds()).stream()
          .filter(
              id ->
                  !(spark.sc().schedulerBackend() instanceof ExecutorAllocationClient client)
                      || client.isExecutorActive(id))
          .toList();
    }

    /** Slots of each executor, as a rule. Where they are not alike, the smaller ones have fewer. */
    int slotsOfEach() {
      return slots / Math.max(1, executors);
    }
  }

  /**
   * Waits for executors and decides how the lanes are dealt out: to as many tasks as configured, or
   * to an executor each, at most one a lane. With dynamic allocation, which only {@code jobs} can
   * take, nothing is waited for, and each lane is a task.
   *
   * @param wanted how many slots would be best; waits for them up to the slot time-out, then takes
   *     what is there, unless {@code engine.tasks} asks for exactly so many tasks
   * @throws BoltzException when there are too few in time
   */
  public static TaskLayout await(JavaSparkContext spark, EngineConfig config, int wanted) {
    if (spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false)) {
      refuseRounds(config);
      // Executors come when there is work for them: to wait for them would be to wait for ever.
      return TaskLayout.ofSlots(
          config.tasks() > 0 ? config.tasks() : config.lanes(), taskCores(spark));
    }
    long now = System.nanoTime();
    long deadline = now + config.slotTimeout().toNanos();
    Room room = Room.of(spark);
    long changed = now;
    while (room.slots() < wanted && now < deadline && !isSettled(config, room, now - changed)) {
      pause();
      now = System.nanoTime();
      Room found = Room.of(spark);
      if (found.slots() != room.slots()) {
        changed = now;
      }
      room = found;
    }
    int needed = config.tasks() > 0 ? config.tasks() : 1;
    if (room.slots() < needed) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "the engine needs "
              + needed
              + " task slots at once, the cluster offers "
              + room.slots()
              + " after "
              + config.slotTimeout().toSeconds()
              + " s. Start more executors or give them more cores, wait longer"
              + " (engine.slot-timeout), or ask for fewer tasks (engine.tasks)");
    }
    return layout(spark, config, room);
  }

  /**
   * As {@link #await}, for a training that has begun: the error says how to go on with it.
   *
   * @param wanted how many slots there were
   */
  static TaskLayout awaitAgain(JavaSparkContext spark, EngineConfig config, int wanted) {
    try {
      return await(spark, config, wanted);
    } catch (BoltzException e) {
      throw new BoltzException(e.exitCode(), e.getMessage() + ". " + Failures.GO_ON, e);
    }
  }

  /**
   * How the next round can deal the lanes out: on more slots than before where executors have come,
   * on fewer where they have gone and are not replaced while {@link #await} waits.
   */
  static TaskLayout forRound(JavaSparkContext spark, EngineConfig config, TaskLayout before) {
    Room room = Room.of(spark);
    return room.slots() >= before.slots()
        ? layout(spark, config, room)
        : awaitAgain(spark, config, before.slots());
  }

  /**
   * What the room is used for. Tasks of {@code jobs} ask for no more cores than any slot has: a
   * lost one is run again on whichever executor is left, which may be smaller than the others were.
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
   * Has executors killed that hang, and others started in their place. A task on one of them would
   * keep its slot until Spark misses the executor's heartbeats, and the next attempt would wait for
   * that. Where more executors have been silent than tasks have, some of them were idle, and only
   * those are touched whose tasks had begun.
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
      LOG.warn("executor {} did not answer in time; having it replaced", executor);
      spark.sc().killAndReplaceExecutor(executor);
    }
    awaitEnd(spark, silent);
  }

  /**
   * Until Spark knows of their end, tasks ask executors that hang for the rows that they held, and
   * another attempt would be lost.
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

  /** How many slots to wait for at the start; in one process they are all there. */
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
    context.resourceProfileManager().addResourceProfile(profile); // does nothing to a known one
    return context.maxNumConcurrentTasks(profile);
  }

  private static void refuseRounds(EngineConfig config) {
    if (config.kind() == EngineConfig.Kind.ROUNDS) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "spark.dynamicAllocation.enabled is true, but the tasks of engine.kind = rounds must run"
              + " together: switch it off (--conf spark.dynamicAllocation.enabled=false) or take"
              + " --engine jobs");
    }
  }
}
