package io.boltzspark.model;

import static io.boltzspark.model.UnitType.BERNOULLI;
import static io.boltzspark.model.UnitType.BINOMIAL;
import static io.boltzspark.model.UnitType.GAUSSIAN;
import static io.boltzspark.model.UnitType.MULTINOMIAL;
import static io.boltzspark.model.UnitType.NOISY_RECTIFIED;
import static io.boltzspark.model.UnitType.POTTS;
import static io.boltzspark.model.UnitType.RECTIFIED;
import static io.boltzspark.model.UnitType.SPIN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.math.Matrix;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The most probable states against all others. */
class ModeTest {
  private static final long SEED = 29;
  private static final int ROWS = 200;

  static Stream<List<UnitSpec>> discrete() {
    return Stream.of(
        List.of(UnitSpec.of(BERNOULLI, 4)),
        List.of(UnitSpec.of(SPIN, 4)),
        List.of(UnitSpec.of(BINOMIAL, 3, 5)),
        List.of(UnitSpec.of(POTTS, 6, 3)),
        List.of(UnitSpec.of(MULTINOMIAL, 4, 6)),
        List.of(UnitSpec.of(BERNOULLI, 2), UnitSpec.of(POTTS, 3, 3)));
  }

  private static BoltzmannMachine machine(List<UnitSpec> groups) {
    return BoltzmannMachine.of(
        new MachineSpec(List.of(groups, List.of(UnitSpec.of(BERNOULLI, 1)))));
  }

  private static void randomise(float[] values, double scale) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
  }

  /** The unnormalised log-probability of a row of states given a row of inputs. */
  private static double logWeight(
      Layer layer, Matrix states, int row, Matrix input, int inputRow, float[] parameters) {
    Matrix phi = layer.interaction(states, parameters);
    double sum = -layer.energy(states, row, parameters);
    for (int i = 0; i < layer.size(); i++) {
      sum += (double) phi.get(row, i) * input.get(inputRow, i);
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("discrete")
  void noStateIsMoreProbable(List<UnitSpec> groups) {
    BoltzmannMachine machine = machine(groups);
    Layer layer = machine.visible();
    float[] parameters = new float[machine.layout().size()];
    randomise(parameters, 1);
    Matrix input = Matrix.zeros(ROWS, layer.size());
    randomise(input.values(), 1.5);
    Matrix mode = new Matrix(input.toArray(), 0, ROWS, layer.size());
    layer.modeInPlace(mode, parameters);
    int all = (int) layer.configurations();
    Matrix states = Matrix.zeros(all, layer.size());
    for (int n = 0; n < all; n++) {
      layer.configurationInto(n, states, n);
    }
    for (int r = 0; r < ROWS; r++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int n = 0; n < all; n++) {
        best = Math.max(best, logWeight(layer, states, n, input, r, parameters));
      }
      // The kernels choose in single precision: of two states this near to each other either is
      // right. A few roundings of sums of six terms below 50.
      double tolerance = 6 * 50 * 0x1p-23;
      assertEquals(
          best,
          logWeight(layer, mode, r, input, r, parameters),
          tolerance,
          "row " + r + ", seed " + SEED);
    }
  }

  @Test
  void ofEquallyProbableStatesItIsTheSmallerOrTheFirst() {
    BoltzmannMachine machine =
        machine(
            List.of(
                UnitSpec.of(BERNOULLI, 1),
                UnitSpec.of(SPIN, 1),
                UnitSpec.of(BINOMIAL, 1, 3),
                UnitSpec.of(POTTS, 2, 2)));
    Matrix mode = Matrix.zeros(1, 5);
    machine.visible().modeInPlace(mode, new float[machine.layout().size()]);
    assertArrayEquals(new float[] {0, -1, 1, 1, 0}, mode.toArray());
  }

  @Test
  void realUnitsAreWhereTheirDensityIsHighest() {
    for (UnitType type : List.of(GAUSSIAN, RECTIFIED)) {
      for (double input : new double[] {-3, -0.5, 0, 0.7, 4}) {
        OneUnit unit = OneUnit.real(type, 0.2, -0.3);
        Matrix mode = new Matrix(new float[] {(float) input}, 0, 1, 1);
        unit.units().modeInPlace(mode, unit.parameters());
        // The density is that of N(a + x, sigma^2) on the range of the units.
        double expected = type == RECTIFIED ? Math.max(0, 0.2 + input) : 0.2 + input;
        assertEquals(expected, mode.get(0, 0), 1e-6, type + " at " + input);
      }
    }
  }

  @Test
  void noisyRectifiedUnitsAreTakenWithoutNoise() {
    BoltzmannMachine machine = machine(List.of(UnitSpec.of(NOISY_RECTIFIED, 2)));
    Matrix mode = new Matrix(new float[] {-2, 3}, 0, 1, 2);
    machine.visible().modeInPlace(mode, new float[machine.layout().size()]);
    assertArrayEquals(new float[] {0, 3}, mode.toArray());
  }
}
