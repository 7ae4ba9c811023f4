package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.boltzmann.NegativePhaseConfig.Use;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.SmallMachine;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.sampling.ChainStates;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps of machines with couplings within layers, against enumeration. */
class CoupledStepTest {
  private static final long SEED = 53;
  private static final int ROWS = 6;
  private static final int CHAINS = 20;
  private static final int STEPS = 3000;

  static Stream<SmallMachine> withIndependentHiddenUnits() {
    return Arrays.stream(SmallMachine.values())
        .filter(m -> m.machine().hasCouplings() && m.machine().hasClosedFreeEnergy());
  }

  private static BoltzmannConfig config(BoltzmannMachine machine, boolean persistent) {
    Configs config = Configs.machine(machine.dimensions()).batchSize(ROWS).seed(SEED);
    config.uses(Use.MEANS, Use.MEANS, Use.SAMPLES);
    return (persistent ? config.pcd(2, CHAINS) : config).build();
  }

  /** Visible states of the machine, as rows and as weights of its states. */
  private static Matrix rows(EnumeratedMachine exact, double[] share) {
    List<Matrix> draws = exact.draws(ROWS, new SplittableRandom(SEED));
    List<Matrix> all = exact.allStates();
    for (int r = 0; r < ROWS; r++) {
      for (int v = 0; v < share.length; v++) {
        float[] state = all.get(0).rows(v, v + 1).toArray();
        if (Arrays.equals(state, draws.get(0).rows(r, r + 1).toArray())) {
          share[v] += 1.0 / ROWS;
        }
      }
    }
    return draws.get(0);
  }

  /** PCD: chains that are the machine's own samples. */
  @ParameterizedTest
  @MethodSource("withIndependentHiddenUnits")
  void theMeanStepIsTheGradient(SmallMachine small) {
    float[] parameters = small.parameters(SEED);
    BoltzmannMachine machine = small.machine();
    EnumeratedMachine exact = small.enumerated(parameters);
    double[] share = new double[exact.states(0)];
    Matrix rows = rows(exact, share);
    MeanOfSteps mean = equilibriumSteps(small, exact, config(machine, true), rows);
    // Sums of up to 26 terms, most below 20 (squares of real states divided by sigma^2).
    mean.assertIs(gradient(small, exact, share), 0.06, 26 * 20 * 0x1p-22, "" + small);
  }

  /** Steps of the rows with persistent chains that are the machine's own samples. */
  private static MeanOfSteps equilibriumSteps(
      SmallMachine small, EnumeratedMachine exact, BoltzmannConfig config, Matrix rows) {
    BoltzmannMachine machine = small.machine();
    float[] parameters = small.parameters(SEED);
    LikelihoodStep step = new LikelihoodStep(machine, config, new Lanes(1), 0);
    MeanOfSteps mean = new MeanOfSteps(parameters.length);
    float[] sums = new float[StatisticsLayout.of(machine).size()];
    for (int t = 0; t < STEPS; t++) {
      step.rows(ROWS).setFrom(rows);
      List<Matrix> draws = exact.draws(CHAINS, new SplittableRandom(SEED + t));
      for (int l = 0; l < draws.size(); l++) {
        if (machine.updateOrder().isCarried(l)) {
          step.chains().layer(l).setFrom(draws.get(l));
        }
      }
      step.compute(parameters, ROWS, ROWS, 2, t, sums);
      mean.add(sums, ROWS);
    }
    return mean;
  }

  static Stream<SmallMachine> withDependentHiddenUnits() {
    return Arrays.stream(SmallMachine.values())
        .filter(m -> m.machine().hasEnergy() && !m.machine().hasClosedFreeEnergy());
  }

  /**
   * Gibbs sampling in the positive phase: no bias, where mean field has one. Hidden layers of few
   * units forget their start at least by half in a sweep, so 25 leave nothing of it.
   */
  @ParameterizedTest
  @MethodSource("withDependentHiddenUnits")
  void drawsOfHiddenUnitsGiveTheGradient(SmallMachine small) {
    BoltzmannMachine machine = small.machine();
    EnumeratedMachine exact = small.enumerated(small.parameters(SEED));
    double[] share = new double[exact.states(0)];
    Matrix rows = rows(exact, share);
    Configs configs = Configs.machine(machine.dimensions()).batchSize(ROWS).seed(SEED);
    configs.uses(Use.MEANS, Use.MEANS, Use.SAMPLES).pcd(2, CHAINS).positiveSweeps(25);
    MeanOfSteps mean = equilibriumSteps(small, exact, configs.build(), rows);
    mean.assertIs(gradient(small, exact, share), 0.06, 26 * 20 * 0x1p-22, "" + small);
  }

  /** Expected statistics of rows of these shares, less those of the machine. */
  private static double[] gradient(SmallMachine small, EnumeratedMachine exact, double[] share) {
    double[] gradient = exact.expectedStatistics(exact.clamped(share));
    double[] negative = exact.expectedStatistics(exact.joint());
    for (int p = 0; p < gradient.length; p++) {
      gradient[p] = small.fixed().contains(p) ? 0 : gradient[p] - negative[p];
    }
    return gradient;
  }

