package io.boltzspark.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.ParallelRanges;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Steps along a gradient, held against the formulas in double precision. */
class GradientLearnerTest {
  /** More than two of the learner's blocks, the last of them short. */
  private static final int SIZE = 20_000;

  private static final int WEIGHTS = 15_000;
  private static final int BATCH = 10;
  private static final double RATE = 0.1;
  private static final Schedule CONSTANT = step -> 1;

  private static OptimizerConfig sgd(double rate) {
    return new OptimizerConfig(OptimizerConfig.Kind.SGD, rate, 0, 0, 0, 0, false, 0);
  }

  private static OptimizerConfig adam() {
    return new OptimizerConfig(OptimizerConfig.Kind.ADAM, RATE, 0.9, 0.999, 1e-8, 0, false, 0);
  }

  private static ParameterRange all(OptimizerConfig optimizer) {
    return new ParameterRange(0, WEIGHTS, SIZE, optimizer, CONSTANT, Turn.ALWAYS);
  }

  private static float[] numbers(long seed) {
    Random random = new Random(seed);
    float[] numbers = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      numbers[i] = random.nextFloat() * 2 - 1;
    }
    return numbers;
  }

  /** Two lanes' sums. */
  private static List<StepStatistics> sums(long step) {
    return List.of(
        new StepStatistics(0, 0, numbers(2 * step)),
        new StepStatistics(0, 1, numbers(2 * step + 1)));
  }

  private static GradientLearner learner(
      float[] start, List<ParameterRange> ranges, PenaltyConfig penalty, int threads) {
    return new GradientLearner(start, ranges, penalty, 0, 100, new ParallelRanges(threads), 0);
  }

  @Test
  void aStepFollowsTheMeanLessPenaltiesOfWeightsAndIsClipped() {
    for (double clip : new double[] {0, 3}) {
      PenaltyConfig penalty = new PenaltyConfig(0.01, 0.1, clip);
      float[] start = numbers(77);
      double[] gradient = new double[SIZE];
      double squares = 0;
      float[] left = numbers(0);
      float[] right = numbers(1);
      for (int i = 0; i < SIZE; i++) {
        gradient[i] = ((double) left[i] + right[i]) / BATCH;
        if (i < WEIGHTS) {
          gradient[i] -= 0.01 * Math.signum(start[i]) + 0.1 * start[i];
        }
        squares += gradient[i] * gradient[i];
      }
      double factor = clip > 0 ? Math.min(1, clip / Math.sqrt(squares)) : 1;
      assertTrue(clip == 0 || factor < 1, "the clip is shorter than the gradient");
      float[] parameters = start.clone();
      GradientLearner learner = learner(parameters, List.of(all(sgd(RATE))), penalty, 2);
      assertTrue(learner.step(sums(0), BATCH));
      assertEquals(1, learner.step());
      for (int i = 0; i < SIZE; i++) {
        // Some ten roundings of numbers below 2.
        assertEquals(
            start[i] + RATE * factor * gradient[i], parameters[i], 20 * 0x1p-24, "number " + i);
      }
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBytes() {
    PenaltyConfig penalty = new PenaltyConfig(0.01, 0.1, 3);
    float[] expected = null;
    for (int threads = 1; threads <= 4; threads++) {
      float[] parameters = numbers(5);
      GradientLearner learner = learner(parameters, List.of(all(adam())), penalty, threads);
      for (int step = 0; step < 5; step++) {
        learner.step(sums(step), BATCH);
      }
      expected = expected == null ? parameters : expected;
      assertArrayEquals(expected, parameters, threads + " threads");
    }
  }

  /** Each range counts its own steps, as if nobody else had any. */
  @Test
  void rangesTakeTurnsWithOptimisersAndSchedulesOfTheirOwn() {
    Schedule falling = step -> 1.0 / (step + 1);
    Turn even = new Turn(2, 0);
    Turn odd = new Turn(2, 1);
    List<ParameterRange> ranges =
        List.of(
            new ParameterRange(0, WEIGHTS, WEIGHTS, adam(), falling, even),
            new ParameterRange(WEIGHTS, WEIGHTS, SIZE - 10, sgd(RATE), CONSTANT, odd));
    float[] parameters = numbers(5);
    GradientLearner both = learner(parameters, ranges, PenaltyConfig.NONE, 2);
    float[] first = numbers(5);
    GradientLearner adamAlone =
        learner(
            first,
            List.of(new ParameterRange(0, WEIGHTS, WEIGHTS, adam(), falling, Turn.ALWAYS)),
            PenaltyConfig.NONE,
            1);
    for (int step = 0; step < 6; step++) {
      float[] before = parameters.clone();
      both.step(sums(step), BATCH);
      boolean isEven = step % 2 == 0;
      if (isEven) {
        adamAlone.step(sums(step), BATCH);
      }
      assertArrayEquals(
          isEven ? Arrays.copyOfRange(first, 0, WEIGHTS) : Arrays.copyOfRange(before, 0, WEIGHTS),
          Arrays.copyOfRange(parameters, 0, WEIGHTS),
          "step " + step);
      assertEquals(
          isEven, Arrays.equals(before, WEIGHTS, SIZE, parameters, WEIGHTS, SIZE), "step " + step);
    }
    float[] untouched = numbers(5);
    assertArrayEquals(
        Arrays.copyOfRange(untouched, SIZE - 10, SIZE),
        Arrays.copyOfRange(parameters, SIZE - 10, SIZE),
        "numbers in no range");
  }

  @Test
  void theStateIsAllThatTheFutureDependsOn() {
    List<ParameterRange> ranges = List.of(all(adam()));
    GradientLearner straight =
        new GradientLearner(
            numbers(5), ranges, PenaltyConfig.NONE, 0.5, 10, new ParallelRanges(1), 0);
    for (int step = 0; step < 7; step++) {
      straight.step(sums(step), BATCH);
    }
    GradientLearner resumed =
        new GradientLearner(
            new float[SIZE], ranges, PenaltyConfig.NONE, 0.5, 10, new ParallelRanges(1), 0);
    resumed.restore(straight.state().copy());
    for (int step = 7; step < 10; step++) {
      straight.step(sums(step), BATCH);
      resumed.step(sums(step), BATCH);
    }
    assertArrayEquals(straight.parameters(), resumed.parameters());
    assertArrayEquals(straight.modelParameters(), resumed.modelParameters());
    assertFalse(
        Arrays.equals(straight.parameters(), straight.modelParameters()), "averaging has begun");
  }

  @Test
  void whatIsNotFiniteIsSeen() {
    GradientLearner learner =
        learner(new float[SIZE], List.of(all(sgd(RATE))), PenaltyConfig.NONE, 1);
    float[] bad = numbers(1);
    bad[123] = Float.NaN;
    assertFalse(learner.step(List.of(new StepStatistics(0, 0, bad)), BATCH));
    assertFalse(learner.isFinite());
  }

  @Test
  void aTurnCountsTheStepsThatItIncludes() {
    for (int every = 1; every <= 4; every++) {
      for (int at = 0; at < every; at++) {
        Turn turn = new Turn(every, at);
        long count = 0;
        for (long step = 0; step < 20; step++) {
          assertEquals(count, turn.count(step), turn + " before step " + step);
          count += turn.includes(step) ? 1 : 0;
        }
      }
    }
    assertThrows(IllegalArgumentException.class, () -> new Turn(2, 2));
    assertThrows(IllegalArgumentException.class, () -> new Turn(0, 0));
  }
}
