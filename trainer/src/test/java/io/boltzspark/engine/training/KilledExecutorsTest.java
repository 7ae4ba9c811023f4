package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.testing.LocalCluster;
import io.boltzspark.testing.Processes;
import io.boltzspark.testing.TestSeed;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * An executor that is killed at any moment of a training, from the dealing of its rows to its
 * model, changes no byte. Moments are drawn in time, not in steps, so that they lie between steps
 * and rounds as well. {@code -Dboltz.kills=N} sets how many there are; without it, the executors
 * that ExecutorProcessesTest and OpenProgramTest kill at random steps have to do.
 */
@EnabledIfSystemProperty(
    named = "boltz.kills",
    matches = "[1-9][0-9]*",
    disabledReason = "takes half a minute for the first kill: -Dboltz.kills=1")
class KilledExecutorsTest {
  private static final int KILLS = Integer.getInteger("boltz.kills", 1);

  private static final int EXECUTORS = 2;

  /** Of each executor: a task has two lanes, each on a thread of its own. */
  private static final int CORES = 2;

  /** Time for a new executor to start on a machine that has much else to do. */
  private static final Duration SLOT_TIMEOUT = Duration.ofMinutes(5);

  private static final BoltzmannConfig PCD =
      Trainings.config(MadeRows.WIDTH, Algorithm.PCD, false, 5, 0.01, 5);

  /** Steps that lanes make by themselves: a killed executor has made some of them or none. */
  private static final List<Integer> LOCAL_STEPS = List.of(1, 2);

  @TempDir Path directory;
  private int runs;

  @AfterAll
  static void close() {
    TestSpark.close();
  }

  private Path newRun() {
    return directory.resolve("run-" + runs++);
  }

  @Test
  void atRandomMoments() throws InterruptedException {
    long seed = TestSeed.next();
    Random random = new Random(seed);
    Map<Integer, String> references = new TreeMap<>();
    for (int localSteps : LOCAL_STEPS) {
      references.put(
          localSteps,
          training(TestSpark.local(1), EngineConfig.Kind.ROUNDS, localSteps)
              .into(newRun())
              .modelSha256());
    }

    Map<String, Integer> hit = new TreeMap<>();
    SparkSession cluster = LocalCluster.open(EXECUTORS, CORES, Map.of());
    Map<EngineConfig.Kind, Long> undisturbed = new EnumMap<>(EngineConfig.Kind.class);
    for (EngineConfig.Kind kind : EngineConfig.Kind.values()) {
      training(cluster, kind, 1).into(newRun()); // loads classes
      long begin = System.nanoTime();
      training(cluster, kind, 1).into(newRun());
      undisturbed.put(kind, (System.nanoTime() - begin) / 1_000_000);
    }
    for (int kill = 0; kill < KILLS; kill++) {
      EngineConfig.Kind kind =
          random.nextInt(3) == 0 ? EngineConfig.Kind.JOBS : EngineConfig.Kind.ROUNDS;
      int localSteps = LOCAL_STEPS.get(random.nextInt(LOCAL_STEPS.size()));
      AtomicLong steps = new AtomicLong(-1);
      long delay = random.nextLong(undisturbed.get(kind) + 1);
      int which = random.nextInt(EXECUTORS);
      String drawn =
          "seed %d, kill %d of %d: %s, local steps %d, executor %d after %d of about %d ms"
              .formatted(seed, kill, KILLS, kind, localSteps, which, delay, undisturbed.get(kind));
      AtomicBoolean ended = new AtomicBoolean();
      Thread killer = new Thread(() -> kill(delay, which, steps, ended, hit), "killer");
      killer.start();
      TrainingResult result = training(cluster, kind, localSteps).onStep(steps::set).into(newRun());
      ended.set(true);
      killer.join();
      assertEquals(references.get(localSteps), result.modelSha256(), drawn);
    }
    System.out.println(KILLS + " executors killed, " + hit + " (seed " + seed + ")");
    assertEquals(KILLS, hit.values().stream().mapToInt(n -> n).sum(), "seed " + seed);
  }

  private static Trainings training(SparkSession spark, EngineConfig.Kind kind, int localSteps) {
    BoltzmannConfig config = Configs.from(PCD).localSteps(localSteps).build();
    return new Trainings(spark, new MadeRows(spark, false), config)
        .engine(Trainings.engine(kind, 4, 0, SLOT_TIMEOUT))
        .checkpointEvery(2);
  }

  private static void kill(
      long delay, int which, AtomicLong steps, AtomicBoolean ended, Map<String, Integer> hit) {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    String moment =
        ended.get() ? "after the end" : steps.get() < 0 ? "before the first step" : "during steps";
    List<ProcessHandle> executors = LocalCluster.executors();
    assertTrue(executors.size() > 0, "no executor is left");
    Processes.kill(executors.get(Math.min(which, executors.size() - 1)));
    hit.merge(moment, 1, Integer::sum);
  }
}
