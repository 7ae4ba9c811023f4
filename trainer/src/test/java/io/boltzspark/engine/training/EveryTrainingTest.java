package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.engine.EngineConfig.Kind;
import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.engine.training.TrainingResult.Ending;
import io.boltzspark.testing.TestSeed;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of machine and everything that can be switched on keeps the contract: one thread, two,
 * the other engine, and a stop anywhere give the same bytes. Without {@code -Dboltz.slow=true},
 * what goes together is tried together.
 */
class EveryTrainingTest {
  @TempDir static Path directory;
  private static final Map<TrainingCase, TrainingResult> REFERENCE =
      new EnumMap<>(TrainingCase.class);
  private static final AtomicInteger RUNS = new AtomicInteger();
  private static SparkSession two;

  @BeforeAll
  static void trainOnOneThread() {
    SparkSession one = TestSpark.local(1);
    for (TrainingCase c : cases()) {
      REFERENCE.put(c, training(one, c).into(newRun()));
    }
    two = TestSpark.local(2);
  }

  static List<TrainingCase> cases() {
    return TrainingCase.eachKind();
  }

  private static Trainings training(SparkSession spark, TrainingCase c) {
    return new Trainings(spark, new MadeRows(spark, c.rows()), c.config());
  }

  private static Path newRun() {
    return directory.resolve("run-" + RUNS.incrementAndGet());
  }

  /** So each of them does what the others do not. */
  @Test
  void theHashTellsThemApart() {
    Map<String, TrainingCase> seen = new HashMap<>();
    REFERENCE.forEach(
        (c, result) -> assertEquals(null, seen.put(result.modelSha256(), c), "same bytes as " + c));
  }

  /** The reference is of one engine on one core; here each engine does its part. */
  @ParameterizedTest
  @MethodSource("cases")
  void stoppedAnywhereAndResumedByTheOtherEngineOnTwoCores(TrainingCase c) {
    long seed = TestSeed.next();
    long steps = REFERENCE.get(c).step();
    long at = 1 + new Random(seed).nextLong(steps - 1);
    String drawn = c + " stopped at step " + at + " of " + steps + ", seed " + seed;
    AtomicBoolean stop = new AtomicBoolean();
    Path run = newRun();
    Kind before = c.ordinal() % 2 == 0 ? Kind.ROUNDS : Kind.JOBS;
    Kind after = before == Kind.JOBS ? Kind.ROUNDS : Kind.JOBS;
    TrainingResult first =
        training(two, c)
            .engine(Trainings.engine(before, 0))
            .onStep(step -> stop.set(step == at))
            .stopWhen(stop::get)
            .into(run);
    assertEquals(Ending.INTERRUPTED, first.ending(), drawn);
    assertEquals(at, first.step(), drawn);
    TrainingResult rest = training(two, c).engine(Trainings.engine(after, 0)).resume().into(run);
    assertEquals(2, rest.tasks(), drawn);
    assertEquals(Ending.FINISHED, rest.ending(), drawn);
    assertEquals(steps, rest.step(), drawn);
    assertEquals(REFERENCE.get(c).modelSha256(), rest.modelSha256(), drawn);
  }
}