  /** With hidden couplings the rows' side is the naive mean field, iterated here to its end. */
  @ParameterizedTest
  @EnumSource(names = {"COUPLED_HIDDEN", "GENERAL_BERNOULLI"})
  void hiddenCouplingsHaveTheMeanFieldOfTheRows(SmallMachine small) {
    float[] parameters = small.parameters(SEED);
    BoltzmannMachine machine = small.machine();
    EnumeratedMachine exact = small.enumerated(parameters);
    double[] share = new double[exact.states(0)];
    Matrix rows = rows(exact, share);
    double[] negative = exact.expectedStatistics(exact.joint());
    double[] expected = new double[negative.length];
    for (int r = 0; r < ROWS; r++) {
      float[] row = rows.rows(r, r + 1).toArray();
      addMeanField(machine, exact, parameters, row, expected);
    }
    for (int p = 0; p < expected.length; p++) {
      expected[p] = small.fixed().contains(p) ? 0 : expected[p] / ROWS - negative[p];
    }
    Configs configs = Configs.machine(machine.dimensions()).batchSize(ROWS).seed(SEED);
    configs.uses(Use.MEANS, Use.MEANS, Use.SAMPLES).pcd(2, CHAINS);
    MeanOfSteps mean = equilibriumSteps(small, exact, configs.build(), rows);
    // Updates end when no mean changes by more than a tolerance; see Configs.
    mean.assertIs(expected, 0.06, 2e-3, "" + small);
  }

  private static void addMeanField(
      BoltzmannMachine machine,
      EnumeratedMachine exact,
      float[] parameters,
      float[] v,
      double[] sums) {
    int hidden = machine.layer(1).size();
    double[] mu = new double[hidden];
    int coupling = machine.couplings(1).offset();
    for (int update = 0; update < 1000; update++) {
      for (int j = 0; j < hidden; j++) {
        double input = parameters[exact.bias(1, j)];
        for (int i = 0; i < v.length; i++) {
          input += v[i] * parameters[exact.weight(0, i, j)];
        }
        for (int k = 0; k < hidden; k++) {
          input += k == j ? 0 : mu[k] * parameters[coupling + j * hidden + k];
        }
        mu[j] = 1 / (1 + Math.exp(-input));
      }
    }
    for (int i = 0; i < v.length; i++) {
      sums[exact.bias(0, i)] += v[i];
      for (int j = 0; j < hidden; j++) {
        sums[exact.weight(0, i, j)] += v[i] * mu[j];
      }
      for (int j = 0; machine.couplings(0) != null && j < v.length; j++) {
        sums[machine.couplings(0).offset() + i * v.length + j] += i == j ? 0 : v[i] * v[j];
      }
    }
    for (int j = 0; j < hidden; j++) {
      sums[exact.bias(1, j)] += mu[j];
      for (int k = 0; k < hidden; k++) {
        sums[coupling + j * hidden + k] += j == k ? 0 : mu[j] * mu[k];
      }
    }
  }

  /** CD starts at the rows: from rows that are the machine's own samples, its mean step is 0. */
  @ParameterizedTest
  @MethodSource("withIndependentHiddenUnits")
  void contrastiveDivergenceOfTheMachinesOwnSamplesHasAMeanOfZero(SmallMachine small) {
    assertCdStaysInEquilibrium(small, config(small.machine(), false));
  }

  /** The same where its chains start at draws of the hidden units given the rows. */
  @ParameterizedTest
  @MethodSource("withDependentHiddenUnits")
  void soHasItFromDrawsOfHiddenUnits(SmallMachine small) {
    Configs configs = Configs.machine(small.machine().dimensions()).batchSize(ROWS).seed(SEED);
    configs.uses(Use.MEANS, Use.MEANS, Use.SAMPLES).positiveSweeps(25);
    assertCdStaysInEquilibrium(small, configs.build());
  }

  private static void assertCdStaysInEquilibrium(SmallMachine small, BoltzmannConfig config) {
    float[] parameters = small.parameters(SEED);
    BoltzmannMachine machine = small.machine();
    EnumeratedMachine exact = small.enumerated(parameters);
    LikelihoodStep step = new LikelihoodStep(machine, config, new Lanes(1), 0);
    MeanOfSteps mean = new MeanOfSteps(parameters.length);
    float[] sums = new float[StatisticsLayout.of(machine).size()];
    for (int t = 0; t < STEPS; t++) {
      step.rows(ROWS).setFrom(exact.draws(ROWS, new SplittableRandom(SEED + t)).get(0));
      step.compute(parameters, ROWS, ROWS, 1, t, sums);
      mean.add(sums, ROWS);
    }
    mean.assertIs(new double[parameters.length], 0.06, 26 * 20 * 0x1p-22, "" + small);
  }

  /** What a chain consists of is enough to continue it. */
  @Test
  void chainsContinueFromTheirBytes() {
    SmallMachine small = SmallMachine.DEEP_COUPLED;
    BoltzmannMachine machine = small.machine();
    float[] parameters = small.parameters(SEED);
    ChainCodec codec = new ChainCodec(machine);
    float[][] sums = new float[2][StatisticsLayout.of(machine).size()];
    LikelihoodStep first = new LikelihoodStep(machine, config(machine, true), new Lanes(1), 0);
    List<Matrix> draws = small.enumerated(parameters).draws(CHAINS, new SplittableRandom(SEED));
    codec.decode(codec.encode(new ChainStates(draws)), 0, first.chains());
    Matrix rows = draws.get(0).rows(0, ROWS);
    for (int t = 0; t < 3; t++) {
      LikelihoodStep fresh = new LikelihoodStep(machine, config(machine, true), new Lanes(1), 0);
      codec.decode(codec.encode(first.chains()), 0, fresh.chains());
      for (LikelihoodStep step : List.of(first, fresh)) {
        step.rows(ROWS).setFrom(rows);
        step.compute(parameters, ROWS, ROWS, 3, t, sums[step == first ? 0 : 1]);
      }
      assertArrayEquals(sums[0], sums[1]);
      assertArrayEquals(codec.encode(first.chains()), codec.encode(fresh.chains()));
    }
    assertEquals(2, codec.bytesPerChain(), "the top layer is drawn afresh");
  }
}
