package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.learning.StepStatistics;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Steps of the learner on made-up statistics against loops in double precision, for each penalty
 * alone and all together, and the mean of the last parameters.
 */
class PenaltiesTest {
  private static final List<Integer> SHAPE = List.of(70, 33, 5); // blocks of 32, 32, 6; 32, 1 rows
  private static final BoltzmannMachine MACHINE = BoltzmannMachine.bernoulli(SHAPE);
  private static final int UNITS = MACHINE.layout().firstUnitParameter();
  private static final int SIZE = MACHINE.layout().size();
  private static final int STEPS = 8;
  private static final int BATCH = 16;
  private static final double RATE = 0.1;
  private static final long SEED = 211;

  /**
   * Parameters and gradients are below 8. Each of the 8 steps makes some 20 roundings of them, and
   * the norms, sums of up to 2,500 squares, are off by at most 70 roundings (32 terms, then blocks,
   * in single precision), which later steps pass on undiminished.
   */
  private static final double ROUNDING = STEPS * (20 + 70) * 8 * 0x1p-24;

  private final ParallelRanges two = new ParallelRanges(2);

  @AfterEach
  void close() {
    two.close();
  }

  private static float[] sums(int step) {
    SplittableRandom random = new SplittableRandom(SEED + step);
    float[] sums = new float[StatisticsLayout.of(MACHINE).size()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = (float) (BATCH * (i < SIZE ? random.nextDouble(-1, 1) : random.nextDouble()));
    }
    return sums;
  }

  private static float[] initial() {
    float[] parameters = EnumeratedMachine.randomParameters(SHAPE, 0.2, SEED);
    parameters[5] = 0; // L1 leaves it alone
    return parameters;
  }

  private LikelihoodLearner learner(Penalties penalty, double averaging) {
    BoltzmannConfig config =
        Configs.machine(SHAPE)
            .optimizer(Configs.sgd(RATE, 0, false))
            .penalty(penalty)
            .averaging(averaging)
            .build();
    return new LikelihoodLearner(
        MACHINE, config, initial(), new float[SHAPE.get(0)], new int[0], step -> 1, STEPS, two);
  }

