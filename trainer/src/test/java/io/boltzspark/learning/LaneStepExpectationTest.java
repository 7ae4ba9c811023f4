package io.boltzspark.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.learning.TrainingConfig.Algorithm;
import io.boltzspark.math.ChiSquare;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The mean of many steps' statistics against expectations that the enumeration of all states gives
 * exactly. All steps are independent, so the mean's error follows from their spread.
 */
class LaneStepExpectationTest {
  private static final List<Integer> SHAPE = List.of(4, 3);
  private static final long SEED = 51;

  private final BoltzmannMachine machine = BoltzmannMachine.bernoulli(SHAPE);
  private final float[] parameters = EnumeratedMachine.randomParameters(SHAPE, 1, SEED);
  private final EnumeratedMachine exact = new EnumeratedMachine(SHAPE, parameters);

  /** Seven visible states, far from the machine's distribution. */
  private static final int[] DATA = {0, 0, 15, 5, 9, 9, 9};

  private double[] dataDistribution() {
    double[] data = new double[exact.states(0)];
    for (int v : DATA) {
      data[v] += 1.0 / DATA.length;
    }
    return data;
  }

  private static void putVisible(Matrix rows, int row, int v) {
    for (int i = 0; i < rows.columns(); i++) {
      rows.set(row, i, v >> i & 1);
    }
  }

