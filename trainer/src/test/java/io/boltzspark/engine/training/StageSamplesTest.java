package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.Configs;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.dataprep.Binarization;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.RoundFixture;
import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.engine.data.PreparedSets;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What machines draw while they learn. */
class StageSamplesTest {
  @TempDir Path directory;

  /** Keeps what it is told. */
  private static final class Heard implements TrainingObserver {
    final List<Matrix> samples = new ArrayList<>();
    final List<String> notes = new ArrayList<>();

    @Override
    public void started(String stage, long step, long totalSteps, int tasks) {}

    @Override
    public void stepDone(long steps, long stepsPerEpoch) {}

    @Override
    public void metrics(Map<String, Object> values) {}

    @Override
    public void samples(int epoch, Matrix values) {
      samples.add(values);
    }

    @Override
    public void note(String message) {
      notes.add(message);
    }
  }

  private static StageSamples samples(SamplesConfig config, double share, Heard heard) {
    return samples(config, share, heard, false);
  }

  private static StageSamples samples(
      SamplesConfig config, double share, Heard heard, boolean drawsCheaply) {
    PlainStage stage =
        new PlainStage(
            RoundFixture.program(Configs.rbm(3, 2).build(), new EpochPlan(10, 10, new Lanes(1))),
            Stopping.NONE,
            parameters -> parameters,
            drawsCheaply);
    return new StageSamples(stage, config, share, heard);
  }

  private static float[] parameters(float... values) {
    return values;
  }

  @Test
  void chainsThatAreNotNumbersAreNoSamples() {
    Heard heard = new Heard();
    StageSamples samples = samples(new SamplesConfig(1, List.of(), 5), 1, heard);
    samples.draw(parameters(Float.NaN, 0, 0), 4, 40);
    assertEquals(List.of(), heard.samples);
    assertTrue(heard.notes.get(0).contains("no samples after epoch 4"), heard.notes.toString());
  }

  @Test
  void whatNobodyNamedIsLeftOutWhenItCostsTooMuch() {
    StageSamples samples = samples(new SamplesConfig(10, List.of(7), 5), 0.5, new Heard());
    assertTrue(samples.isDue(10, false, 0));
    samples.draw(parameters(0, 0, 0), 10, 100);
    long spent = (long) (samples.seconds() * 1e9);
    assertTrue(spent > 0);
    // Both what was spent and as much again have to be within half of the time.
    assertFalse(samples.isDue(20, false, 3 * spent));
    assertTrue(samples.isDue(20, false, 5 * spent));
    assertTrue(samples.isDue(7, false, 0), "named");
    assertTrue(samples.isDue(13, true, 0), "the last");
    assertFalse(samples.isDue(13, false, Long.MAX_VALUE));
    assertFalse(samples(SamplesConfig.NONE, 1, new Heard()).isDue(0, true, 0));
  }

  /** So a short training on a slow machine has a picture of every epoch, too. */
  @Test
  void whatIsDrawnCheaplyIsNeverLeftOut() {
    StageSamples samples = samples(new SamplesConfig(2, List.of(), 5), 0.1, new Heard(), true);
    samples.draw(parameters(0, 0, 0), 0, 0);
    assertTrue(samples.isDue(2, false, 0));
    assertFalse(samples.isDue(3, false, Long.MAX_VALUE));
  }

  @Test
  void theModelIsTheSameWithAndWithoutThem() {
    SparkSession spark = TestSpark.local(2);
    Path source = PreparedSets.source(directory.resolve("idx"), 120);
    String data =
        PreparedSets.prepare(spark, source, directory.resolve("data"), Binarization.SAMPLE, 1, 0);
    String without =
        new Trainings(spark, data, Trainings.config(Algorithm.PCD, false))
            .into(directory.resolve("without"))
            .modelSha256();
    Trainings training =
        new Trainings(spark, data, Trainings.config(Algorithm.PCD, false))
            .samples(new SamplesConfig(0, List.of(1), 20));
    TrainingResult result = training.into(directory.resolve("with"));
    assertEquals(without, result.modelSha256());
    assertEquals(Set.of(0, 1, 3), training.sampled.keySet(), "before, named, and at the end");
    assertTrue(result.seconds().get("samples") > 0);
    Matrix last = training.sampled.get(3);
    assertEquals(PreparedSets.UNITS, last.columns());
    // One task in place of two, and the same pictures.
    Trainings again =
        new Trainings(spark, data, Trainings.config(Algorithm.PCD, false))
            .engine(Trainings.engine(EngineConfig.Kind.JOBS, 1))
            .samples(new SamplesConfig(0, List.of(1), 20));
    again.into(directory.resolve("again"));
    assertArrayEquals(last.toArray(), again.sampled.get(3).toArray());
  }

  @Test
  void pairsOfLayersInPretrainingAreNoModelsOfTheData() {
    SparkSession spark = TestSpark.local(2);
    Trainings training =
        new Trainings(spark, new MadeRows(spark, false), TrainingCase.PRETRAINED.config())
            .samples(new SamplesConfig(1, List.of(0, 2), 3));
    training.into(directory.resolve("run"));
    // Four epochs of pretraining, then two of the whole machine, of 40 visible units.
    assertTrue(Set.of(4, 5, 6).containsAll(training.sampled.keySet()));
    assertTrue(training.sampled.keySet().containsAll(Set.of(4, 6)));
    assertEquals(40, training.sampled.get(6).columns());
  }
}