  /** The parameters after each step. */
  private static List<double[]> byHand(Penalties penalty) {
    double[] x = EnumeratedMachine.toDoubles(initial());
    double[] mean = new double[SIZE - UNITS];
    Arrays.fill(mean, penalty.sparsityTarget());
    List<double[]> after = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      float[] sums = sums(step);
      double[] g = new double[SIZE];
      for (int p = 0; p < SIZE; p++) {
        g[p] = (double) sums[p] / BATCH;
      }
      double[] activity = new double[mean.length];
      for (int u = 0; u < activity.length; u++) {
        activity[u] = (double) sums[SIZE + u] / BATCH;
      }
      addSparsity(penalty, mean, activity, g);
      for (int p = 0; p < UNITS; p++) {
        g[p] -= penalty.l1() * Math.signum(x[p]) + penalty.l2() * x[p];
      }
      double square = 0;
      for (double one : g) {
        square += one * one;
      }
      double clip = penalty.clip() > 0 ? Math.min(1, penalty.clip() / Math.sqrt(square)) : 1;
      for (int p = 0; p < SIZE; p++) {
        x[p] += RATE * clip * g[p];
      }
      shorten(penalty.maxNorm(), x);
      after.add(x.clone());
    }
    return after;
  }

  private static void addSparsity(Penalties penalty, double[] mean, double[] activity, double[] g) {
    int firstBelow = 0;
    int weight = 0;
    for (int l = 1; l < SHAPE.size(); l++) {
      int first = firstBelow + SHAPE.get(l - 1);
      double[] pull = new double[SHAPE.get(l)];
      for (int j = 0; j < pull.length; j++) {
        mean[first + j] = 0.95 * mean[first + j] + 0.05 * activity[first + j];
        pull[j] = penalty.sparsityCost() * (penalty.sparsityTarget() - mean[first + j]);
        g[UNITS + first + j] += pull[j];
      }
      for (int i = 0; i < SHAPE.get(l - 1); i++) {
        for (int j = 0; j < pull.length; j++) {
          g[weight++] += pull[j] * activity[firstBelow + i];
        }
      }
      firstBelow = first;
    }
  }

  private static void shorten(double bound, double[] x) {
    int offset = 0;
    for (int l = 0; bound > 0 && l + 1 < SHAPE.size(); l++) {
      int rows = SHAPE.get(l);
      int columns = SHAPE.get(l + 1);
      for (int j = 0; j < columns; j++) {
        double square = 0;
        for (int i = 0; i < rows; i++) {
          square += x[offset + i * columns + j] * x[offset + i * columns + j];
        }
        for (int i = 0; i < rows; i++) {
          x[offset + i * columns + j] *= Math.min(1, bound / Math.sqrt(square));
        }
      }
      offset += rows * columns;
    }
  }

  @ParameterizedTest
  @CsvSource({
    // l1, l2, max-norm, sparsity target and cost, clip
    "0, 0, 0, 0.1, 0, 0",
    "0.3, 0, 0, 0.1, 0, 0",
    "0, 0.5, 0, 0.1, 0, 0",
    "0, 0, 1.5, 0.1, 0, 0",
    "0, 0, 0, 0.2, 0.7, 0",
    "0, 0, 0, 0.1, 0, 4",
    "0.3, 0.5, 1.5, 0.2, 0.7, 4"
  })
  void stepsAreThoseOfTheLoops(
      double l1, double l2, double maxNorm, double target, double cost, double clip) {
    Penalties penalty = new Penalties(l1, l2, maxNorm, target, cost, clip);
    List<double[]> expected = byHand(penalty);
    LikelihoodLearner learner = learner(penalty, 0);
    for (int step = 0; step < STEPS; step++) {
      assertTrue(learner.step(List.of(new StepStatistics(0, 0, sums(step))), BATCH));
      for (int p = 0; p < SIZE; p++) {
        assertEquals(
            expected.get(step)[p],
            learner.parameters()[p],
            ROUNDING,
            "parameter " + p + " after step " + step + ", seed " + SEED);
      }
    }
  }

  @Test
  void aShortGradientIsNotClipped() {
    LikelihoodLearner free = learner(new Penalties(0, 0, 0, 0.1, 0, 0), 0);
    LikelihoodLearner clipped = learner(new Penalties(0, 0, 0, 0.1, 0, 1000), 0);
    free.step(List.of(new StepStatistics(0, 0, sums(0))), BATCH);
    clipped.step(List.of(new StepStatistics(0, 0, sums(0))), BATCH);
    assertArrayEquals(free.parameters(), clipped.parameters());
  }

  /** The last {@code ceil(share * 8)} of 8 parameters. */
  @ParameterizedTest
  @CsvSource({"1, 8", "0.5, 4", "0.3, 3", "0.125, 1", "0.01, 1"})
  void theModelIsTheMeanOfTheLastParameters(double share, int last) {
    Penalties none = new Penalties(0, 0, 0, 0.1, 0, 0);
    List<double[]> expected = byHand(none);
    LikelihoodLearner learner = learner(none, share);
    for (int step = 0; step < STEPS; step++) {
      learner.step(List.of(new StepStatistics(0, 0, sums(step))), BATCH);
      int first = STEPS - last;
      float[] model = learner.modelParameters();
      for (int p = 0; p < SIZE; p++) {
        double mean = 0;
        for (int s = Math.min(first, step); s <= step; s++) {
          mean += expected.get(s)[p] / (step - Math.min(first, step) + 1);
        }
        assertEquals(mean, model[p], 2 * ROUNDING, "parameter " + p + " after step " + step);
      }
    }
  }
}
