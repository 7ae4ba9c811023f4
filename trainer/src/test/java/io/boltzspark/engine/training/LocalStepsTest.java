package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.EngineConfig.Kind;
import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.engine.training.TrainingResult.Ending;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.testing.TestSeed;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lanes that make steps by themselves, with everything that can be switched on: the epochs of three
 * steps have a group of two and one of a single step.
 */
class LocalStepsTest {
  private static final int STEPS = 2;
  private static final AtomicInteger RUNS = new AtomicInteger();
  @TempDir static Path directory;

  /** One for each part of a step. */
  static List<TrainingCase> cases() {
    return eachKind(
        List.of(
            TrainingCase.PERSISTENT,
            TrainingCase.CONTRASTIVE,
            TrainingCase.MORE_AND_MORE_SWEEPS,
            TrainingCase.TEMPERED,
            TrainingCase.ADAMW,
            TrainingCase.NESTEROV,
            TrainingCase.CENTRED,
            TrainingCase.AVERAGED,
            TrainingCase.CLIPPED,
            TrainingCase.MAX_NORM,
            TrainingCase.SPARSE,
            TrainingCase.GAUSSIAN,
            TrainingCase.POTTS_WITH_LABELS,
            TrainingCase.RESAMPLED,
            TrainingCase.LATERAL_POTTS,
            TrainingCase.SEMI_RESTRICTED,
            TrainingCase.DEEP_CENTRED,
            TrainingCase.PRETRAINED_WITH_ALL_THE_REST));
  }

  private static List<TrainingCase> eachKind(List<TrainingCase> all) {
    return all.stream().filter(TrainingCase.eachKind()::contains).toList();
  }

  private static Path newRun() {
    return directory.resolve("run-" + RUNS.incrementAndGet());
  }

  private static Trainings training(TrainingCase c, int localSteps) {
    SparkSession spark = TestSpark.local(2);
    BoltzmannConfig config = Configs.from(c.config()).localSteps(localSteps).build();
    return new Trainings(spark, new MadeRows(spark, c.rows()), config);
  }

  private static EngineConfig lanes(int lanes) {
    return Trainings.engine(Kind.ROUNDS, lanes, 0, Duration.ofSeconds(60));
  }

  /** Its rows are all rows and its chains all chains, and the mean of one state is that state. */
  @ParameterizedTest
  @MethodSource("cases")
  void aSingleLaneMakesTheStepsOfATrainingWithoutThem(TrainingCase c) {
    Path with = newRun();
    Path without = newRun();
    TrainingResult local = training(c, STEPS).engine(lanes(1)).into(with);
    TrainingResult usual = training(c, 1).engine(lanes(1)).into(without);
    assertEquals(usual.modelSha256(), local.modelSha256());
    assertEquals(usual.step(), local.step());
  }

  /** One for each kind of state that is kept from group to group. */
  static List<TrainingCase> stopped() {
    return eachKind(
        List.of(
            TrainingCase.MORE_AND_MORE_SWEEPS,
            TrainingCase.TEMPERED,
            TrainingCase.AVERAGED,
            TrainingCase.SPARSE,
            TrainingCase.SEMI_RESTRICTED,
            TrainingCase.PRETRAINED_WITH_ALL_THE_REST));
  }

  /** The reference is of one engine and one task; here each engine does its part on two cores. */
  @ParameterizedTest
  @MethodSource("stopped")
  void stoppedAndResumedByTheOtherEngine(TrainingCase c) {
    List<Long> ends = new ArrayList<>();
    String reference =
        training(c, STEPS)
            .engine(Trainings.engine(Kind.ROUNDS, 1))
            .onStep(ends::add)
            .into(newRun())
            .modelSha256();
    long seed = TestSeed.next();
    long at = ends.get(new Random(seed).nextInt(ends.size() - 1));
    String drawn = c + " stopped at step " + at + " of " + ends + ", seed " + seed;
    AtomicBoolean stop = new AtomicBoolean();
    Path run = newRun();
    Kind before = c.ordinal() % 2 == 0 ? Kind.ROUNDS : Kind.JOBS;
    Kind after = before == Kind.JOBS ? Kind.ROUNDS : Kind.JOBS;
    TrainingResult first =
        training(c, STEPS)
            .engine(Trainings.engine(before, 0))
            .onStep(step -> stop.set(step == at))
            .stopWhen(stop::get)
            .into(run);
    assertEquals(Ending.INTERRUPTED, first.ending(), drawn);
    assertEquals(at, first.step(), drawn);
    TrainingResult rest = training(c, STEPS).engine(Trainings.engine(after, 0)).resume().into(run);
    assertEquals(Ending.FINISHED, rest.ending(), drawn);
    assertEquals(reference, rest.modelSha256(), drawn);
  }

  /** What is due within a group is due at its end, and moves no byte. */
  @Test
  void whatIsDueComesAtTheEndOfAGroup() {
    TrainingCase c = TrainingCase.PERSISTENT;
    String reference = training(c, STEPS).into(newRun()).modelSha256();
    Path run = newRun();
    List<Long> heard = new ArrayList<>();
    TrainingResult result =
        training(c, STEPS).checkpointEvery(1).monitorEvery(4).onStep(heard::add).into(run);
    assertEquals(List.of(2L, 3L, 5L, 6L), heard);
    assertEquals(reference, result.modelSha256());
    assertEquals(List.of(2L, 3L, 5L, 6L), Trainings.open(run).checkpoints(note -> {}).steps());
    assertEquals(
        List.of(0L, 5L, 6L),
        Trainings.metrics(run).stream()
            .map(line -> ((Number) line.get("step")).longValue())
            .toList());
  }

  /** As many as the steps of an epoch, or more: one exchange at its end. */
  @ParameterizedTest
  @CsvSource({"3", "1000"})
  void wholeEpochs(int steps) {
    List<Long> heard = new ArrayList<>();
    training(TrainingCase.CENTRED, steps).onStep(heard::add).into(newRun());
    assertEquals(List.of(3L, 6L), heard);
  }

  @Test
  void whatLanesCannotDoIsRefused() {
    training(TrainingCase.LATERAL_OF_ALL_ROWS, STEPS)
        .assertRefused(
            ExitCode.BAD_CONFIGURATION, "learning.local-steps = 2", "one step", "--batch-size");
    training(TrainingCase.PERSISTENT, STEPS)
        .engine(lanes(16))
        .assertRefused(
            ExitCode.BAD_CONFIGURATION,
            "learning.chains = 10",
            "learning.local-steps = 2",
            "16 lanes",
            "--chains 16");
    training(TrainingCase.CONTRASTIVE, STEPS)
        .engine(lanes(32))
        .assertRefused(
            ExitCode.BAD_CONFIGURATION, "learning.local-steps = 2", "32 lanes", "has 25");
  }
}
