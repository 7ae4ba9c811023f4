package io.boltzspark.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.math.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The statistics of connections and units, weighted by the exact probabilities of the positive and
 * of the negative phase, are the gradient of the exact log-likelihood.
 */
class GradientTest {
  private static final long SEED = 31;

  /** States that are summed in single precision before the sum goes on in double precision. */
  private static final int BLOCK = 64;

  @ParameterizedTest
  @EnumSource(SmallMachine.class)
  void phaseDifferenceIsTheGradientOfTheLogLikelihood(SmallMachine small) {
    float[] parameters = small.parameters(SEED);
    EnumeratedMachine exact = small.enumerated(parameters);
    double[] data = dataDistribution(exact.marginal(0));

    double[] weights = phaseWeights(exact, data);
    double[] gradient = statistics(small.machine(), exact, weights, parameters);

    double[] magnitude = magnitudes(exact, weights);
    List<Integer> fixed = small.fixed();
    for (int p = 0; p < parameters.length; p++) {
      if (fixed.contains(p)) {
        assertEquals(0, gradient[p], "parameter " + p + " is not learnt");
      } else {
        // Each term is a product of up to five rounded factors, then summed within its block.
        double rounding = (BLOCK + 6) * 0x1p-24 * magnitude[p];
        assertEquals(
            finiteDifference(small, parameters, data, p),
            gradient[p],
            rounding + DIFFERENCE_ERROR,
            "parameter " + p);
      }
    }
  }

  /** Unlike any distribution of the machine, but within the same range, with states left out. */
  private static double[] dataDistribution(double[] marginal) {
    double[] data = new double[marginal.length];
    double sum = 0;
    for (int v = 0; v < data.length; v++) {
      data[v] = v % 3 == 1 ? 0 : (1 + v * v % 7) * marginal[v];
      sum += data[v];
    }
    for (int v = 0; v < data.length; v++) {
      data[v] /= sum;
    }
    return data;
  }

  /** For each joint state its probability in the positive phase less that in the negative one. */
  private static double[] phaseWeights(EnumeratedMachine exact, double[] data) {
    double[] weights = exact.clamped(data);
    double[] negative = exact.joint();
    for (int n = 0; n < weights.length; n++) {
      weights[n] -= negative[n];
    }
    return weights;
  }

  /** For each parameter, the sum of the magnitudes of what its gradient is made of. */
  private static double[] magnitudes(EnumeratedMachine exact, double[] weights) {
    double[] sums = null;
    for (int n = 0; n < weights.length; n++) {
      double[] one = exact.statisticMagnitudes(n);
      sums = sums == null ? new double[one.length] : sums;
      for (int p = 0; p < one.length; p++) {
        sums[p] += Math.abs(weights[n]) * one[p];
      }
    }
    return sums;
  }

  private static double[] statistics(
      BoltzmannMachine machine, EnumeratedMachine exact, double[] weights, float[] parameters) {
    double[] sums = new double[parameters.length];
    float[] gradient = new float[parameters.length];
    for (int from = 0; from < exact.states(); from += BLOCK) {
      int to = Math.min(from + BLOCK, exact.states());
      Arrays.fill(gradient, 0, machine.layout().firstUnitParameter(), Float.NaN);
      Arrays.fill(gradient, machine.layout().firstUnitParameter(), gradient.length, 0f);
      addStatistics(
          machine, exact, Arrays.copyOfRange(weights, from, to), from, parameters, gradient);
      for (int p = 0; p < sums.length; p++) {
        sums[p] += gradient[p];
      }
    }
    return sums;
  }

  private static void addStatistics(
      BoltzmannMachine machine,
      EnumeratedMachine exact,
      double[] weights,
      int first,
      float[] parameters,
      float[] gradient) {
    List<Matrix> states = new ArrayList<>();
    for (int l = 0; l < exact.layers(); l++) {
      states.add(Matrix.zeros(weights.length, exact.size(l)));
    }
    for (int r = 0; r < weights.length; r++) {
      exact.putState(first + r, states, r);
      for (int l = 0; l < exact.layers(); l++) {
        Matrix row = states.get(l).rows(r, r + 1);
        machine.layer(l).addStatistics(row, (float) weights[r], parameters, gradient);
      }
    }
    for (Connection connection : machine.connectionsAndCouplings()) {
      Layer lower = machine.layer(connection.from());
      Layer upper = machine.layer(connection.to());
      Matrix below = lower.interaction(states.get(connection.from()), parameters);
      Matrix above = upper.interaction(states.get(connection.to()), parameters);
      Matrix signed = Matrix.zeros(below.rows(), below.columns());
      for (int r = 0; r < signed.rows(); r++) {
        for (int i = 0; i < signed.columns(); i++) {
          signed.set(r, i, (float) (below.get(r, i) * weights[r]));
        }
      }
      connection.setStatistics(signed, above, gradient);
      for (int i = 0; connection.isWithinLayer() && i < connection.rows(); i++) {
        machine.clearWithinUnit(connection, i, gradient);
      }
      lower.addConnectionStatistics(connection, true, parameters, gradient);
      if (!connection.isWithinLayer()) {
        upper.addConnectionStatistics(connection, false, parameters, gradient);
      }
    }
  }

  private static final double STEP = 1e-3;

  /**
   * The four-point difference is off by {@code STEP^4 / 30} times a fifth derivative; those of a
   * log-likelihood of this size are below 1e3: 3e-11. Cancellation adds some 2^-52 / STEP = 2e-13
   * times a log-likelihood below 100.
   */
  private static final double DIFFERENCE_ERROR = 1e-9;

  private static double finiteDifference(
      SmallMachine small, float[] parameters, double[] data, int p) {
    double near =
        moved(small, parameters, data, p, STEP) - moved(small, parameters, data, p, -STEP);
    double far =
        moved(small, parameters, data, p, 2 * STEP) - moved(small, parameters, data, p, -2 * STEP);
    return (8 * near - far) / (12 * STEP);
  }

  private static double moved(
      SmallMachine small, float[] parameters, double[] data, int p, double by) {
    double[] moved = EnumeratedMachine.toDoubles(parameters);
    moved[p] += by;
    if (small.twin(p) != p) {
      moved[small.twin(p)] += by;
    }
    return new EnumeratedMachine(small.spec(), moved).logLikelihood(data);
  }
}