  private static double[] difference(double[] a, double[] b) {
    double[] d = new double[a.length];
    for (int i = 0; i < d.length; i++) {
      d[i] = a[i] - b[i];
    }
    return d;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void contrastiveDivergenceHasItsExactExpectation(int k) {
    int rows = 30 * DATA.length;
    LaneStep step = step(Algorithm.CD, k, rows, 1, new Lanes(1), 0);
    Mean mean = new Mean(parameters.length);
    float[] sums = new float[parameters.length];
    for (int t = 0; t < 1500; t++) {
      Matrix data = step.rows(rows);
      for (int r = 0; r < rows; r++) {
        putVisible(data, r, DATA[r % DATA.length]);
      }
      step.compute(parameters, rows, rows, t, sums);
      mean.add(sums, rows);
    }
    double[] particles = dataDistribution();
    for (int i = 0; i < k; i++) {
      particles = visibleBelow(hiddenAbove(particles));
    }
    double[] positive = exact.expectedStatistics(exact.clamped(dataDistribution()));
    double[] negative = exact.expectedStatistics(exact.clamped(particles));
    mean.assertIs(difference(positive, negative), 2e-3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void contrastiveDivergenceRestsWhereTheDataComeFromTheMachine(int k) {
    int rows = 200;
    LaneStep step = step(Algorithm.CD, k, rows, 1, new Lanes(1), 0);
    SplittableRandom random = new SplittableRandom(SEED + 1);
    double[] visible = exact.marginal(0);
    Mean mean = new Mean(parameters.length);
    float[] sums = new float[parameters.length];
    for (int t = 0; t < 1500; t++) {
      Matrix data = step.rows(rows);
      for (int r = 0; r < rows; r++) {
        putVisible(data, r, EnumeratedMachine.draw(visible, random));
      }
      step.compute(parameters, rows, rows, t, sums);
      mean.add(sums, rows);
    }
    mean.assertIs(new double[parameters.length], 2e-3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void persistentChainsInEquilibriumGiveTheGradient(int k) {
    int batch = 3 * DATA.length; // 21 rows and 30 chains on 2 lanes: no two numbers are equal
    int chains = 30;
    Lanes lanes = new Lanes(2);
    LaneStep[] steps = {
      step(Algorithm.PCD, k, batch, chains, lanes, 0),
      step(Algorithm.PCD, k, batch, chains, lanes, 1)
    };
    SplittableRandom random = new SplittableRandom(SEED + 2);
    double[] hidden = exact.marginal(1);
    long[] reached = new long[exact.states(1)];
    Mean mean = new Mean(parameters.length);
    float[] sums = new float[parameters.length];
    for (int t = 0; t < 4000; t++) {
      float[] total = new float[parameters.length];
      for (LaneStep step : steps) {
        int first = lanes.start(step.lane(), batch);
        int rows = lanes.size(step.lane(), batch);
        for (int r = 0; r < rows; r++) {
          putVisible(step.rows(rows), r, DATA[(first + r) % DATA.length]);
        }
        for (int c = 0; c < step.chains().rows(); c++) {
          putVisible(step.chains(), c, EnumeratedMachine.draw(hidden, random));
        }
        step.compute(parameters, rows, batch, t, sums);
        for (int p = 0; p < sums.length; p++) {
          total[p] += sums[p];
        }
        count(step.chains(), reached);
      }
      mean.add(total, batch);
    }
    double[] positive = exact.expectedStatistics(exact.clamped(dataDistribution()));
    mean.assertIs(difference(positive, exact.expectedStatistics(exact.joint())), 3e-3);
    ChiSquare.assertFits(reached, hidden, "chains after their steps, seed " + SEED);
  }

  /** From a start far away, where one sweep more or less shows. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void persistentChainsMakeKSweepsAStep(int k) {
    int chains = 50_000;
    LaneStep step = step(Algorithm.PCD, k, 1, chains, new Lanes(1), 0);
    float[] sums = new float[parameters.length]; // all chains start with hidden units zero
    step.compute(parameters, 0, 1, 0, sums);
    long[] reached = new long[exact.states(1)];
    count(step.chains(), reached);

    double[] hidden = new double[exact.states(1)];
    hidden[0] = 1;
    for (int i = 0; i < k; i++) {
      assertFalse(ChiSquare.fits(reached, hidden), "the chains made only " + i + " sweeps");
      hidden = hiddenAbove(visibleBelow(hidden));
    }
    ChiSquare.assertFits(reached, hidden, "hidden states after " + k + " sweeps, seed " + SEED);
  }

  /** The hidden distribution above a visible one. */
  private double[] hiddenAbove(double[] visible) {
    double[] given = exact.clamped(visible);
    double[] hidden = new double[exact.states(1)];
    for (int n = 0; n < exact.states(); n++) {
      hidden[exact.layerState(n, 1)] += given[n];
    }
    return hidden;
  }

  /** The visible distribution below a hidden one. */
  private double[] visibleBelow(double[] hidden) {
    double[] joint = exact.joint();
    double[] marginal = exact.marginal(1);
    double[] visible = new double[exact.states(0)];
    for (int n = 0; n < exact.states(); n++) {
      int h = exact.layerState(n, 1);
      visible[exact.layerState(n, 0)] += hidden[h] * joint[n] / marginal[h];
    }
    return visible;
  }

  private LaneStep step(Algorithm algorithm, int k, int batch, int chains, Lanes lanes, int lane) {
    return new LaneStep(machine, Configs.of(SHAPE, algorithm, k, batch, chains, SEED), lanes, lane);
  }

  private static void count(Matrix states, long[] counts) {
    for (int r = 0; r < states.rows(); r++) {
      int n = 0;
      for (int i = 0; i < states.columns(); i++) {
        n |= (int) states.get(r, i) << i;
      }
      counts[n]++;
    }
  }

  /** The mean of vectors, with its standard error. */
  private static final class Mean {
    private final double[] sum;
    private final double[] squares;
    private int n;

    Mean(int size) {
      sum = new double[size];
      squares = new double[size];
    }

    void add(float[] values, int divisor) {
      for (int i = 0; i < values.length; i++) {
        double value = (double) values[i] / divisor;
        sum[i] += value;
        squares[i] += value * value;
      }
      n++;
    }

    /**
     * @param resolution what the standard errors must be below, or the test says nothing
     */
    void assertIs(double[] expected, double resolution) {
      // A step's sum of up to 420 terms of at most 1, divided by the rows, carries at most 420
      // roundings of 2^-24, and each term the sigmoid's 2e-7.
      double rounding = 420 * 0x1p-24 + 2e-7;
      for (int i = 0; i < sum.length; i++) {
        double mean = sum[i] / n;
        double error = Math.sqrt((squares[i] / n - mean * mean) / (n - 1));
        assertTrue(error < resolution, "standard error " + error + " of parameter " + i);
        assertEquals(
            expected[i],
            mean,
            5 * error + rounding,
            "parameter " + i + ", seed " + SEED + ", expected " + Arrays.toString(expected));
      }
    }
  }
}
