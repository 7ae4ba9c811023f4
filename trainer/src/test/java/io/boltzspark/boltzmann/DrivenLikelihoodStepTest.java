package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.DrivenTemperature;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps whose chains have temperatures that move. */
class DrivenLikelihoodStepTest {
  private static final List<Integer> SHAPE = List.of(4, 3);
  private static final BoltzmannMachine MACHINE = BoltzmannMachine.bernoulli(SHAPE);
  private static final float[] PARAMETERS = EnumeratedMachine.randomParameters(SHAPE, 1, 831);
  private static final int CHAINS = 64;
  private static final int STEPS = 3000;
  private static final long SEED = 5;

  private static LikelihoodStep step(NegativePhaseConfig.Use hidden) {
    return new LikelihoodStep(
        MACHINE,
        Configs.machine(SHAPE)
            .pcd(1, CHAINS)
            .batchSize(CHAINS)
            .uses(NegativePhaseConfig.Use.MEANS, hidden, NegativePhaseConfig.Use.SAMPLES)
            .driven(new DrivenTemperature(0.05, 0.99)) // temperatures hardly move
            .seed(SEED)
            .build(),
        new Lanes(1),
        0);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** Weights are visible x hidden, then visible biases, then hidden ones. */
  private static double visibleInput(int hidden, int i) {
    double x = PARAMETERS[12 + i];
    for (int j = 0; j < 3; j++) {
      x += (hidden >> j & 1) * PARAMETERS[3 * i + j];
    }
    return x;
  }

  private static double hiddenInput(int visible, int j) {
    double x = PARAMETERS[16 + j];
    for (int i = 0; i < 4; i++) {
      x += (visible >> i & 1) * PARAMETERS[3 * i + j];
    }
    return x;
  }

  private static double beta(int chain) {
    return chain % 2 == 0 ? 0.3 : 2;
  }

  /**
   * Minus the chains' statistics, summed: visible states drawn at each chain's temperature given
   * its hidden ones, and hidden means at temperature 1 given these.
   */
  private static double[] expected() {
    double[] sums = new double[PARAMETERS.length];
    for (int chain = 0; chain < CHAINS; chain++) {
      for (int v = 0; v < 16; v++) {
        double p = 1;
        for (int i = 0; i < 4; i++) {
          double on = sigmoid(beta(chain) * visibleInput(chain % 8, i));
          p *= (v >> i & 1) == 1 ? on : 1 - on;
        }
        for (int j = 0; j < 3; j++) {
          double mean = sigmoid(hiddenInput(v, j));
          sums[16 + j] -= p * mean;
          for (int i = 0; i < 4; i++) {
            sums[3 * i + j] -= p * (v >> i & 1) * mean;
          }
        }
        for (int i = 0; i < 4; i++) {
          sums[12 + i] -= p * (v >> i & 1);
        }
      }
    }
    return sums;
  }

  private static void set(ChainStates chains) {
    for (int c = 0; c < CHAINS; c++) {
      for (int j = 0; j < 3; j++) {
        chains.layer(1).set(c, j, c % 8 >> j & 1);
      }
      chains.betas().set(c, 0, (float) beta(c));
    }
  }

  @ParameterizedTest
  @EnumSource(NegativePhaseConfig.Use.class)
  void visibleStatesAreDrawnAtTheirTemperatureAndHiddenOnesCountedAtOne(
      NegativePhaseConfig.Use use) {
    LikelihoodStep step = step(use);
    double[] sums = new double[PARAMETERS.length];
    double[] squares = new double[PARAMETERS.length];
    float[] found = new float[StatisticsLayout.of(MACHINE, 1).size()];
    for (int t = 0; t < STEPS; t++) {
      set(step.chains());
      step.compute(PARAMETERS, 0, CHAINS, 1, t, found);
      for (int p = 0; p < sums.length; p++) {
        sums[p] += found[p];
        squares[p] += (double) found[p] * found[p];
      }
    }
    double[] expected = expected();
    for (int p = 0; p < sums.length; p++) {
      double mean = sums[p] / STEPS;
      double error = Math.sqrt((squares[p] / STEPS - mean * mean) / STEPS);
      assertEquals(expected[p], mean, 5 * error, "parameter " + p + ", seed " + SEED);
    }
  }

  /** At the temperature that the step leaves, with which the next one begins. */
  @Test
  void hiddenStatesAreDrawnAtTheNextTemperature() {
    LikelihoodStep step = step(NegativePhaseConfig.Use.MEANS);
    float[] biases = new float[PARAMETERS.length];
    Arrays.fill(biases, 16, 19, 2f);
    float[] sums = new float[StatisticsLayout.of(MACHINE, 1).size()];
    double excess = 0;
    double variance = 0;
    double moved = 0;
    for (int t = 0; t < STEPS / 10; t++) {
      ChainStates chains = step.chains();
      set(chains);
      step.compute(biases, 0, CHAINS, 1, t, sums);
      for (int c = 0; c < CHAINS; c++) {
        double p = sigmoid(2 * chains.betas().get(c, 0));
        moved += Math.abs(chains.betas().get(c, 0) - beta(c)) / (STEPS / 10.0 * CHAINS);
        for (int j = 0; j < 3; j++) {
          excess += chains.layer(1).get(c, j) - p;
          variance += p * (1 - p);
        }
      }
    }
    assertEquals(0, excess, 5 * Math.sqrt(variance), "seed " + SEED);
    assertTrue(moved > 0.001 && moved < 0.1, "temperatures moved by " + moved);
  }

  /** States and temperatures of chains are all that the future depends on. */
  @Test
  void theFutureDependsOnTheTemperatures() {
    LikelihoodStep first = step(NegativePhaseConfig.Use.MEANS);
    float[] sums = new float[StatisticsLayout.of(MACHINE, 1).size()];
    set(first.chains());
    for (int t = 0; t < 5; t++) {
      first.compute(PARAMETERS, 0, CHAINS, 1, t, sums);
    }
    LikelihoodStep second = step(NegativePhaseConfig.Use.MEANS);
    LikelihoodStep atOne = step(NegativePhaseConfig.Use.MEANS);
    second.chains().layer(1).setFrom(first.chains().layer(1));
    second.chains().betas().setFrom(first.chains().betas());
    atOne.chains().layer(1).setFrom(first.chains().layer(1));
    atOne.chains().betas().setFrom(ones());
    float[] others = sums.clone();
    float[] different = sums.clone();
    boolean differs = false;
    for (int t = 5; t < 10; t++) {
      first.compute(PARAMETERS, 0, CHAINS, 1, t, sums);
      second.compute(PARAMETERS, 0, CHAINS, 1, t, others);
      atOne.compute(PARAMETERS, 0, CHAINS, 1, t, different);
      assertArrayEquals(sums, others, "step " + t);
      differs |= !Arrays.equals(sums, different);
    }
    assertTrue(differs, "temperatures have no influence");
  }

  private static Matrix ones() {
    float[] ones = new float[CHAINS];
    Arrays.fill(ones, 1f);
    return new Matrix(ones, 0, CHAINS, 1);
  }
}
