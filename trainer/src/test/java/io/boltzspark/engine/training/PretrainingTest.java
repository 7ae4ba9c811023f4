package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.engine.training.TrainingResult.Ending;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Tensor;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.store.Checkpoint;
import io.boltzspark.store.TrainedModel;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A deep machine that is trained pair by pair for 1, 2 and 1 epochs of three steps, and then as a
 * whole for 2: what its run holds, and what comes of stops between and within the stages.
 */
class PretrainingTest {
  private static final int STEPS_PER_EPOCH = 3;

  /** The machine that each epoch trains, with the corrections for what is missing in a pair. */
  private static final List<MachineSpec> MACHINES =
      List.of(
          machine(UnitSpec.of(UnitType.BINOMIAL, 40, 2), bernoulli(6)),
          machine(bernoulli(6), bernoulli(5)),
          machine(bernoulli(6), bernoulli(5)),
          machine(bernoulli(5), UnitSpec.of(UnitType.BINOMIAL, 4, 2)),
          machine(bernoulli(40), bernoulli(6), bernoulli(5), bernoulli(4)),
          machine(bernoulli(40), bernoulli(6), bernoulli(5), bernoulli(4)));

  @TempDir static Path shared;
  @TempDir Path directory;
  private static SparkSession spark;
  private static Path straight;
  private static TrainingResult reference;
  private static List<String> stages;
  private Path run;

  @BeforeAll
  static void trainWithoutStop() {
    spark = TestSpark.local(2);
    straight = shared.resolve("straight");
    Trainings training = training();
    reference = training.into(straight);
    stages = List.copyOf(training.stages);
  }

  @org.junit.jupiter.api.BeforeEach
  void newRun() {
    run = directory.resolve("run");
  }

  private static Trainings training() {
    return new Trainings(spark, new MadeRows(spark, false), TrainingCase.PRETRAINED.config());
  }

  private static UnitSpec bernoulli(int units) {
    return UnitSpec.of(UnitType.BERNOULLI, units);
  }

  private static MachineSpec machine(UnitSpec... layers) {
    return new MachineSpec(List.of(layers).stream().map(List::of).toList());
  }

  @Test
  void stepsAreCountedOverAllStages() {
    assertEquals(Ending.FINISHED, reference.ending());
    assertEquals(6, reference.epoch());
    assertEquals(6 * STEPS_PER_EPOCH, reference.step());
    assertEquals(
        List.of(
            "pretraining-1 from 0 of 18",
            "pretraining-2 from 3 of 18",
            "pretraining-3 from 9 of 18",
            "training from 12 of 18"),
        stages);
  }

  @Test
  void eachCheckpointIsTheMachineOfItsStage() {
    for (int epoch = 1; epoch <= MACHINES.size(); epoch++) {
      TrainedModel model = Trainings.model(straight, "@epoch:" + epoch);
      assertEquals(MACHINES.get(epoch - 1), model.machine().spec(), "epoch " + epoch);
      // The sum of two copies of a value is the value over a half.
      assertEquals(epoch != 1, model.standardisation().isIdentity());
      assertEquals(epoch == 1 ? 0.5f : 1f, model.standardisation().scale()[0]);
    }
    TrainedModel whole = Trainings.model(straight, "");
    assertEquals(MACHINES.get(5), whole.machine().spec());
    assertArrayEquals(Trainings.model(straight, "@epoch:6").parameters(), whole.parameters());
  }

  @Test
  void theStagesBeforeAreKeptAsTheyEnded() {
    List<Checkpoint> ends = List.of(at(3), at(9), at(12));
    Checkpoint joint = at(15);
    for (int stage = 0; stage < ends.size(); stage++) {
      TrainedModel pair = Trainings.model(straight, "@step:" + ends.get(stage).step());
      assertArrayEquals(
          pair.parameters(), joint.tensors().get("stage." + stage).toFloats(), "stage " + stage);
    }
    Tensor first = ends.get(1).tensors().get("stage.0");
    assertEquals(joint.tensors().get("stage.0"), first);
    assertNull(ends.get(1).tensors().get("stage.1"), "not before it has ended");
  }

