package io.boltzspark.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.math.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The statistics of connections and units, weighted by the exact probabilities of the positive and
 * of the negative phase, are the gradient of the exact log-likelihood.
 */
class GradientTest {
  static Stream<List<Integer>> shapes() {
    return Stream.of(List.of(4, 3), List.of(3, 2, 2), List.of(2, 3, 1, 2));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void phaseDifferenceIsTheGradientOfTheLogLikelihood(List<Integer> shape) {
    float[] parameters = EnumeratedMachine.randomParameters(shape, 1, 31);
    EnumeratedMachine exact = new EnumeratedMachine(shape, parameters);
    double[] data = dataDistribution(exact.states(0));

    float[] weights = phaseWeights(exact, data);
    float[] gradient = statistics(shape, exact, weights);

    // Each element sums at most `states` weights whose magnitudes add up to at most 2.
    double rounding = (exact.states() + 2) * 0x1p-24 * 2;
    for (int p = 0; p < parameters.length; p++) {
      assertEquals(
          finiteDifference(shape, parameters, data, p),
          gradient[p],
          rounding + DIFFERENCE_ERROR,
          "parameter " + p);
    }
  }

  /** Unlike any distribution of the machine, and with states that never occur. */
  private static double[] dataDistribution(int states) {
    double[] data = new double[states];
    double sum = 0;
    for (int v = 0; v < states; v++) {
      data[v] = v % 3 == 1 ? 0 : 1 + v * v % 7;
      sum += data[v];
    }
    for (int v = 0; v < states; v++) {
      data[v] /= sum;
    }
    return data;
  }

  /** For each joint state its probability in the positive phase less that in the negative one. */
  private static float[] phaseWeights(EnumeratedMachine exact, double[] data) {
    double[] positive = exact.clamped(data);
    double[] negative = exact.joint();
    float[] weights = new float[exact.states()];
    for (int n = 0; n < weights.length; n++) {
      weights[n] = (float) (positive[n] - negative[n]);
    }
    return weights;
  }

  private static float[] statistics(List<Integer> shape, EnumeratedMachine exact, float[] weights) {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    float[] gradient = new float[machine.layout().size()];
    Arrays.fill(gradient, 0, machine.layout().firstUnitParameter(), Float.NaN);
    List<Matrix> states = exact.allStates();
    for (int l = 0; l < shape.size(); l++) {
      for (int n = 0; n < exact.states(); n++) {
        machine.layer(l).addStatistics(states.get(l).rows(n, n + 1), weights[n], gradient);
      }
    }
    List<Matrix> signed = exact.allStates(); // a row's weight travels in the layer below
    for (Connection connection : machine.connections()) {
      Matrix below = signed.get(connection.lower());
      for (int n = 0; n < exact.states(); n++) {
        for (int i = 0; i < below.columns(); i++) {
          below.set(n, i, below.get(n, i) * weights[n]);
        }
      }
      connection.setStatistics(below, states.get(connection.lower() + 1), gradient);
    }
    return gradient;
  }

  private static final double STEP = 1e-4;

  /**
   * A central difference is off by {@code STEP^2 / 6} times a third derivative. That of the
   * log-likelihood is a difference of two third central moments of a variable in [0, 1], below 0.2
   * together: 3e-10. Cancellation adds some 2^-52 / STEP = 2e-12 times a log-likelihood below 10.
   */
  private static final double DIFFERENCE_ERROR = 1e-9;

  private static double finiteDifference(
      List<Integer> shape, float[] parameters, double[] data, int p) {
    double[] moved = EnumeratedMachine.toDoubles(parameters);
    moved[p] = parameters[p] + STEP;
    double above = new EnumeratedMachine(shape, moved).logLikelihood(data);
    moved[p] = parameters[p] - STEP;
    double below = new EnumeratedMachine(shape, moved).logLikelihood(data);
    return (above - below) / (2 * STEP);
  }
}
