package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.dataprep.Binarization;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.EngineConfig.Kind;
import io.boltzspark.engine.data.PreparedSets;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.store.Checkpoint;
import io.boltzspark.store.TrainedModel;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trainings that cannot end well leave what is good of a run as it was. */
class TrainingFailuresTest {
  @TempDir static Path shared;
  @TempDir Path directory;
  private static String data;

  @BeforeAll
  static void prepare() {
    Path source = PreparedSets.source(shared.resolve("idx"), 100);
    data =
        PreparedSets.prepare(
            session(), source, shared.resolve("data"), Binarization.THRESHOLD, 1, 0);
  }

  /** Free slots for the data of a second training while the first one trains. */
  private static SparkSession session() {
    return TestSpark.local(4);
  }

  private static BoltzmannConfig config(double rate, long seed) {
    return Trainings.config(PreparedSets.UNITS, Algorithm.PCD, false, 3, rate, seed);
  }

  @ParameterizedTest
  @EnumSource
  void divergenceKeepsTheLastGoodCheckpoint(Kind kind) {
    Path run = directory.resolve("run");
    // A step is about the rate long, and four of them leave the range of floats.
    Trainings training =
        new Trainings(session(), data, config(1e38, 1))
            .engine(Trainings.engine(kind, 0))
            .checkpointEvery(1);
    BoltzException e = assertThrows(BoltzException.class, () -> training.into(run));
    assertEquals(ExitCode.DIVERGED, e.exitCode(), e.getMessage());
    assertTrue(e.getMessage().contains("learning.optimizer.learning-rate"), e.getMessage());

    Checkpoint last = Trainings.open(run).checkpoints(training.notes::add).latest().orElseThrow();
    assertTrue(e.getMessage().contains("after step " + (last.step() + 1)), e.getMessage());
    BoltzmannMachine machine = BoltzmannMachine.of(config(1, 1).model().spec());
    for (float parameter : TrainedModel.parameters("last", machine, last.tensors())) {
      assertTrue(Float.isFinite(parameter));
    }
    assertFalse(Files.exists(run.resolve("model")));
    assertFalse(Files.exists(run.resolve("owner.json")), "the lock is given back");
  }

  @Test
  void aRunIsWrittenByOneTrainingAtATime() {
    EngineConfig oneTask = Trainings.engine(Kind.ROUNDS, 1);
    String expected =
        new Trainings(session(), data, config(0.01, 1))
            .engine(oneTask)
            .into(directory.resolve("alone"))
            .modelSha256();

    Path run = directory.resolve("run");
    AtomicReference<RuntimeException> second = new AtomicReference<>();
    Thread intruder =
        new Thread(
            () -> {
              try {
                new Trainings(session(), data, config(0.01, 1))
                    .engine(oneTask)
                    .into(() -> Trainings.open(run));
              } catch (RuntimeException e) {
                second.set(e);
              }
            });
    TrainingResult first =
        new Trainings(session(), data, config(0.01, 1))
            .engine(oneTask)
            .onStep(
                step -> {
                  if (step == 2) {
                    intruder.start();
                    join(intruder);
                  }
                })
            .into(run);
    assertTrue(second.get() instanceof BoltzException, String.valueOf(second.get()));
    assertEquals(ExitCode.OUTPUT_EXISTS, ((BoltzException) second.get()).exitCode());
    assertTrue(second.get().getMessage().contains("is being written by process"));
    assertEquals(expected, first.modelSha256());
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anotherConfigurationCannotGoOn() {
    Path run = directory.resolve("run");
    new Trainings(session(), data, config(0.01, 1)).stopAfterEpoch(1).into(run);
    Trainings other = new Trainings(session(), data, config(0.01, 2)).resume();
    BoltzException e = assertThrows(BoltzException.class, () -> other.into(run));
    assertEquals(ExitCode.BAD_CONFIGURATION, e.exitCode());
    assertTrue(e.getMessage().contains("step 4"), e.getMessage());
    assertEquals(
        4, Trainings.open(run).checkpoints(other.notes::add).latest().orElseThrow().step());
  }
}
