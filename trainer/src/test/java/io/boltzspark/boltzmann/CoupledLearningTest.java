package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.learning.StepStatistics;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.SmallMachine;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps of the learner on exact statistics of machines with couplings within layers. */
class CoupledLearningTest {
  private static final int BATCH = 10;

  /** What infinitely many rows of one machine and chains of another would give. */
  private static StepStatistics statistics(
      SmallMachine small, EnumeratedMachine data, float[] parameters) {
    EnumeratedMachine now = small.enumerated(parameters);
    double[] joint = now.clamped(data.marginal(0));
    double[] positive = now.expectedStatistics(joint);
    double[] negative = now.expectedStatistics(now.joint());
    StatisticsLayout layout = StatisticsLayout.of(small.machine());
    float[] sums = new float[layout.size()];
    for (int p = 0; p < positive.length; p++) {
      sums[p] = (float) (BATCH * (positive[p] - negative[p]));
    }
    for (int l = 0; l < now.layers(); l++) {
      for (int i = 0; i < now.size(l); i++) {
        double mean = positive[now.bias(l, i)]; // discrete units
        sums[layout.firstActivity()[l] + i] = (float) (BATCH * mean);
      }
    }
    return new StepStatistics(0, 0, sums);
  }

  private static LikelihoodLearner learner(
      SmallMachine small, Configs configs, float[] start, double[] dataMean, int steps) {
    float[] mean = new float[dataMean.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) dataMean[i];
    }
    return new LikelihoodLearner(
        small.machine(),
        configs.build(),
        start,
        mean,
        new int[0],
        step -> 1,
        steps,
        new ParallelRanges(1));
  }

  private static double[] means(EnumeratedMachine exact) {
    double[] means = new double[exact.size(0)];
    double[] joint = exact.joint();
    for (int n = 0; n < joint.length; n++) {
      for (int i = 0; i < means.length; i++) {
        means[i] += joint[n] * exact.value(n, 0, i);
      }
    }
    return means;
  }

  private static void assertSymmetric(BoltzmannMachine machine, SmallMachine small, float[] p) {
    for (int l : machine.spec().coupled()) {
      Connection c = machine.couplings(l);
      for (int k = c.offset(); k < c.offset() + c.size(); k++) {
        assertEquals(p[small.twin(k)], p[k], "symmetric at " + k);
        if (small.isWithinUnit(k)) {
          assertEquals(0f, p[k], "a unit with itself at " + k);
        }
      }
    }
  }

  /** A fully visible machine can become any other of its kind, and does. */
  @ParameterizedTest
  @EnumSource(names = {"COUPLED_BERNOULLI", "COUPLED_SPIN", "COUPLED_POTTS"})
  void ascentLeadsToTheMachineThatTheDataAreFrom(SmallMachine small) {
    EnumeratedMachine data = small.enumerated(small.parameters(7));
    float[] parameters = new float[small.machine().layout().size()];
    int steps = 3000;
    Configs configs = Configs.machine(small.machine().dimensions());
    configs.optimizer(Configs.sgd(0.5, 0, false));
    LikelihoodLearner learner = learner(small, configs, parameters, means(data), steps);
    for (int step = 0; step < steps; step++) {
      assertTrue(learner.step(List.of(statistics(small, data, parameters)), BATCH));
    }
    assertSymmetric(small.machine(), small, parameters);
    double[] wanted = data.marginal(0);
    double[] found = small.enumerated(parameters).marginal(0);
    for (int v = 0; v < wanted.length; v++) {
      assertEquals(wanted[v], found[v], 1e-4, small + ", state " + v);
    }
  }

  /**
   * Centred steps of general machines, by every rule that looks at weights: the couplings stay what
   * they must be, and the likelihood rises.
   */
  @ParameterizedTest
  @EnumSource(
      names = {
        "SEMI_RESTRICTED_BERNOULLI",
        "SEMI_RESTRICTED_POTTS",
        "GENERAL_MIXED",
        "DEEP_COUPLED"
      })
  void couplingsStaySymmetricAndTheLikelihoodRises(SmallMachine small) {
    EnumeratedMachine data = small.enumerated(small.parameters(7));
    float[] parameters = small.parameters(8);
    double before = small.enumerated(parameters).logLikelihood(data.marginal(0));
    Configs configs = Configs.machine(small.machine().dimensions());
    configs.optimizer(Configs.adam(0.02)).centred(0.1).averaging(0.5);
    configs.penalty(new Penalties(1e-5, 1e-5, 5, 0.5, 1e-4, 3));
    LikelihoodLearner learner = learner(small, configs, parameters, means(data), 200);
    for (int step = 0; step < 200; step++) {
      assertTrue(learner.step(List.of(statistics(small, data, parameters)), BATCH));
    }
    assertSymmetric(small.machine(), small, parameters);
    assertSymmetric(small.machine(), small, learner.modelParameters());
    double after = small.enumerated(parameters).logLikelihood(data.marginal(0));
    assertTrue(after > before + 0.05, small + ": from " + before + " to " + after);
  }

  /**
   * A step of the centred gradient {@code dJ = <s sᵀ> - <s> muᵀ - mu <s>ᵀ, db = <s>} in the
   * parameters of the centred machine, with energy {@code -1/2 (s - mu)ᵀ J (s - mu) - b (s - mu)}.
   */
  @Test
  void aCentredStepIsThatOfTheCentredMachine() {
    SmallMachine small = SmallMachine.COUPLED_BERNOULLI;
    EnumeratedMachine data = small.enumerated(small.parameters(7));
    float[] parameters = small.parameters(8);
    float[] start = parameters.clone();
    double[] mu = means(data);
    double[] difference = new double[parameters.length];
    float[] sums = statistics(small, data, parameters).sums();
    for (int p = 0; p < difference.length; p++) {
      difference[p] = sums[p] / (double) BATCH;
    }
    Configs configs = Configs.machine(small.machine().dimensions());
    configs.optimizer(Configs.sgd(0.1, 0, false)).centred(0.1);
    learner(small, configs, parameters, mu, 1)
        .step(List.of(statistics(small, data, parameters)), BATCH);
    int units = mu.length;
    int bias = small.machine().visible().biasOffset();
    double[] expected = EnumeratedMachine.toDoubles(start);
    for (int i = 0; i < units; i++) {
      expected[bias + i] += 0.1 * difference[bias + i];
      for (int j = 0; j < units; j++) {
        double ds = difference[bias + i];
        double dt = difference[bias + j];
        double change = i == j ? 0 : 0.1 * (difference[i * units + j] - ds * mu[j] - mu[i] * dt);
        expected[i * units + j] += change;
        expected[bias + i] -= change * mu[j];
      }
    }
    for (int p = 0; p < expected.length; p++) {
      assertEquals(expected[p], parameters[p], 2e-6, "parameter " + p);
    }
  }

  /**
   * The penalty's part of a step is minus the derivative of {@code l2 / 2 |P J|^2}, by finite
   * differences of its definition, each pair of places being one parameter and counted once.
   */
  @Test
  void theZeroSumPenaltyIsTheDerivativeOfItsDefinition() {
    SmallMachine small = SmallMachine.COUPLED_POTTS;
    float[] start = small.parameters(8);
    StepStatistics nothing =
        new StepStatistics(0, 0, new float[StatisticsLayout.of(small.machine()).size()]);
    Configs configs = Configs.machine(small.machine().dimensions());
    configs
        .optimizer(Configs.sgd(1, 0, false))
        .penalty(new Penalties(0, 0.1, 0, 0.1, 0, 0))
        .zeroSum();
    float[] parameters = start.clone();
    learner(small, configs, parameters, new double[9], 1).step(List.of(nothing), BATCH);
    for (int p = 0; p < 81; p++) {
      if (small.isWithinUnit(p)) {
        continue;
      }
      double[] up = EnumeratedMachine.toDoubles(start);
      double[] down = up.clone();
      for (int place : new int[] {p, small.twin(p)}) {
        up[place] = start[p] + 1e-4;
        down[place] = start[p] - 1e-4;
      }
      double slope = 0.1 * (squares(up) - squares(down)) / 2 / 2e-4;
      assertEquals(start[p] - slope, parameters[p], 1e-6, "coupling " + p);
    }
  }

  /** The sum over pairs of sites of the squares of P J, of three sites of three states. */
  private static double squares(double[] parameters) {
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = i + 1; j < 3; j++) {
        for (int a = 0; a < 3; a++) {
          for (int b = 0; b < 3; b++) {
            double projected = parameters[(3 * i + a) * 9 + 3 * j + b];
            for (int c = 0; c < 3; c++) {
              projected -= parameters[(3 * i + a) * 9 + 3 * j + c] / 3;
              projected -= parameters[(3 * i + c) * 9 + 3 * j + b] / 3;
              for (int d = 0; d < 3; d++) {
                projected += parameters[(3 * i + c) * 9 + 3 * j + d] / 9;
              }
            }
            sum += projected * projected;
          }
        }
      }
    }
    return sum;
  }

  /** Couplings of Gaussian units that a step has made too large shrink together. */
  @Test
  void gaussianCouplingsKeepAPositiveDefinitePrecision() {
    BoltzmannMachine machine = SmallMachine.COUPLED_GAUSSIAN.machine();
    for (float coupling : new float[] {0.5f, -0.99f, 1.5f, -40f}) {
      float[] parameters = new float[machine.layout().size()];
      parameters[1] = coupling;
      parameters[2] = coupling;
      machine.constrainInPlace(parameters);
      assertEquals(parameters[1], parameters[2]);
      assertEquals(Math.signum(coupling), Math.signum(parameters[1]));
      // Eigenvalues of [[1, -J], [-J, 1]] are 1 - J and 1 + J.
      assertTrue(1 - Math.abs(parameters[1]) >= 0.0099, coupling + ": " + parameters[1]);
      if (Math.abs(coupling) < 0.99) {
        assertEquals(coupling, parameters[1]);
      } else {
        assertTrue(Math.abs(parameters[1]) > 0.9 * 0.99, coupling + ": " + parameters[1]);
      }
    }
  }
}
