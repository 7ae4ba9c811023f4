package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.adversarial.AdversarialRuns;
import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.testing.LocalCluster;
import io.boltzspark.testing.Processes;
import io.boltzspark.testing.Slow;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engine and the loop run whatever is a program: {@link Regression} trains on both engines with
 * the same bytes, also when an executor is killed, and after a stop and resume. So do adversarial
 * networks in the same two executor processes.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OpenProgramTest {
  private static final int LANES = 4;
  private static final int EPOCHS = 6;
  private static final Configuration HADOOP = new Configuration();

  private static String reference;
  private static String localReference;
  private static final Map<AdversarialRuns, TrainingResult> ADVERSARIAL =
      new EnumMap<>(AdversarialRuns.class);

  @TempDir static Path shared;
  @TempDir Path directory;

  @AfterAll
  static void close() {
    TestSpark.close();
  }

  private static TrainingResult train(
      SparkSession spark,
      EngineConfig.Kind kind,
      Path out,
      TrainingLoop.Request request,
      LongConsumer onStep) {
    TrainingLoop loop =
        new TrainingLoop(
            TestSpark.context(spark),
            new MadeRows(spark, false),
            Regression.of(new Lanes(LANES), EPOCHS),
            Trainings.engine(kind, 0),
            new BetweenRounds(
                new CheckpointConfig(4, 0), Trainings.everyMonitor(0), SamplesConfig.NONE),
            new StepObserver(onStep));
    return loop.run(() -> run(out, request.resume()), "identity", Map.of(), request);
  }

  private static String whole(
      SparkSession spark, EngineConfig.Kind kind, Path out, LongConsumer onStep) {
    TrainingResult result =
        train(
            spark,
            kind,
            out,
            new TrainingLoop.Request(false, OptionalInt.empty(), () -> false),
            onStep);
    assertEquals(EPOCHS, result.epoch());
    return result.modelSha256();
  }

  private static RunDirectory run(Path out, boolean resume) {
    var path = new org.apache.hadoop.fs.Path(out.toUri());
    if (resume) {
      return RunDirectory.open(HADOOP, path);
    }
    RunDirectory run = RunDirectory.create(HADOOP, path, false);
    run.writeConfig("# none");
    return run;
  }

  @BeforeAll
  static void trainOnOneThread() {
    reference =
        whole(TestSpark.local(1), EngineConfig.Kind.ROUNDS, shared.resolve("one"), step -> {});
    localReference =
        AdversarialRuns.PLAIN
            .local(
                TestSpark.local(1),
                EngineConfig.Kind.ROUNDS,
                LANES,
                2,
                shared.resolve("local"),
                step -> {})
            .modelSha256();
    for (AdversarialRuns c : List.of(AdversarialRuns.LABELLED)) {
      Path out = shared.resolve(c.name());
      ADVERSARIAL.put(c, c.whole(TestSpark.local(1), EngineConfig.Kind.ROUNDS, out, step -> {}));
    }
  }

  @ParameterizedTest
  @Order(1)
  @EnumSource
  void threadsAndEnginesGiveTheSameBytes(EngineConfig.Kind kind) {
    assertEquals(
        reference, whole(TestSpark.local(2), kind, directory.resolve("whole"), step -> {}));
  }

  @ParameterizedTest
  @Order(2)
  @EnumSource
  void aStoppedRunEndsWithTheSameBytes(EngineConfig.Kind kind) {
    Path out = directory.resolve("stopped");
    AtomicBoolean stop = new AtomicBoolean();
    TrainingResult half =
        train(
            TestSpark.local(2),
            kind,
            out,
            new TrainingLoop.Request(false, OptionalInt.empty(), stop::get),
            step -> stop.set(step == 7)); // an odd step, in the middle of an epoch
    assertEquals(TrainingResult.Ending.INTERRUPTED, half.ending());
    assertEquals(7, half.step());
    TrainingResult rest =
        train(
            TestSpark.local(2),
            kind,
            out,
            new TrainingLoop.Request(true, OptionalInt.empty(), () -> false),
            step -> {});
    assertEquals(reference, rest.modelSha256());
  }

  /** The other engine loses one while networks train. */
  static List<EngineConfig.Kind> enginesOfAProgram() {
    return Slow.or(List.of(EngineConfig.Kind.values()), List.of(EngineConfig.Kind.JOBS));
  }

  @ParameterizedTest
  @Order(4)
  @MethodSource("enginesOfAProgram")
  void aKilledExecutorChangesNoByte(EngineConfig.Kind kind) {
    SparkSession cluster = LocalCluster.open(2, Map.of());
    AtomicBoolean killed = new AtomicBoolean();
    String found =
        whole(
            cluster,
            kind,
            directory.resolve("killed"),
            step -> {
              if (step == 5 && killed.compareAndSet(false, true)) {
                Processes.kill(LocalCluster.executors().get(0));
              }
            });
    assertTrue(killed.get());
    assertEquals(reference, found);
  }

  /** With an executor killed; and no line of the log more. */
  @ParameterizedTest
  @Order(5)
  @CsvSource("LABELLED, ROUNDS, 5")
  void adversarialNetworks(AdversarialRuns c, EngineConfig.Kind kind, long killAt) {
    SparkSession cluster = LocalCluster.open(2, Map.of());
    AtomicBoolean killed = new AtomicBoolean();
    Path out = directory.resolve("adversarial");
    TrainingResult found =
        c.whole(
            cluster,
            kind,
            out,
            step -> {
              if (step == killAt && killed.compareAndSet(false, true)) {
                Processes.kill(LocalCluster.executors().get(0));
              }
            });
    assertEquals(killAt > 0, killed.get());
    assertEquals(ADVERSARIAL.get(c).modelSha256(), found.modelSha256());
    assertEquals(AdversarialRuns.steps(shared.resolve(c.name())), AdversarialRuns.steps(out));
  }

  static List<EngineConfig.Kind> enginesOfLocalSteps() {
    return Slow.or(List.of(EngineConfig.Kind.values()), List.of(EngineConfig.Kind.ROUNDS));
  }

  /** The round begins with its first group of steps again. */
  @ParameterizedTest
  @Order(5)
  @MethodSource("enginesOfLocalSteps")
  void lanesThatMakeStepsByThemselves(EngineConfig.Kind kind) {
    AdversarialRuns c = AdversarialRuns.PLAIN;
    AtomicBoolean killed = new AtomicBoolean();
    TrainingResult found =
        c.local(
            LocalCluster.open(2, Map.of()),
            kind,
            LANES,
            2,
            directory.resolve("local"),
            step -> {
              if (step == 5 && killed.compareAndSet(false, true)) {
                Processes.kill(LocalCluster.executors().get(0));
              }
            });
    assertTrue(killed.get());
    assertEquals(localReference, found.modelSha256());
  }

  /** Step 0 moves the slopes alone, by Adam from 0, step 1 the intercept alone, by its gradient. */
  @Test
  @Order(3)
  void stepsOfTwoKindsTakeTurns() {
    float[] first = after(1);
    float[] second = after(2);
    assertEquals(0f, first[Regression.SLOPES], "the intercept rests in step 0");
    for (int i = 0; i < Regression.SLOPES; i++) {
      // Adam's first step is the rate, uphill; every column has a one in a row with a label.
      assertEquals(Regression.RATE, first[i], 1e-6, "slope " + i);
      assertEquals(first[i], second[i], "slopes rest in step 1");
    }
    assertTrue(second[Regression.SLOPES] != 0, "the intercept moves in step 1");
    // Two steps later the slopes have moved again, and not the intercept.
    float[] third = after(3);
    assertEquals(second[Regression.SLOPES], third[Regression.SLOPES]);
    assertTrue(third[0] != second[0]);
  }

  private float[] after(int steps) {
    Path out = directory.resolve("steps-" + steps);
    AtomicBoolean stop = new AtomicBoolean();
    train(
        TestSpark.local(2),
        EngineConfig.Kind.ROUNDS,
        out,
        new TrainingLoop.Request(false, OptionalInt.empty(), stop::get),
        step -> stop.set(step == steps));
    return run(out, true).checkpoints(note -> {}).at(steps).tensors().get("regression").toFloats();
  }

  /** Nobody but a listener to steps. */
  private record StepObserver(LongConsumer onStep) implements TrainingObserver {
    @Override
    public void started(String stage, long step, long totalSteps, int tasks) {}

    @Override
    public void stepDone(long steps, long stepsPerEpoch) {
      onStep.accept(steps);
    }

    @Override
    public void metrics(Map<String, Object> values) {}

    @Override
    public void samples(int epoch, Matrix values) {}

    @Override
    public void note(String message) {}
  }
}
