package io.boltzspark.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fitted units without input have the means they were fitted to. */
class FitTest {

  static Stream<Arguments> means() {
    return Stream.of(
        Arguments.of(UnitSpec.of(UnitType.BERNOULLI, 3), new double[] {0.002, 0.5, 0.9}),
        Arguments.of(UnitSpec.of(UnitType.SPIN, 3), new double[] {-0.99, 0, 0.6}),
        Arguments.of(UnitSpec.of(UnitType.BINOMIAL, 3, 4), new double[] {0.1, 2, 3.9}),
        Arguments.of(UnitSpec.of(UnitType.POTTS, 4, 2), new double[] {0.25, 0.75, 0.01, 0.99}),
        Arguments.of(UnitSpec.of(UnitType.MULTINOMIAL, 3, 8), new double[] {1, 2, 5}));
  }

  private static Matrix fittedMeans(UnitSpec spec, double[] mean, double rows, float[] biases) {
    BoltzmannMachine machine =
        BoltzmannMachine.of(MachineSpec.of(spec, UnitSpec.of(UnitType.BERNOULLI, 1)));
    float[] parameters = new float[machine.layout().size()];
    Layer visible = machine.visible();
    visible.fit(visible.smoothed(mean, rows), new double[mean.length], parameters);
    System.arraycopy(parameters, machine.visible().biasOffset(), biases, 0, biases.length);
    Matrix means = Matrix.zeros(1, mean.length);
    machine.visible().meanInPlace(means, parameters);
    return means;
  }

  @ParameterizedTest
  @MethodSource("means")
  void meansAreMatched(UnitSpec spec, double[] mean) {
    Matrix fitted = fittedMeans(spec, mean, 1e9, new float[mean.length]);
    for (int i = 0; i < mean.length; i++) {
      // The sigmoid's 2e-7, doubled for spins and four times for four copies, and the rounding of
      // a bias below 8.
      assertEquals(mean[i], fitted.get(0, i), 2e-6 * spec.count(), "unit " + i);
    }
  }

  static Stream<Arguments> impossibleMeans() {
    return Stream.of(
        Arguments.of(UnitSpec.of(UnitType.BERNOULLI, 2), new double[] {0, 1}),
        Arguments.of(UnitSpec.of(UnitType.SPIN, 2), new double[] {-1, 1}),
        Arguments.of(UnitSpec.of(UnitType.BINOMIAL, 2, 4), new double[] {0, 4}),
        Arguments.of(UnitSpec.of(UnitType.POTTS, 2, 2), new double[] {0, 1}),
        Arguments.of(UnitSpec.of(UnitType.MULTINOMIAL, 2, 8), new double[] {0, 8}));
  }

  @ParameterizedTest
  @MethodSource("impossibleMeans")
  void unitsThatNeverChangeGetFiniteBiases(UnitSpec spec, double[] mean) {
    float[] biases = new float[2];
    Matrix fitted = fittedMeans(spec, mean, 1000, biases);
    double range = mean[1] - mean[0];
    for (int i = 0; i < 2; i++) {
      assertTrue(Math.abs(biases[i]) < 8, "bias " + biases[i]); // log(1e-3) is -6.9
      assertEquals(mean[i], fitted.get(0, i), 1.1e-3 * range);
    }
    // Those of a softmax add up to 0, which says which of many equivalent ones they are.
    assertEquals(0, biases[0] + biases[1], 1e-6);
  }
}
