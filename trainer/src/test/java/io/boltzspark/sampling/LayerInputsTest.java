package io.boltzspark.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.TransposedWeights;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Inputs by sums of rows and by what has changed, beside products in double precision. */
class LayerInputsTest {
  private static final int ROWS = 12;

  private final Random random = new Random(11);

  static Stream<BoltzmannMachine> machines() {
    UnitSpec bits = UnitSpec.of(UnitType.BERNOULLI, 70);
    UnitSpec spins = UnitSpec.of(UnitType.SPIN, 70);
    UnitSpec more = UnitSpec.of(UnitType.BERNOULLI, 45);
    return Stream.of(
            MachineSpec.of(bits, more),
            MachineSpec.of(spins, more),
            MachineSpec.of(spins, UnitSpec.of(UnitType.SPIN, 45)),
            MachineSpec.of(UnitSpec.of(UnitType.POTTS, 60, 4), more),
            MachineSpec.of(UnitSpec.of(UnitType.GAUSSIAN, 30), more),
            MachineSpec.of(bits, more, UnitSpec.of(UnitType.BERNOULLI, 33)),
            MachineSpec.of(bits, UnitSpec.of(UnitType.SPIN, 40), more),
            new MachineSpec(List.of(List.of(bits, UnitSpec.label(10)), List.of(more))),
            new MachineSpec(List.of(List.of(more, UnitSpec.of(UnitType.SPIN, 9)), List.of(bits))))
        .map(BoltzmannMachine::of);
  }

  /** States of which a share is on, as far as the units allow. */
  private List<Matrix> states(BoltzmannMachine machine, double share) {
    List<Matrix> all = new ArrayList<>();
    for (int l = 0; l < machine.layers().size(); l++) {
      Matrix states = Matrix.zeros(ROWS, machine.layer(l).size());
      int column = 0;
      for (UnitSpec group : machine.spec().layers().get(l)) {
        for (int r = 0; r < ROWS; r++) {
          fill(group, states, r, column, share);
        }
        column += group.size();
      }
      all.add(states);
    }
    return all;
  }

  private void fill(UnitSpec group, Matrix states, int row, int from, double share) {
    int width = group.type() == UnitType.POTTS ? group.count() : 1;
    for (int i = 0; i < group.size(); i += width) {
      boolean on = random.nextDouble() < share;
      switch (group.type()) {
        case POTTS -> {
          for (int q = 0; q < width; q++) {
            states.set(row, from + i + q, 0);
          }
          states.set(row, from + i + random.nextInt(width), 1);
        }
        case SPIN -> states.set(row, from + i, on ? 1 : -1);
        case GAUSSIAN -> states.set(row, from + i, (float) random.nextGaussian());
        default -> states.set(row, from + i, on ? 1 : 0);
      }
    }
  }

  private float[] parameters(BoltzmannMachine machine) {
    float[] parameters = new float[machine.layout().size()];
    for (Connection c : machine.connections()) {
      for (int i = c.offset(); i < c.offset() + c.size(); i++) {
        parameters[i] = (float) random.nextGaussian();
      }
    }
    return parameters;
  }

  private static LayerInputs inputs(BoltzmannMachine machine, float[] parameters, int sweeps) {
    TransposedWeights transposed = new TransposedWeights(machine);
    transposed.begin(parameters);
    LayerInputs inputs = new LayerInputs(machine);
    inputs.begin(parameters, transposed, sweeps);
    return inputs;
  }

