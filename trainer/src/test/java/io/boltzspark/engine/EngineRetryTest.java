package io.boltzspark.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Initialisation;
import io.boltzspark.boltzmann.Initialisation.VisibleMoments;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.engine.EngineConfig.Kind;
import io.boltzspark.engine.training.Trainings;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Learner;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.testing.TestSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.Tuple2;

/** Both engines try again what failed for a passing reason, and give up in time. */
class EngineRetryTest {
  private static final int UNITS = 8;
  private static final int ROWS = 100;
  private static final int STEPS = 4;
  private static final BoltzmannConfig PCD =
      Trainings.config(UNITS, Algorithm.PCD, false, 1, 0.01, 3);

  private static JavaSparkContext spark;
  // Tasks of a local master run in this process.
  private static final AtomicInteger FAILURES_LEFT = new AtomicInteger();
  private static final AtomicInteger FAILURES = new AtomicInteger();
  private static final AtomicInteger RETRIES = new AtomicInteger();
  private static boolean badRow;

  @BeforeAll
  static void start() {
    spark = TestSpark.context(TestSpark.local(2));
  }

  @BeforeEach
  void reset() {
    FAILURES_LEFT.set(0);
    FAILURES.set(0);
    RETRIES.set(0);
    badRow = false;
  }

  private static Tuple2<Long, byte[]> row(long position) {
    if (position == 7 && FAILURES_LEFT.getAndDecrement() > 0) {
      FAILURES.incrementAndGet();
      throw badRow
          ? new BoltzException(ExitCode.BAD_INPUT, "row 7 is bad")
          : new IllegalStateException("the disk was away for a moment");
    }
    byte[] row = new byte[UNITS];
    for (int i = 0; i < UNITS; i++) {
      row[i] = (byte) (position >> i & 1);
    }
    return new Tuple2<>(position, row);
  }

  private static final class Counting implements StepListener {
    @Override
    public boolean stepDone(long steps) {
      return false;
    }

    @Override
    public void retrying() {
      RETRIES.incrementAndGet();
    }
  }

  /** Trains an epoch and returns the parameters' bits; the last are the chains. */
  private static int[] run(Kind kind) {
    List<Long> positions = new ArrayList<>();
    for (long p = 0; p < ROWS; p++) {
      positions.add(p);
    }
    JavaPairRDD<Long, byte[]> source =
        spark.parallelize(positions, 2).mapToPair(position -> row(position));
    EpochPlan plan = new EpochPlan(ROWS, PCD.batchSize(), new Lanes(4));
    TrainingJob job = RoundFixture.job(PCD, plan, UUID.randomUUID().toString());
    DistributedRows rows = new DistributedRows(plan, UNITS, source, TaskLayout.ofSlots(2, 1));
    EngineConfig config = Trainings.engine(kind, 2);
    KernelCheck kernels = new KernelCheck(false);
    VisibleMoments moments = new VisibleMoments(new double[UNITS], new double[UNITS], 1);
    BoltzmannMachine machine = RoundFixture.program(PCD, plan).machine();
    float[] parameters = Initialisation.parameters(machine, PCD, moments);
    byte[] chains =
        Initialisation.chains(
            machine, PCD, plan.lanes(), parameters, moments, Matrix.zeros(0, UNITS), 0);
    try (rows;
        ParallelRanges update = new ParallelRanges(2);
        Engine engine =
            kind == Kind.ROUNDS
                ? new RoundsEngine(spark, config, job, rows, kernels, update)
                : new JobsEngine(spark, config, job, rows, kernels)) {
      Learner learner = job.program().learner(parameters, update);
      engine.run(learner, chains, STEPS, "epoch 1", new Counting());
      assertEquals(STEPS, learner.step());
      return RoundFixture.bits(parameters);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPassingFailureChangesNoByte(Kind kind) {
    int[] expected = run(kind);
    FAILURES_LEFT.set(2);
    assertArrayEquals(expected, run(kind));
    assertEquals(2, FAILURES.get());
    assertEquals(2, RETRIES.get(), "the listener hears of each");
  }

  @ParameterizedTest
  @EnumSource
  void aLastingFailureEndsAfterAllAttempts(Kind kind) {
    FAILURES_LEFT.set(Integer.MAX_VALUE);
    BoltzException e = assertThrows(BoltzException.class, () -> run(kind));
    assertEquals(ExitCode.EXECUTION, e.exitCode());
    assertTrue(e.getMessage().contains("engine.attempts"), e.getMessage());
    assertTrue(e.getMessage().contains("the disk was away"), e.getMessage());
    assertEquals(3, FAILURES.get());
  }

  @ParameterizedTest
  @EnumSource
  void badInputIsNotTriedAgain(Kind kind) {
    FAILURES_LEFT.set(Integer.MAX_VALUE);
    badRow = true;
    BoltzException e = assertThrows(BoltzException.class, () -> run(kind));
    assertEquals(ExitCode.BAD_INPUT, e.exitCode());
    assertEquals("row 7 is bad", e.getMessage());
    assertEquals(1, FAILURES.get());
  }
}
