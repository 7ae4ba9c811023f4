package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.boltzspark.boltzmann.Initialisation.VisibleMoments;
import io.boltzspark.boltzmann.InitialisationConfig.Weights;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.ParameterLayout.Segment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parameters before the first step. */
class InitialisationTest {
  private static final List<Integer> WIDE = List.of(784, 100, 80);

  private static float[] parameters(Configs configs) {
    BoltzmannConfig config = configs.build();
    BoltzmannMachine machine = BoltzmannMachine.of(config.model().spec());
    int units = machine.visible().size();
    return Initialisation.parameters(
        machine, config, new VisibleMoments(new double[units], new double[units], 1));
  }

  private static InitialisationConfig with(Weights weights, String visible, double hidden) {
    return new InitialisationConfig(weights, 0.05, visible, hidden, "");
  }

  private static float[] segment(List<Integer> shape, float[] parameters, String name) {
    Segment segment = BoltzmannMachine.bernoulli(shape).layout().segment(name);
    return Arrays.copyOfRange(parameters, segment.offset(), segment.offset() + segment.size());
  }

  private static void assertNormal(float[] values, double deviation, String message) {
    int n = values.length;
    double sum = 0;
    double squares = 0;
    double fourths = 0;
    for (float value : values) {
      double z = value / deviation;
      sum += z;
      squares += z * z;
      fourths += z * z * z * z;
    }
    // Variances of z, z^2 and z^4 are 1, 2 and 96.
    assertEquals(0, sum / n, 5 / Math.sqrt(n), message);
    assertEquals(1, squares / n, 5 * Math.sqrt(2.0 / n), message);
    assertEquals(3, fourths / n, 5 * Math.sqrt(96.0 / n), message);
  }

  @Test
  void weightsAreNormalWithTheConfiguredDeviation() {
    float[] parameters = parameters(Configs.machine(WIDE).weightDeviation(0.03));
    assertNormal(segment(WIDE, parameters, "weights.0"), 0.03, "weights.0");
    assertNormal(segment(WIDE, parameters, "weights.1"), 0.03, "weights.1");
    assertFalse(
        Arrays.equals(
            Arrays.copyOf(segment(WIDE, parameters, "weights.0"), 100),
            Arrays.copyOf(segment(WIDE, parameters, "weights.1"), 100)),
        "two connections have the same weights");
  }

  @Test
  void glorotWeightsHaveTwoOverTheUnitsOfBothSidesAsVariance() {
    Configs configs =
        Configs.machine(WIDE).initialisation(with(Weights.GLOROT, InitialisationConfig.DATA, 0));
    float[] parameters = parameters(configs);
    assertNormal(segment(WIDE, parameters, "weights.0"), Math.sqrt(2.0 / 884), "weights.0");
    assertNormal(segment(WIDE, parameters, "weights.1"), Math.sqrt(2.0 / 180), "weights.1");
  }

  @Test
  void aTemperatureDividesTheWeights() {
    List<Integer> shape = List.of(9, 7, 5);
    float[] plain = parameters(Configs.machine(shape));
    float[] hot = parameters(Configs.machine(shape).temperature(4));
    for (int i = 0; i < 9 * 7 + 7 * 5; i++) {
      assertEquals(plain[i], 4 * hot[i], "weight " + i); // exact: 4 is a power of two
    }
  }

  @Test
  void theSeedDecidesTheWeights() {
    Configs small = Configs.rbm(4, 3).seed(7);
    assertArrayEquals(parameters(small), parameters(small));
    float[] seven = parameters(small);
    assertFalse(Arrays.equals(seven, parameters(small.seed(8))));
  }

