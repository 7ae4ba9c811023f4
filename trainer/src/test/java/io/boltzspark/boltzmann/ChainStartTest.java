package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.boltzspark.boltzmann.Initialisation.VisibleMoments;
import io.boltzspark.boltzmann.NegativePhaseConfig.Start;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.ChiSquare;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.sampling.ChainStates;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Persistent chains before the first step. */
class ChainStartTest {
  private static final List<Integer> SMALL = List.of(4, 3);
  private static final int MANY = 40_000;
  private static final double[] MEANS = {0.25, 0.5, 0.0, 1.0};
  private static final Lanes LANES = new Lanes(4);

  private static byte[] bytes(Configs configs, float[] parameters, Matrix rows, int burnIn) {
    BoltzmannConfig config = configs.build();
    BoltzmannMachine machine = BoltzmannMachine.of(config.model().spec());
    VisibleMoments data = new VisibleMoments(MEANS, new double[MEANS.length], 1);
    return Initialisation.chains(machine, config, LANES, parameters, data, rows, burnIn);
  }

  private static ChainStates decode(List<Integer> shape, byte[] bytes, int count) {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    ChainStates chains = ChainStates.zeros(machine, count);
    new ChainCodec(machine).decode(bytes, 0, chains);
    return chains;
  }

  private static Matrix noRows() {
    return Matrix.zeros(0, 4);
  }

  /** Counts of the first hidden layer's states. */
  private static long[] histogram(ChainStates chains) {
    Matrix hidden = chains.layer(1);
    long[] counts = new long[1 << hidden.columns()];
    for (int c = 0; c < hidden.rows(); c++) {
      int h = 0;
      for (int j = 0; j < hidden.columns(); j++) {
        h |= (int) hidden.get(c, j) << j;
      }
      counts[h]++;
    }
    return counts;
  }

  /** The hidden distribution above independent visible units with given means. */
  private static double[] above(EnumeratedMachine exact, double[] means) {
    double[] visible = new double[exact.states(0)];
    for (int v = 0; v < visible.length; v++) {
      visible[v] = 1;
      for (int i = 0; i < means.length; i++) {
        visible[v] *= (v >> i & 1) == 1 ? means[i] : 1 - means[i];
      }
    }
    double[] joint = exact.clamped(visible);
    double[] hidden = new double[exact.states(1)];
    for (int n = 0; n < joint.length; n++) {
      hidden[exact.layerState(n, 1)] += joint[n];
    }
    return hidden;
  }

  @Test
  void chainsStartAtTheMeansOfTheData() {
    float[] parameters = EnumeratedMachine.randomParameters(SMALL, 1, 111);
    EnumeratedMachine exact = new EnumeratedMachine(SMALL, parameters);
    byte[] bytes = bytes(Configs.machine(SMALL).pcd(1, MANY).seed(3), parameters, noRows(), 0);
    double[] clamped = {0.25, 0.5, 0.001, 0.999};
    ChiSquare.assertFits(
        histogram(decode(SMALL, bytes, MANY)), above(exact, clamped), "hidden states, seed 3");
  }

  @Test
  void chainsStartAtNoise() {
    float[] parameters = EnumeratedMachine.randomParameters(SMALL, 1, 112);
    EnumeratedMachine exact = new EnumeratedMachine(SMALL, parameters);
    Configs configs = Configs.machine(SMALL).pcd(1, MANY).start(Start.NOISE).seed(3);
    double[] halves = {0.5, 0.5, 0.5, 0.5};
    ChiSquare.assertFits(
        histogram(decode(SMALL, bytes(configs, parameters, noRows(), 0), MANY)),
        above(exact, halves),
        "hidden states, seed 3");
  }

  /** Weights of 60 and biases of -30 make each layer a copy of the one below. */
  private static float[] copying(List<Integer> shape) {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    float[] parameters = new float[machine.layout().size()];
    machine
        .connections()
        .forEach(
            c -> {
              for (int i = 0; i < c.rows(); i++) {
                c.weights(parameters).set(i, i, 60);
              }
            });
    Arrays.fill(parameters, machine.layout().firstUnitParameter(), parameters.length, -30);
    return parameters;
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 11, 3})
  void chainsStartAtTheFirstRowsInTheirOrder(int rows) {
    int chains = 11; // on four lanes; with three rows, over and over
    for (List<Integer> shape : List.of(List.of(4, 4), List.of(4, 4, 4, 4))) {
      Matrix data = Matrix.zeros(rows, 4);
      for (int r = 0; r < rows; r++) {
        for (int i = 0; i < 4; i++) {
          data.set(r, i, r >> i & 1);
        }
      }
      Configs configs = Configs.machine(shape).pcd(1, chains).start(Start.DATA);
      ChainStates started = decode(shape, bytes(configs, copying(shape), data, 0), chains);
      for (int c = 0; c < chains; c++) {
        float[] row = data.rows(c % rows, c % rows + 1).toArray();
        for (int l = 1; l < shape.size(); l += 2) {
          assertArrayEquals(
              row, started.layer(l).rows(c, c + 1).toArray(), "chain " + c + ", layer " + l);
        }
      }
    }
  }

  @Test
  void burnInLeadsToTheMachinesDistribution() {
    for (List<Integer> shape : List.of(SMALL, List.of(4, 2, 2))) {
      float[] parameters = EnumeratedMachine.randomParameters(shape, 1, 113);
      double[] hidden = new EnumeratedMachine(shape, parameters).marginal(1);
      Configs configs = Configs.machine(shape).pcd(1, MANY).seed(4);
      byte[] start = bytes(configs, parameters, noRows(), 0);
      assertFalse(ChiSquare.fits(histogram(decode(shape, start, MANY)), hidden));
      byte[] burnt = bytes(configs, parameters, noRows(), 40);
      ChiSquare.assertFits(
          histogram(decode(shape, burnt, MANY)), hidden, shape + " after burn-in, seed 4");
    }
  }

  @Test
  void chainsDependOnSeedAndLanesAlone() {
    List<Integer> shape = List.of(4, 24);
    float[] parameters = EnumeratedMachine.randomParameters(shape, 1, 114);
    Configs configs = Configs.machine(shape).pcd(1, 10).seed(3);
    byte[] bytes = bytes(configs, parameters, noRows(), 2);
    assertEquals(10 * 3, bytes.length);
    assertArrayEquals(bytes, bytes(configs, parameters, noRows(), 2));
    // Chains 0 to 2 are lane 0's, 3 and 4 lane 1's: two lanes do not start alike.
    assertFalse(Arrays.equals(Arrays.copyOfRange(bytes, 0, 6), Arrays.copyOfRange(bytes, 9, 15)));
    assertFalse(Arrays.equals(bytes, bytes(configs.seed(4), parameters, noRows(), 2)));
  }

  @Test
  void contrastiveDivergenceHasNoChainsToStart() {
    float[] parameters = EnumeratedMachine.randomParameters(SMALL, 1, 115);
    assertEquals(0, bytes(Configs.machine(SMALL).cd(1), parameters, noRows(), 1).length);
  }
}
