package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps whose rows have weights, against steps that repeat them, and against each other. */
class WeightedStepTest {
  private static final int CHAINS = 9;
  private static final long SEED = 17;

  /** How often each row counts. */
  private static final int[] TIMES = {2, 1, 0, 5, 1, 3};

  private static final int ROWS = TIMES.length;

  /** Sums of up to a hundred terms, each below ten, relative to at least six rows. */
  private static final double ROUNDING = 100 * 10 * 0x1p-24 / 6;

  /**
   * @param on share of ones in rows of two values; few of them are summed sparsely
   */
  private record Case(MachineSpec spec, double on) {
    @Override
    public String toString() {
      return spec + ", " + on;
    }

    private BoltzmannMachine machine() {
      return BoltzmannMachine.of(spec);
    }

    private boolean isReal() {
      return spec.layers().get(0).get(0).type() == UnitType.GAUSSIAN;
    }

    private Configs config(int batch) {
      return Configs.machine(spec.dimensions()).batchSize(batch).seed(SEED).centred(0.1);
    }

    private float[] parameters() {
      SplittableRandom random = new SplittableRandom(SEED);
      float[] parameters = new float[machine().layout().size()];
      for (int p = 0; p < machine().layout().firstUnitParameter(); p++) {
        parameters[p] = (float) (0.3 * random.nextGaussian());
      }
      return parameters;
    }

    private void put(Matrix rows, int at, int row) {
      SplittableRandom random = new SplittableRandom(SEED + row);
      UnitSpec units = spec.layers().get(0).get(0);
      for (int i = 0; i < rows.columns(); i++) {
        boolean isOn = random.nextDouble() < on;
        float value =
            switch (units.type()) {
              case GAUSSIAN -> (float) random.nextGaussian();
              case SPIN -> isOn ? 1 : -1;
              case POTTS -> i % units.count() == (row + i / units.count()) % units.count() ? 1 : 0;
              default -> isOn ? 1 : 0;
            };
        rows.set(at, i, value);
      }
    }

    /** The sums of a step over these rows, with these weights if any. */
    private float[] sums(BoltzmannConfig config, int[] rows, float[] weights) {
      LikelihoodStep step = new LikelihoodStep(machine(), config, new Lanes(1), 0);
      for (int r = 0; r < rows.length; r++) {
        put(step.rows(rows.length), r, rows[r]);
        if (weights != null) {
          step.weigh(r, weights[r]);
        }
      }
      float[] sums = new float[StatisticsLayout.of(machine()).size()];
      Arrays.fill(sums, Float.NaN);
      step.compute(parameters(), rows.length, rows.length, 2, 3, sums);
      return sums;
    }
  }

  static Stream<Case> cases() {
    UnitSpec hidden = UnitSpec.of(UnitType.BERNOULLI, 24);
    return Stream.of(
        new Case(MachineSpec.of(UnitSpec.of(UnitType.BERNOULLI, 64), hidden), 0.05),
        new Case(MachineSpec.of(UnitSpec.of(UnitType.BERNOULLI, 7), hidden), 0.6),
        new Case(MachineSpec.of(UnitSpec.of(UnitType.SPIN, 9), hidden), 0.5),
        new Case(MachineSpec.of(UnitSpec.of(UnitType.POTTS, 60, 5), hidden), 0),
        new Case(MachineSpec.of(UnitSpec.of(UnitType.GAUSSIAN, 8), hidden), 0),
        new Case(
            MachineSpec.of(
                UnitSpec.of(UnitType.BERNOULLI, 40), hidden, UnitSpec.of(UnitType.BERNOULLI, 6)),
            0.1));
  }

  private static int[] all() {
    int[] rows = new int[ROWS];
    Arrays.setAll(rows, r -> r);
    return rows;
  }

  private static int total() {
    return Arrays.stream(TIMES).sum();
  }

  /** Over their mean. */
  private static float[] weights() {
    float[] weights = new float[ROWS];
    for (int r = 0; r < ROWS; r++) {
      weights[r] = TIMES[r] * ROWS / (float) total();
    }
    return weights;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aRowWithAWeightIsSoManyRows(Case c) {
    int[] repeated = new int[total()];
    for (int r = 0, at = 0; r < ROWS; r++) {
      for (int n = 0; n < TIMES[r]; n++) {
        repeated[at++] = r;
      }
    }
    float[] expected = c.sums(c.config(total()).pcd(2, CHAINS).build(), repeated, null);
    float[] found = c.sums(c.config(ROWS).pcd(2, CHAINS).build(), all(), weights());
    for (int p = 0; p < expected.length; p++) {
      assertEquals(expected[p] / total(), found[p] / ROWS, ROUNDING, "statistic " + p);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void weightsOfOneChangeNoBit(Case c) {
    float[] ones = new float[ROWS];
    Arrays.fill(ones, 1f);
    for (Configs configs : List.of(c.config(ROWS).pcd(2, CHAINS), c.config(ROWS).cd(2))) {
      BoltzmannConfig config = configs.build();
      float[] without = c.sums(config, all(), null);
      // Gaussian units multiply a sum by the precision once, and weighted rows each.
      assertArrayEquals(
          without, c.sums(config, all(), ones), c.isReal() ? (float) (ROWS * ROUNDING) : 0f);
    }
  }

  /** Both phases of a row have its weight, or the chains of the others would show. */
  @ParameterizedTest
  @MethodSource("cases")
  void contrastiveDivergenceIsLinearInTheWeights(Case c) {
    BoltzmannConfig config = c.config(ROWS).cd(2).build();
    float[] weights = weights();
    double[] expected = new double[StatisticsLayout.of(c.machine()).size()];
    for (int r = 0; r < ROWS; r++) {
      float[] alone = new float[ROWS];
      alone[r] = 1;
      float[] one = c.sums(config, all(), alone);
      for (int p = 0; p < expected.length; p++) {
        expected[p] += weights[r] * one[p];
      }
    }
    float[] found = c.sums(config, all(), weights);
    boolean nothing = true;
    for (int p = 0; p < expected.length; p++) {
      assertEquals(expected[p], found[p], 2 * ROWS * ROUNDING, "statistic " + p);
      nothing &= found[p] == 0;
    }
    assertTrue(!nothing);
  }

  @Test
  void activitiesAreWeightedSumsOfTheRows() {
    Case c = cases().findFirst().orElseThrow();
    float[] found = c.sums(c.config(ROWS).pcd(1, CHAINS).build(), all(), weights());
    int first = StatisticsLayout.of(c.machine()).firstActivity()[0];
    Matrix rows = Matrix.zeros(ROWS, c.machine().visible().size());
    for (int r = 0; r < ROWS; r++) {
      c.put(rows, r, r);
    }
    for (int i = 0; i < rows.columns(); i++) {
      double sum = 0;
      for (int r = 0; r < ROWS; r++) {
        sum += weights()[r] * rows.get(r, i);
      }
      assertEquals(sum, found[first + i], ROUNDING);
    }
  }
}