  /**
   * Each element is a sum of at most {@code terms} numbers of at most {@code magnitude}, one after
   * another; every addition rounds its result by at most 2^-24 of it, and so do updates.
   */
  private static void assertInputs(
      BoltzmannMachine machine,
      float[] parameters,
      List<Matrix> states,
      LayerInputs inputs,
      int additions) {
    for (int l = 0; l < machine.layers().size(); l++) {
      Matrix input = Matrix.zeros(ROWS, machine.layer(l).size());
      inputs.inputInto(l, states, input);
      for (int r = 0; r < ROWS; r++) {
        for (int j = 0; j < input.columns(); j++) {
          double exact = 0;
          double magnitude = 0;
          int terms = 0;
          for (Connection c : machine.connections()) {
            if (c.from() != l && c.to() != l) {
              continue;
            }
            boolean up = c.to() == l;
            Matrix other =
                up
                    ? machine.layer(c.from()).interaction(states.get(c.from()), parameters)
                    : machine.layer(c.to()).interaction(states.get(c.to()), parameters);
            Matrix weights = c.weights(parameters);
            for (int i = 0; i < other.columns(); i++) {
              double product =
                  (double) other.get(r, i) * (up ? weights.get(i, j) : weights.get(j, i));
              exact += product;
              magnitude += Math.abs(up ? weights.get(i, j) : weights.get(j, i));
              terms++;
            }
          }
          double bound = (2 * terms + additions) * 0x1p-24 * (4 * magnitude + 1);
          assertEquals(exact, input.get(r, j), bound, "layer " + l + " row " + r + " unit " + j);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("machines")
  void agreeWithDoublePrecisionFromAllOffToAllOn(BoltzmannMachine machine) {
    float[] parameters = parameters(machine);
    for (int sweeps : new int[] {1, 100}) {
      LayerInputs inputs = inputs(machine, parameters, sweeps);
      for (double share : new double[] {0, 0.02, 0.1, 0.3, 0.5, 0.9, 1, 0}) {
        assertInputs(machine, parameters, states(machine, share), inputs, 70);
      }
    }
  }

  /** Longer than inputs are kept, with a few flips each time, so that roundings add up. */
  @ParameterizedTest
  @MethodSource("machines")
  void doNotDriftFromStatesThatChangeALittle(BoltzmannMachine machine) {
    float[] parameters = parameters(machine);
    LayerInputs inputs = inputs(machine, parameters, 1000);
    List<Matrix> states = states(machine, 0.2);
    int flips = 3;
    for (int time = 0; time < 3 * SparseRule.UPDATES; time++) {
      for (int l = 0; l < states.size(); l++) {
        change(machine, l, states.get(l), flips);
      }
      assertInputs(machine, parameters, states, inputs, 2 * flips * SparseRule.UPDATES);
    }
  }

  private void change(BoltzmannMachine machine, int l, Matrix states, int flips) {
    int column = 0;
    for (UnitSpec group : machine.spec().layers().get(l)) {
      int width = group.type() == UnitType.POTTS ? group.count() : 1;
      for (int r = 0; r < ROWS; r++) {
        for (int f = 0; f < flips; f++) {
          int i = random.nextInt(group.size() / width) * width;
          UnitSpec one =
              group.type() == UnitType.POTTS
                  ? UnitSpec.of(UnitType.POTTS, width, width)
                  : UnitSpec.of(group.type(), 1);
          fill(one, states, r, column + i, 0.2);
        }
      }
      column += group.size();
    }
  }

  @Test
  void meansAreDenseInputsAndStatesAfterThemAreRight() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(70, 45));
    float[] parameters = parameters(machine);
    LayerInputs inputs = inputs(machine, parameters, 100);
    List<Matrix> states = states(machine, 0.2);
    assertInputs(machine, parameters, states, inputs, 70);
    List<Matrix> means = states(machine, 0.2);
    for (Matrix layer : means) {
      for (int i = 0; i < layer.values().length; i++) {
        layer.values()[i] = 0.9f * layer.values()[i] + 0.05f;
      }
    }
    assertInputs(machine, parameters, means, inputs, 70);
    assertInputs(machine, parameters, states, inputs, 70);
  }

  /** So that pictures of a running chain do not change what it does next. */
  @Test
  void askingTwiceChangesNoBit() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(70, 45));
    float[] parameters = parameters(machine);
    LayerInputs once = inputs(machine, parameters, 200);
    LayerInputs twice = inputs(machine, parameters, 200);
    List<Matrix> states = states(machine, 0.2);
    Matrix a = Matrix.zeros(ROWS, 45);
    Matrix b = Matrix.zeros(ROWS, 45);
    for (int time = 0; time < 2 * SparseRule.UPDATES; time++) {
      change(machine, 0, states.get(0), 2);
      once.inputInto(1, states, a);
      twice.inputInto(1, states, b);
      twice.inputInto(1, states, b);
      assertArrayEquals(a.toArray(), b.toArray());
    }
  }

  @Test
  void fewFlipsInManyRowsAreSparseAndStatesOfHalfTheUnitsDense() {
    assertTrue(SparseRule.isSparse(50 * 104, 50, 784, 0), "13 % of MNIST's pixels");
    assertTrue(SparseRule.isSparse(500 * 75, 500, 500, 1), "flips, weights to be transposed");
    assertTrue(!SparseRule.isSparse(50 * 250, 50, 500, 0), "half of the units");
    assertTrue(!SparseRule.isSparse(0, 1, 500, 1), "one chain does not pay for a copy of weights");
    assertTrue(SparseRule.isSparse(75, 1, 500, 1e-3), "a thousand sweeps do");
  }
}
