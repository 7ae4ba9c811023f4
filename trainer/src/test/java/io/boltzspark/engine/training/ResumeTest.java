package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.dataprep.Binarization;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.EngineConfig.Kind;
import io.boltzspark.engine.data.PreparedSets;
import io.boltzspark.engine.training.TrainingResult.Ending;
import io.boltzspark.learning.ScheduleConfig;
import io.boltzspark.store.TrainedModel;
import io.boltzspark.testing.TestSeed;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training that was stopped, in whatever way, and resumed ends with the bytes of one that was
 * not.
 */
class ResumeTest {
  private static final int ROWS = 302;
  private static final int STEPS_PER_EPOCH = 13;
  private static final BoltzmannConfig PCD = Trainings.config(Algorithm.PCD, false);

  @TempDir static Path shared;
  @TempDir Path directory;
  private static SparkSession spark;
  private static String data;
  private static String reference;
  private Path out;

  @BeforeAll
  static void trainWithoutStop() {
    spark = TestSpark.local(2);
    Path source = PreparedSets.source(shared.resolve("idx"), ROWS);
    data = PreparedSets.prepare(spark, source, shared.resolve("data"), Binarization.SAMPLE, 2, 0);
    reference = training().into(shared.resolve("reference")).modelSha256();
  }

  @BeforeEach
  void newRun() {
    out = directory.resolve("run");
  }

  private static Trainings training() {
    return new Trainings(spark, data, PCD);
  }

  @Test
  void stoppedAfterAnEpoch() {
    TrainingResult first = training().stopAfterEpoch(1).into(out);
    assertEquals(Ending.STOPPED, first.ending());
    assertEquals(STEPS_PER_EPOCH, first.step());
    TrainingResult rest = training().resume().into(out);
    assertEquals(Ending.FINISHED, rest.ending());
    assertEquals(reference, rest.modelSha256());
  }

  @Test
  void interruptedWithinAnEpochAndContinuedByTheOtherEngine() {
    for (Kind kind : Kind.values()) {
      Path run = directory.resolve(kind.toString());
      long seed = TestSeed.next();
      long at = 1 + new Random(seed).nextInt(3 * STEPS_PER_EPOCH - 1);
      AtomicBoolean stop = new AtomicBoolean();
      Kind other = kind == Kind.JOBS ? Kind.ROUNDS : Kind.JOBS;
      TrainingResult first =
          training()
              .engine(Trainings.engine(kind, 0))
              .onStep(step -> stop.set(step == at))
              .stopWhen(stop::get)
              .into(run);
      String drawn = kind + " interrupted at step " + at + ", seed " + seed;
      assertEquals(Ending.INTERRUPTED, first.ending(), drawn);
      assertEquals(at, first.step(), drawn);
      TrainingResult rest = training().engine(Trainings.engine(other, 0)).resume().into(run);
      assertEquals(reference, rest.modelSha256(), drawn);
    }
  }

  @Test
  void diedBetweenCheckpointsThatLieWithinEpochs() {
    die(17);
    // Steps 15 to 17 are lost and made again.
    long[] first = {0};
    TrainingResult rest =
        training()
            .checkpointEvery(7)
            .resume()
            .onStep(step -> first[0] = first[0] == 0 ? step : first[0])
            .into(out);
    assertEquals(15, first[0]);
    assertEquals(reference, rest.modelSha256());
  }

  private void die(long atStep) {
    EngineConfig once = Trainings.engine(Kind.ROUNDS, 0);
    RuntimeException e =
        assertThrows(
            RuntimeException.class,
            () ->
                training()
                    .engine(once)
                    .checkpointEvery(7)
                    .onStep(
                        step -> {
                          if (step == atStep) {
                            throw new UnsupportedOperationException("died");
                          }
                        })
                    .into(out));
    assertTrue(e.getMessage().contains("died"), e.getMessage());
  }

  @Test
  void theNewestCheckpointIsDamaged() throws IOException {
    die(17);
    Path newest = out.resolve("checkpoints/step-0000000014/state.safetensors");
    byte[] bytes = Files.readAllBytes(newest);
    long seed = TestSeed.next();
    int at = new Random(seed).nextInt(bytes.length);
    bytes[at] ^= 1;
    Files.write(newest, bytes);
    Trainings rest = training().checkpointEvery(7).resume();
    long[] first = {0};
    TrainingResult result =
        rest.onStep(step -> first[0] = first[0] == 0 ? step : first[0]).into(out);
    String drawn = "byte " + at + ", seed " + seed + ": " + rest.notes;
    assertEquals(8, first[0], drawn);
    assertTrue(
        rest.notes.stream().anyMatch(n -> n.contains("damaged") && n.contains("step-0000000014")),
        drawn);
    assertEquals(reference, result.modelSha256(), drawn);
  }

  @Test
  void moreEpochsThanAtFirst() {
    TrainingResult two = training().epochs(2).into(out);
    assertEquals(Ending.FINISHED, two.ending());
    assertEquals(reference, training().resume().into(out).modelSha256());
  }

  @Test
  void aFinishedRunStaysAsItIs() {
    TrainingResult whole = training().into(out);
    TrainingResult again = training().resume().into(out);
    assertEquals(reference, again.modelSha256());
    assertEquals(whole.step(), again.step());
    assertEquals(whole.metrics().keySet(), again.metrics().keySet(), "the model keeps its metrics");
  }

  /** The rate is so small that no weight or bias changes. */
  @Test
  void aTrainingStartsFromGivenParameters() {
    training().stopAfterEpoch(1).into(out);
    TrainedModel given = Trainings.model(out, "");
    BoltzmannConfig still =
        Configs.from(PCD).optimizer(Configs.sgd(1e-30, 0, false)).epochs(1).build();
    Path other = directory.resolve("other");
    new Trainings(spark, data, still).from(given).into(other);
    assertArrayEquals(given.parameters(), Trainings.model(other, "").parameters());
  }

  @Test
  void aFallingRateGoesOnFalling() {
    BoltzmannConfig falling =
        Configs.from(PCD).schedule(Configs.schedule(ScheduleConfig.Kind.LINEAR)).build();
    Path straight = directory.resolve("straight");
    String expected = new Trainings(spark, data, falling).into(straight).modelSha256();
    new Trainings(spark, data, falling).stopAfterEpoch(2).into(out);
    assertEquals(expected, new Trainings(spark, data, falling).resume().into(out).modelSha256());
  }
}
