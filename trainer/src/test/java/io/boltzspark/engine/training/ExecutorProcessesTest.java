package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.dataprep.Binarization;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.engine.data.PreparedSets;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.testing.LocalCluster;
import io.boltzspark.testing.Processes;
import io.boltzspark.testing.TestSeed;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two executor processes give the model that one thread gives, also when one of them is killed in
 * the middle of a round.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExecutorProcessesTest {
  /** A last minibatch of two rows, fewer than lanes. */
  private static final int ROWS = 302;

  private static final int STEPS_PER_EPOCH = 13;
  private static final int EXECUTORS = 2;
  private static final String ENGINE_CLASS = "io/boltzspark/engine/training/TrainingLoop.class";
  private static final BoltzmannConfig PCD = Trainings.config(Algorithm.PCD, false);

  @TempDir static Path directory;
  private static String data;
  private static String reference;
  private static String deepReference;
  private static final AtomicInteger RUNS = new AtomicInteger();

  @BeforeAll
  static void trainOnOneThread() {
    SparkSession one = TestSpark.local(1);
    Path source = PreparedSets.source(directory.resolve("idx"), ROWS);
    data =
        PreparedSets.prepare(one, source, directory.resolve("data"), Binarization.THRESHOLD, 3, 0);
    reference = new Trainings(one, data, PCD).into(newRun()).modelSha256();
    deepReference =
        new Trainings(one, new MadeRows(one, false), TrainingCase.PRETRAINED.config())
            .into(newRun())
            .modelSha256();
  }

  @AfterAll
  static void close() {
    TestSpark.close();
  }

  private static SparkSession cluster() {
    return LocalCluster.open(EXECUTORS, Map.of());
  }

  private static SparkSession clusterOfTwoCoresEach() {
    return LocalCluster.open(EXECUTORS, 2, Map.of());
  }

  private static Path newRun() {
    return directory.resolve("run-" + RUNS.incrementAndGet());
  }

  /**
   * Four lanes on four cores of two processes: two tasks of two threads, so two messages a step. A
   * task of {@code jobs} may have to run wherever there is room, and asks for one core.
   */
  @ParameterizedTest
  @CsvSource({"ROUNDS, 2", "JOBS, 4"})
  void twoProcessesGiveTheSameBytesByATaskOfARoundForAllCores(EngineConfig.Kind kind, int tasks) {
    TrainingResult result =
        new Trainings(clusterOfTwoCoresEach(), data, PCD)
            .engine(Trainings.engine(kind, 0))
            .into(newRun());
    assertEquals(EXECUTORS, LocalCluster.executors().size());
    assertEquals(tasks, result.tasks());
    assertEquals(reference, result.modelSha256());
  }

  @Test
  void aDeepMachineIsPretrainedInTwoProcesses() {
    BoltzmannConfig deep = TrainingCase.PRETRAINED.config();
    SparkSession spark = clusterOfTwoCoresEach();
    TrainingResult result =
        new Trainings(spark, new MadeRows(spark, false), deep)
            .engine(Trainings.engine(EngineConfig.Kind.ROUNDS, 0))
            .into(newRun());
    assertEquals(EXECUTORS, LocalCluster.executors().size());
    assertEquals(EXECUTORS, result.tasks());
    assertEquals(deepReference, result.modelSha256());
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(
      named = "boltz.processes",
      matches = "all",
      disabledReason = "OpenProgramTest kills executors in every build: -Dboltz.processes=all")
  void aKilledExecutorChangesNoByte(EngineConfig.Kind kind) {
    long seed = TestSeed.next();
    Random random = new Random(seed);
    // Not at the end of an epoch, where the tasks of a round have nothing more to do.
    long killAt = STEPS_PER_EPOCH * random.nextInt(3) + 1 + random.nextInt(STEPS_PER_EPOCH - 1);
    boolean second = random.nextBoolean();
    String drawn = "seed " + seed + ": kill at step " + killAt + ", second executor: " + second;
    AtomicInteger kills = new AtomicInteger();
    AtomicInteger steps = new AtomicInteger();
    TrainingResult result =
        new Trainings(cluster(), data, PCD)
            .engine(Trainings.engine(kind, EXECUTORS))
            .onStep(
                step -> {
                  steps.incrementAndGet();
                  if (step == killAt && kills.getAndIncrement() == 0) {
                    List<ProcessHandle> executors = LocalCluster.executors();
                    Processes.kill(executors.get(second ? executors.size() - 1 : 0));
                  }
                })
            .into(newRun());
    assertTrue(kills.get() > 0, drawn);
    assertEquals(reference, result.modelSha256(), drawn);
    if (kind == EngineConfig.Kind.ROUNDS) {
      long again = (killAt - 1) % STEPS_PER_EPOCH + 1;
      assertEquals(3 * STEPS_PER_EPOCH + again, steps.get(), "steps made again; " + drawn);
    }
  }

  @Test
  @EnabledIfSystemProperty(
      named = "boltz.processes",
      matches = "all",
      disabledReason = "takes most of a minute: -Dboltz.processes=all")
  void anExecutorThatHangsIsNamed() {
    cluster();
    long seed = TestSeed.next();
    long hangAt = 2 + new Random(seed).nextInt(STEPS_PER_EPOCH - 2);
    EngineConfig impatient =
        new EngineConfig(
            EngineConfig.Kind.ROUNDS,
            4,
            EXECUTORS,
            Duration.ofSeconds(4),
            Duration.ofSeconds(60),
            1,
            false,
            false);
    AtomicReference<ProcessHandle> hanging = new AtomicReference<>();
    Trainings training =
        new Trainings(cluster(), data, PCD)
            .engine(impatient)
            .onStep(
                step -> {
                  if (step == hangAt) {
                    hanging.set(LocalCluster.executors().get(0));
                    Processes.pause(hanging.get());
                  }
                });
    try {
      BoltzException e = assertThrows(BoltzException.class, () -> training.into(newRun()));
      String drawn = "seed " + seed + ", step " + hangAt + ": " + e.getMessage();
      assertEquals(ExitCode.EXECUTION, e.exitCode(), drawn);
      // When the signal arrives, the next statistics may already be on their way.
      String steps = "(" + hangAt + "|" + (hangAt + 1) + ")";
      assertTrue(e.getMessage().matches(".*statistics of step " + steps + " .*"), drawn);
      assertTrue(e.getMessage().matches(".*task [01] \\(executor [0-9]+ on .*"), drawn);
      assertTrue(e.getMessage().contains("engine.exchange-timeout"), drawn);
    } finally {
      Processes.proceed(hanging.get());
    }
  }

  @Test
  void executorsKnowTheProjectOnlyFromTheDriversJar() {
    long without =
        TestSpark.context(clusterOfTwoCoresEach())
            .parallelize(List.of(1, 2), EXECUTORS)
            .filter(i -> ClassLoader.getSystemResource(ENGINE_CLASS) == null)
            .count();
    assertEquals(2, without, "as on a cluster, where Spark's own class path lacks the project");
  }

  @Test
  @Order(1)
  @EnabledIfSystemProperty(
      named = "boltz.processes",
      matches = "all",
      disabledReason = "takes a minute: -Dboltz.processes=all")
  void jobsNeedNoExecutorsToBeginWith() {
    Map<String, String> dynamic = new TreeMap<>();
    dynamic.put("spark.dynamicAllocation.enabled", "true");
    dynamic.put("spark.dynamicAllocation.shuffleTracking.enabled", "true");
    dynamic.put("spark.dynamicAllocation.minExecutors", "0");
    dynamic.put("spark.dynamicAllocation.initialExecutors", "0");
    SparkSession empty = LocalCluster.open(EXECUTORS, dynamic);
    assertEquals(List.of(), LocalCluster.executors());
    TrainingResult result =
        new Trainings(empty, data, PCD)
            .engine(Trainings.engine(EngineConfig.Kind.JOBS, 0))
            .into(newRun());
    assertEquals(reference, result.modelSha256());
  }
}
