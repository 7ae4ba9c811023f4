package io.boltzspark.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.evaluation.neighbours.EnergyCoefficient;
import io.boltzspark.evaluation.neighbours.NeighbourDivergence;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.ParameterLayout.Kind;
import io.boltzspark.model.ParameterLayout.Segment;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.sampling.ChainStates;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * On equal weights, rows and samples, the monitors of the published energy-model experiments are
 * those of the package that they were run with. The expected values are what the package computed
 * (github.com/drckf/paysage, commit 85ef951, numpy backend, in minibatches of 100) of the arrays
 * below, which are rules of integers so that both programs can make them.
 *
 * <p>The package computes in float32. Its distances carry a relative error of some 1e-6, and the
 * energy coefficient's excess is a fiftieth of the distances that it is the difference of; so 1e-4
 * for what comes of distances, 1e-5 for the rest.
 */
class PublishedMeasuresTest {
  private static final int ROWS = 200;
  private static final int[] SIZES = {30, 8, 5};
  private static final double DISTANCES = 1e-4;
  private static final double SUMS = 1e-5;

  private static final Matrix DATA =
      matrix(
          ROWS,
          SIZES[0],
          (r, i) -> (r * r * 31 + i * i * 17 + r * i * 101 + r * 7 + i * 3) % 1009 < 350 ? 1 : 0);
  private static final Matrix SAMPLES =
      matrix(
          ROWS,
          SIZES[0],
          (r, i) -> (r * r * 67 + i * i * 29 + r * i * 203 + r * 5 + i * 11) % 1013 < 420 ? 1 : 0);

  private interface Rule {
    double at(int row, int column);
  }

  private static Matrix matrix(int rows, int columns, Rule rule) {
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        matrix.set(r, c, (float) rule.at(r, c));
      }
    }
    return matrix;
  }

  private static final BoltzmannMachine HOPFIELD =
      BoltzmannMachine.of(
          MachineSpec.of(
              UnitSpec.of(UnitType.BERNOULLI, SIZES[0]), UnitSpec.standardNormal(SIZES[1])));
  private static final BoltzmannMachine RBM = deep(2);
  private static final BoltzmannMachine DBM = deep(3);

  private static BoltzmannMachine deep(int layers) {
    return BoltzmannMachine.bernoulli(Arrays.stream(SIZES, 0, layers).boxed().toList());
  }

  private static float[] parameters(BoltzmannMachine machine, Rule weight, Rule bias) {
    float[] parameters = new float[machine.layout().size()];
    for (Segment segment : machine.layout().segments()) {
      int columns = segment.kind() == Kind.WEIGHTS ? segment.shape().get(1) : 1;
      for (int n = 0; n < segment.size(); n++) {
        parameters[segment.offset() + n] =
            (float)
                switch (segment.kind()) {
                  case WEIGHTS -> weight.at(n / columns, n % columns);
                  case BIAS ->
                      machine == HOPFIELD && segment.layer() == 1 ? 0 : bias.at(n, segment.layer());
                  default -> 0;
                };
      }
    }
    return parameters;
  }

  private static float[] moderate(BoltzmannMachine machine) {
    return parameters(
        machine,
        (i, j) -> ((i * 31 + j * 17 + i * j) % 23 - 11) / 32.0,
        (i, l) -> ((i * 13 + l * 5) % 9 - 4) / 8.0);
  }

  /** Inputs are odd multiples of 32, so that no draw is in doubt. */
  private static float[] certain(BoltzmannMachine machine) {
    return parameters(
        machine,
        (i, j) -> 64 * ((i * 31 + j * 17 + i * j) % 3 - 1),
        (i, l) -> 32 * (2 * ((i * 13 + l * 5) % 3) - 3));
  }

  private static ChainStates states(BoltzmannMachine machine) {
    ChainStates states = ChainStates.zeros(machine, ROWS);
    states.visible().setFrom(SAMPLES);
    for (int l = 1; l < machine.layers().size(); l++) {
      Rule rule =
          machine == HOPFIELD
              ? (r, j) -> ((r * 29 + j * 23 + r * j) % 64 - 32) / 16.0
              : (r, j) -> (r * 19 + j * j * 7 + r * j) % 7 < 3 ? 1 : 0;
      states.layer(l).setFrom(matrix(ROWS, SIZES[l], rule));
    }
    return states;
  }

  private static void assertRelative(double expected, double actual, double tolerance) {
    assertEquals(expected, actual, tolerance * expected);
  }

  @Test
  void rowsAgainstSamples() {
    assertRelative(0.13968463987112045, EnergyCoefficient.of(DATA, SAMPLES), DISTANCES);
    int k = NeighbourDivergence.NEIGHBOURS;
    assertRelative(0.04855607450008392, NeighbourDivergence.of(DATA, SAMPLES, k), DISTANCES);
    assertRelative(0.08931268751621246, NeighbourDivergence.of(SAMPLES, DATA, k), DISTANCES);
  }

  @Test
  void weights() {
    float[] parameters = moderate(RBM);
    assertRelative(0.5671165466308594, WeightStatistics.sparsity(RBM, parameters), SUMS);
    assertRelative(1.3094482421875, WeightStatistics.square(RBM, parameters), SUMS);
  }

  @Test
  void energiesOfJointStates() {
    assertRelative(0.11427993303934408, HeatCapacity.of(RBM, moderate(RBM), states(RBM)), SUMS);
    assertRelative(0.12569597790763345, HeatCapacity.of(DBM, moderate(DBM), states(DBM)), SUMS);
    assertRelative(
        0.27460469158405393,
        HeatCapacity.ofLayerMeans(HOPFIELD, moderate(HOPFIELD), states(HOPFIELD)),
        SUMS);
  }

  @Test
  void reconstructions() {
    RandomStream random = new RandomStream(1, Purpose.MONITOR, 0, 0);
    assertRelative(
        1.3280308185169791, ReconstructionError.of(RBM, certain(RBM), DATA, random), SUMS);
    assertRelative(
        1.3533350836495104, ReconstructionError.of(DBM, certain(DBM), DATA, random), SUMS);
  }
}