  private static Checkpoint at(long step) {
    return Trainings.open(straight).checkpoints(Assertions::fail).at(step);
  }

  @Test
  void metricsSpeakOfTheStages() {
    List<Map<String, Object>> lines = Trainings.metrics(straight);
    assertEquals(
        List.of(
            "0 pretraining-1",
            "3 pretraining-1",
            "3 pretraining-2",
            "6 pretraining-2",
            "9 pretraining-2",
            "9 pretraining-3",
            "12 pretraining-3",
            "12 training",
            "15 training",
            "18 training"),
        lines.stream().map(line -> line.get("step") + " " + line.get("stage")).toList());
    for (Map<String, Object> line : lines) {
      boolean deep = line.get("stage").equals("training");
      assertEquals(deep, line.get("free_energy_train") == null, () -> "closed form: " + line);
      assertEquals(deep, line.get("free_energy_gap") == null, line::toString);
      boolean binary =
          line.get("stage").equals("pretraining-2") || line.get("stage").equals("pretraining-3");
      assertEquals(binary, line.get("pseudo_log_likelihood") != null, line::toString);
    }
  }

  @Test
  void everyStageIsWatchedFromItsFirstStepOn() {
    List<String> names = List.of("energy-coefficient", "heat-capacity", "kl-divergence");
    TrainingResult watched = training().monitors(names).into(run);
    assertEquals(reference.modelSha256(), watched.modelSha256());
    List<Map<String, Object>> lines = Trainings.metrics(run);
    assertEquals(10, lines.size());
    for (Map<String, Object> line : lines) {
      line.forEach((key, value) -> assertNotNull(value, () -> key + " of " + line));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void stoppedAfterAnEpoch(int epoch) {
    TrainingResult first = training().stopAfterEpoch(epoch).into(run);
    assertEquals(Ending.STOPPED, first.ending());
    assertEquals((long) epoch * STEPS_PER_EPOCH, first.step());
    assertEquals(epoch, first.epoch());
    TrainedModel model = Trainings.model(run, "");
    assertEquals(MACHINES.get(epoch - 1), model.machine().spec());
    assertArrayEquals(
        Trainings.model(straight, "@epoch:" + epoch).parameters(), model.parameters());
    resumeAndCompare();
  }

  @Test
  void interruptedAtTheLastStepOfAStage() {
    AtomicBoolean stop = new AtomicBoolean();
    TrainingResult first =
        training().onStep(step -> stop.set(step == 9)).stopWhen(stop::get).into(run);
    assertEquals(Ending.INTERRUPTED, first.ending());
    assertEquals(9, first.step());
    assertEquals(MACHINES.get(2), Trainings.model(run, "").machine().spec());
    resumeAndCompare();
  }

  /** Step 1: before any checkpoint; 4: the newest is of the stage before; 14: of this one. */
  @ParameterizedTest
  @ValueSource(longs = {1, 4, 14})
  void diedBeforeTheNextCheckpoint(long atStep) {
    Trainings dying =
        training()
            .onStep(
                step -> {
                  if (step == atStep) {
                    throw new UnsupportedOperationException("died");
                  }
                });
    assertThrows(RuntimeException.class, () -> dying.into(run));
    resumeAndCompare();
  }

  private void resumeAndCompare() {
    TrainingResult rest = training().resume().into(run);
    assertEquals(Ending.FINISHED, rest.ending());
    assertEquals(reference.step(), rest.step());
    assertEquals(reference.modelSha256(), rest.modelSha256());
    assertEquals(Trainings.metricsWithoutSeconds(straight), Trainings.metricsWithoutSeconds(run));
  }

  @Test
  void aWholeMachineToStartFromLeavesNothingToPretrain() {
    training()
        .from(Trainings.model(straight, ""))
        .assertRefused(
            ExitCode.BAD_CONFIGURATION,
            "learning.initialisation.from",
            "learning.pretraining.epochs");
  }
}
