package io.boltzspark.adversarial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.learning.Horizon;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.learning.PenaltyConfig;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.learning.ScheduleConfig;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.network.ImageRows;
import io.boltzspark.network.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the learner makes of sums that are all alike: which parameters move, and how far. */
class AdversarialProgramTest {
  private static final int BATCH = 4;
  private static final int STEPS = 10;
  private static final float SUM = 8f;
  private static final double MEAN = SUM / BATCH;
  private static final double GENERATOR_RATE = 0.5;
  private static final double DISCRIMINATOR_RATE = 0.125;

  private static final AdversarialNetworks NETWORKS =
      AdversarialNetworks.of(
          new Shape(2, 2, 1),
          3,
          0,
          GoldenInputs.layers("dense:4 batch-norm:0.75:0.001 tanh reshape:2x2x1"),
          GoldenInputs.layers("dense:2 leaky-relu dense:1"));
  private static final int DISCRIMINATOR = NETWORKS.generatorSize();
  private static final int MOVING = DISCRIMINATOR + NETWORKS.discriminatorSize();

  private static Learner learner(
      AdversarialConfig.Update update, ScheduleConfig.Kind schedule, PenaltyConfig penalty) {
    LearningConfig learning =
        new LearningConfig(
            BATCH,
            1,
            1,
            new OptimizerConfig(OptimizerConfig.Kind.SGD, GENERATOR_RATE, 0, 0, 0, 0, false, 0),
            new ScheduleConfig(schedule, false, 0, 0, 0, 1, 1, 0),
            penalty,
            0);
    AdversarialConfig config =
        new AdversarialConfig(
            learning,
            NETWORKS.noise(),
            0,
            NETWORKS.generator().layers(),
            NETWORKS.discriminator().layers(),
            0,
            DISCRIMINATOR_RATE,
            update);
    return new AdversarialProgram(
            NETWORKS, config, new Horizon(STEPS, STEPS), new ImageRows(RowFormat.GREY, 4, 0))
        .learner(new float[NETWORKS.size()], new ParallelRanges(1));
  }

  /** Asserts how far a step has moved the generator, the discriminator and the moving averages. */
  private static void step(Learner learner, double generator, double discriminator) {
    float[] before = learner.parameters().clone();
    float[] sums = new float[learner.statisticsSize()];
    Arrays.fill(sums, SUM);
    assertTrue(learner.step(List.of(new StepStatistics(0, 0, sums)), BATCH));
    for (int i = 0; i < before.length; i++) {
      double expected = i < DISCRIMINATOR ? generator : i < MOVING ? discriminator : 0.25 * MEAN;
      assertEquals(expected, learner.parameters()[i] - before[i], 1e-5, "parameter " + i);
    }
    assertArrayEquals(new float[] {(float) MEAN, (float) MEAN}, learner.values());
  }

  @Test
  void together() {
    Learner learner =
        learner(
            AdversarialConfig.Update.TOGETHER, ScheduleConfig.Kind.CONSTANT, PenaltyConfig.NONE);
    for (int step = 0; step < 3; step++) {
      step(learner, GENERATOR_RATE * MEAN, DISCRIMINATOR_RATE * MEAN);
    }
  }

  /** A rate that falls to 0 does so over the whole training, whichever network moves. */
  @Test
  void alternatingAtAFallingRate() {
    Learner learner =
        learner(
            AdversarialConfig.Update.ALTERNATING, ScheduleConfig.Kind.LINEAR, PenaltyConfig.NONE);
    for (int step = 0; step < STEPS; step++) {
      double factor = (STEPS - step) / (double) STEPS;
      step(
          learner,
          step % 2 == 1 ? factor * GENERATOR_RATE * MEAN : 0,
          step % 2 == 0 ? factor * DISCRIMINATOR_RATE * MEAN : 0);
    }
  }

  /** Moving averages neither count as a gradient nor move less. */
  @Test
  void clippedGradients() {
    Learner learner =
        learner(
            AdversarialConfig.Update.TOGETHER,
            ScheduleConfig.Kind.CONSTANT,
            new PenaltyConfig(0, 0, 1));
    double each = 1 / Math.sqrt(MOVING);
    step(learner, GENERATOR_RATE * each, DISCRIMINATOR_RATE * each);
  }

  @Test
  void theStart() {
    float[] start = NETWORKS.start(3);
    assertEquals(NETWORKS.size(), start.length);
    // gamma, beta, moving mean and moving variance of the generator's one layer
    int gamma = 3 * 4 + 4;
    assertArrayEquals(
        new float[] {1, 1, 1, 1, 0, 0, 0, 0}, Arrays.copyOfRange(start, gamma, gamma + 8));
    assertArrayEquals(
        new float[] {0, 0, 0, 0, 1, 1, 1, 1}, Arrays.copyOfRange(start, MOVING, start.length));
    assertArrayEquals(start, NETWORKS.start(3));
    assertTrue(start[0] != NETWORKS.start(4)[0]);
  }
}
