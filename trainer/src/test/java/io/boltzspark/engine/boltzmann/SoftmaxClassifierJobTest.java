package io.boltzspark.engine.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.Configs;
import io.boltzspark.boltzmann.Penalties;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.engine.data.MemoryData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.training.Trainings;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.Classification;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.testing.TestSpark;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A classifier on rows that a plane between two classes can part: 52 rows of 40 values. */
class SoftmaxClassifierJobTest {

  private static Configs config(int epochs) {
    return Configs.rbm(MadeRows.WIDTH, MadeRows.CLASSES)
        .cd(1)
        .batchSize(25)
        .epochs(epochs)
        .optimizer(Configs.adam(0.02));
  }

  private static SoftmaxClassifierJob job(int cores, EngineConfig.Kind kind, boolean grey) {
    var spark = TestSpark.local(cores);
    return new SoftmaxClassifierJob(
        TestSpark.context(spark), new MadeRows(spark, grey), Trainings.engine(kind, 0));
  }

  @Test
  void everyTrainingRowOfASeparableSetIsLearnt() {
    for (boolean grey : new boolean[] {false, true}) {
      Map<Part, Classification> found =
          job(2, EngineConfig.Kind.ROUNDS, grey).run(config(100).learning(), steps -> {});
      assertEquals(Set.of(Part.TRAIN, Part.VALID), found.keySet());
      Classification train = found.get(Part.TRAIN);
      assertEquals(MadeRows.TRAIN, train.rows());
      assertEquals(18, train.rows(0));
      assertEquals(0, train.errors(), grey ? "grey" : "binary");
      assertEquals(MadeRows.VALID, found.get(Part.VALID).rows());
      // Guessing is wrong for two of three.
      assertTrue(found.get(Part.VALID).errorRate() < 1 / 3.0, found.toString());
    }
  }

  @Test
  void tasksAndEnginesGiveTheSameBytes() {
    LearningConfig config = config(3).learning();
    float[] expected = job(1, EngineConfig.Kind.ROUNDS, true).train(config, steps -> {});
    assertArrayEquals(expected, job(2, EngineConfig.Kind.ROUNDS, true).train(config, steps -> {}));
    assertArrayEquals(expected, job(2, EngineConfig.Kind.JOBS, true).train(config, steps -> {}));
  }

  @Test
  void theSeedAndThePenaltyMatter() {
    float[] free = weights(config(10));
    assertNotEquals(Arrays.hashCode(free), Arrays.hashCode(weights(config(10).seed(99))));
    float[] held = weights(config(10).penalty(new Penalties(0, 1, 0, 0, 0, 0)));
    assertTrue(squares(held) < squares(free) / 2, squares(held) + " and " + squares(free));
  }

  private static float[] weights(Configs config) {
    float[] parameters =
        job(2, EngineConfig.Kind.ROUNDS, false).train(config.learning(), steps -> {});
    return Arrays.copyOf(parameters, MadeRows.WIDTH * MadeRows.CLASSES);
  }

  private static double squares(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value * value;
    }
    return sum;
  }

  @Test
  void rowsWithoutLabelsAreRefused() {
    BoltzException e =
        assertThrows(
            BoltzException.class,
            () -> SoftmaxClassifierJob.requireLabels(new MemoryData(0, new float[] {1, 0})));
    assertEquals(ExitCode.BAD_INPUT, e.exitCode());
    assertTrue(e.getMessage().contains("label"), e.getMessage());
  }
}