  @Test
  void visibleBiasesAreTheLogOddsOfTheMeansAndTheRestIsZero() {
    BoltzmannConfig config = Configs.machine(List.of(4, 3, 2)).build();
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(4, 3, 2));
    double[] means = {0.25, 0.5, 0.0, 1.0};
    float[] parameters =
        Initialisation.parameters(machine, config, new VisibleMoments(means, new double[4], 1));
    int bias = machine.layout().segment("bias.0").offset();
    // log(0.25 / 0.75), log 1, and means of 0 and 1 clamped to 0.001 and 0.999: log(1 / 999)
    double[] logOdds = {-Math.log(3), 0, -Math.log(999), Math.log(999)};
    for (int i = 0; i < 4; i++) {
      assertEquals(logOdds[i], parameters[bias + i], 8 * 0x1p-24, "unit " + i); // below 8
    }
    float[] hidden = Arrays.copyOfRange(parameters, bias + 4, parameters.length);
    assertArrayEquals(new float[5], hidden);
  }

  /** With weights 0 a row has the product of its sites' frequencies as its probability. */
  @Test
  void pottsUnitsStartAsIndependentSites() {
    int rows = 2000;
    int[][] counts = {{1500, 500, 0}, {1, 0, 1999}};
    double[] means = new double[6];
    double[][] expected = new double[2][3];
    for (int site = 0; site < 2; site++) {
      for (int a = 0; a < 3; a++) {
        means[3 * site + a] = (double) counts[site][a] / rows;
        // One row more, divided evenly: a third of a row of each state.
        expected[site][a] = (counts[site][a] + 1 / 3.0) / 2001;
      }
    }
    BoltzmannConfig config =
        Configs.rbm(6, 2).units("potts:3", "bernoulli").weightDeviation(0).build();
    BoltzmannMachine machine = BoltzmannMachine.of(config.model().spec());
    float[] parameters =
        Initialisation.parameters(machine, config, new VisibleMoments(means, new double[6], rows));
    Matrix states = Matrix.zeros(9, 6);
    double[] energies = new double[9];
    double z = 0;
    for (int v = 0; v < 9; v++) {
      states.set(v, v % 3, 1);
      states.set(v, 3 + v / 3, 1);
      // Both hidden units are free, and so a factor of 2 each, which cancels.
      energies[v] = machine.visible().energy(states, v, parameters);
      z += Math.exp(-energies[v]);
    }
    for (int v = 0; v < 9; v++) {
      double product = expected[0][v % 3] * expected[1][v / 3];
      // The biases are floats below 8.
      assertEquals(Math.log(product), -energies[v] - Math.log(z), 8 * 0x1p-23, "state " + v);
    }
  }

  @Test
  void biasesMayBeGiven() {
    List<Integer> shape = List.of(4, 3, 2);
    float[] parameters =
        parameters(Configs.machine(shape).initialisation(with(Weights.NORMAL, "-0.5", -0.25)));
    assertArrayEquals(
        new float[] {-0.5f, -0.5f, -0.5f, -0.5f}, segment(shape, parameters, "bias.0"));
    for (String name : List.of("bias.1", "bias.2")) {
      for (float bias : segment(shape, parameters, name)) {
        assertEquals(-0.25f, bias, name);
      }
    }
  }

  @Test
  void realVisibleUnitsHaveTheMomentsOfTheData() {
    BoltzmannConfig config = Configs.rbm(2, 3).units("gaussian", "bernoulli").build();
    BoltzmannMachine machine = BoltzmannMachine.of(config.model().spec());
    float[] parameters =
        Initialisation.parameters(
            machine, config, new VisibleMoments(new double[] {1.5, -2}, new double[] {4, 0.25}, 1));
    int bias = machine.layout().segment("bias.0").offset();
    int logSigma = machine.layout().segment("log_sigma.0").offset();
    assertArrayEquals(new float[] {1.5f, -2f}, Arrays.copyOfRange(parameters, bias, bias + 2));
    assertEquals(Math.log(2), parameters[logSigma], 0x1p-24);
    assertEquals(Math.log(0.5), parameters[logSigma + 1], 0x1p-24);
  }
}
