package io.boltzspark.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.boltzspark.learning.TrainingConfig.Algorithm;
import io.boltzspark.math.ChiSquare;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.ParameterLayout.Segment;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.sampling.ChainStates;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitialisationTest {
  private static final List<Integer> SMALL = List.of(4, 3);
  private static final double[] MEANS = {0.25, 0.5, 0.0, 1.0};

  private static TrainingConfig config(List<Integer> shape, int chains, long seed) {
    return Configs.of(shape, Algorithm.PCD, 1, 10, chains, seed); // weights' deviation 0.01
  }

  private static float[] parameters(List<Integer> shape, long seed) {
    return Initialisation.parameters(
        BoltzmannMachine.bernoulli(shape), config(shape, 10, seed), new double[shape.get(0)]);
  }

  @Test
  void weightsAreNormalWithTheConfiguredDeviation() {
    List<Integer> shape = List.of(784, 100, 80);
    float[] parameters = parameters(shape, 1);
    for (String name : List.of("weights.0", "weights.1")) {
      Segment weights = BoltzmannMachine.bernoulli(shape).layout().segment(name);
      int n = weights.size();
      double sum = 0;
      double squares = 0;
      double fourths = 0;
      for (int i = 0; i < n; i++) {
        double z = parameters[weights.offset() + i] / 0.01;
        sum += z;
        squares += z * z;
        fourths += z * z * z * z;
      }
      // Variances of z, z^2 and z^4 are 1, 2 and 96.
      assertEquals(0, sum / n, 5 / Math.sqrt(n), name);
      assertEquals(1, squares / n, 5 * Math.sqrt(2.0 / n), name);
      assertEquals(3, fourths / n, 5 * Math.sqrt(96.0 / n), name);
    }
    assertFalse(
        Arrays.equals(Arrays.copyOf(parameters, 100), Arrays.copyOfRange(parameters, 78400, 78500)),
        "two connections have the same weights");
  }

  @Test
  void visibleBiasesAreTheLogOddsOfTheMeansAndTheRestIsZero() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(SMALL);
    float[] parameters = Initialisation.parameters(machine, config(SMALL, 10, 1), MEANS);
    int bias = machine.layout().segment("bias.0").offset();
    // log(0.25 / 0.75), log 1, and means of 0 and 1 clamped to 0.001 and 0.999: log(1 / 999)
    double[] logOdds = {-Math.log(3), 0, -Math.log(999), Math.log(999)};
    for (int i = 0; i < 4; i++) {
      assertEquals(logOdds[i], parameters[bias + i], 8 * 0x1p-24, "unit " + i); // below 8
    }
    int hidden = machine.layout().segment("bias.1").offset();
    assertArrayEquals(new float[3], Arrays.copyOfRange(parameters, hidden, hidden + 3));
    for (float p : parameters) {
      assertEquals(p, p, 0f); // not NaN
    }
  }

  @Test
  void theSeedDecidesTheWeights() {
    assertArrayEquals(parameters(SMALL, 7), parameters(SMALL, 7));
    assertFalse(Arrays.equals(parameters(SMALL, 7), parameters(SMALL, 8)));
  }

  @Test
  void chainsAreDrawnFromTheVisibleBiasesAndThenUpwards() {
    int count = 40_000;
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(SMALL);
    float[] parameters = EnumeratedMachine.randomParameters(SMALL, 1, 111);
    EnumeratedMachine exact = new EnumeratedMachine(SMALL, parameters);
    double[] independent = new double[exact.states(0)];
    for (int v = 0; v < independent.length; v++) {
      independent[v] = 1;
      for (int i = 0; i < 4; i++) {
        double one = 1 / (1 + Math.exp(-parameters[exact.bias(0, i)]));
        independent[v] *= (v >> i & 1) == 1 ? one : 1 - one;
      }
    }
    double[] joint = exact.clamped(independent);
    double[] hidden = new double[exact.states(1)];
    for (int n = 0; n < joint.length; n++) {
      hidden[exact.layerState(n, 1)] += joint[n];
    }

    Lanes lanes = new Lanes(4);
    byte[] bytes = Initialisation.chains(machine, config(SMALL, count, 3), lanes, parameters);
    ChainStates chains = ChainStates.zeros(machine, count);
    new ChainCodec(machine).decode(bytes, 0, chains);
    long[] counts = new long[exact.states(1)];
    for (int c = 0; c < count; c++) {
      int h = 0;
      for (int j = 0; j < 3; j++) {
        h |= (int) chains.layer(1).get(c, j) << j;
      }
      counts[h]++;
    }
    ChiSquare.assertFits(counts, hidden, "hidden states, seed 3");
  }

  @Test
  void chainsDependOnSeedAndLanesAlone() {
    List<Integer> shape = List.of(6, 24);
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    float[] parameters = EnumeratedMachine.randomParameters(shape, 1, 112);
    Lanes lanes = new Lanes(4);
    byte[] bytes = Initialisation.chains(machine, config(shape, 10, 3), lanes, parameters);
    assertEquals(10 * 3, bytes.length);
    assertArrayEquals(
        bytes, Initialisation.chains(machine, config(shape, 10, 3), lanes, parameters));
    byte[] otherSeed = Initialisation.chains(machine, config(shape, 10, 4), lanes, parameters);
    assertFalse(Arrays.equals(bytes, otherSeed));
    // Chains 0 to 2 are lane 0's, 3 and 4 lane 1's: two lanes do not start alike.
    assertFalse(Arrays.equals(Arrays.copyOfRange(bytes, 0, 6), Arrays.copyOfRange(bytes, 9, 15)));
  }

  @Test
  void contrastiveDivergenceHasNoChainsToStart() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(SMALL);
    TrainingConfig config = Configs.of(SMALL, Algorithm.CD, 1, 10, 50, 1);
    assertEquals(
        0, Initialisation.chains(machine, config, new Lanes(2), parameters(SMALL, 1)).length);
  }
}
