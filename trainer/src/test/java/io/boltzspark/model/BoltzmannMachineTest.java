package io.boltzspark.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Energies and conditionals against the enumeration of all states of small machines. */
class BoltzmannMachineTest {
  static Stream<List<Integer>> shapes() {
    return Stream.of(List.of(4, 3), List.of(1, 5), List.of(3, 2, 2), List.of(2, 3, 1, 2));
  }

  private static float[] parameters(List<Integer> shape) {
    return EnumeratedMachine.randomParameters(shape, 1.5, 20 + shape.hashCode());
  }

  /** A sum of the parameters, or of some of them, in any order, in single precision. */
  private static double roundingOfSums(float[] parameters) {
    double magnitude =
        DoubleStream.of(EnumeratedMachine.toDoubles(parameters)).map(Math::abs).sum();
    return parameters.length * 0x1p-24 * magnitude;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void energyIsTheFormula(List<Integer> shape) {
    float[] parameters = parameters(shape);
    EnumeratedMachine exact = new EnumeratedMachine(shape, parameters);
    double[] energy = BoltzmannMachine.bernoulli(shape).energy(exact.allStates(), parameters);
    assertEquals(exact.states(), energy.length);
    for (int n = 0; n < energy.length; n++) {
      assertEquals(exact.energy(n), energy[n], roundingOfSums(parameters), "state " + n);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void layersFollowTheirConditionals(List<Integer> shape) {
    float[] parameters = parameters(shape);
    EnumeratedMachine exact = new EnumeratedMachine(shape, parameters);
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    for (int l = 0; l < shape.size(); l++) {
      List<Matrix> states = exact.allStates();
      Matrix means = Matrix.zeros(exact.states(), shape.get(l));
      Arrays.fill(means.values(), Float.NaN); // what was there before must not matter
      machine.inputInto(l, states, parameters, means);
      machine.layer(l).meanInPlace(means, parameters);
      for (int n = 0; n < exact.states(); n++) {
        for (int i = 0; i < shape.get(l); i++) {
          // The sigmoid's own bound, and its slope of at most 1/4 times the rounding of its input.
          double tolerance = 2e-7 + roundingOfSums(parameters) / 4;
          assertEquals(
              exact.conditional(n, l, i),
              means.get(n, i),
              tolerance,
              "unit " + i + " of layer " + l + " in state " + n);
        }
      }
    }
  }

  @Test
  void freeEnergyIsTheLogOfTheSumOverHiddenStates() {
    for (List<Integer> shape : List.of(List.of(4, 3), List.of(1, 5))) {
      float[] parameters = parameters(shape);
      EnumeratedMachine exact = new EnumeratedMachine(shape, parameters);
      Matrix visible = exact.allStates().get(0).rows(0, exact.states(0)); // hidden units zero
      double[] freeEnergy = BoltzmannMachine.bernoulli(shape).freeEnergy(visible, parameters);
      double[] sums = new double[exact.states(0)];
      for (int n = 0; n < exact.states(); n++) {
        sums[exact.layerState(n, 0)] += Math.exp(-exact.energy(n));
      }
      for (int v = 0; v < sums.length; v++) {
        assertEquals(-Math.log(sums[v]), freeEnergy[v], roundingOfSums(parameters), "v " + v);
      }
    }
  }

  @Test
  void aDeepMachineHasNoClosedFreeEnergy() {
    BoltzmannMachine deep = BoltzmannMachine.bernoulli(List.of(3, 2, 2));
    Matrix visible = Matrix.zeros(1, 3);
    Exception e =
        assertThrows(
            IllegalStateException.class,
            () -> deep.freeEnergy(visible, parameters(List.of(3, 2, 2))));
    assertTrue(e.getMessage().contains("[3, 2, 2]"), e.getMessage());
  }

  @Test
  void theStructureIsWhatTheSizesSay() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(5, 4, 3));
    assertEquals(List.of(5, 4, 3), machine.dimensions());
    assertEquals(2, machine.connections().size());
    assertEquals(5, machine.visible().size());
    assertEquals(1, machine.connections().get(1).lower());
    assertTrue(BoltzmannMachine.bernoulli(List.of(5, 4)).isRestricted());
    assertTrue(!machine.isRestricted());
    for (List<Integer> wrong : List.of(List.of(5), List.<Integer>of(), List.of(5, 0))) {
      assertThrows(IllegalArgumentException.class, () -> BoltzmannMachine.bernoulli(wrong));
    }
  }

  @Test
  void theLayoutIsConsecutiveWeightsFirst() {
    ParameterLayout layout = BoltzmannMachine.bernoulli(List.of(5, 4, 3)).layout();
    assertEquals(
        List.of("weights.0", "weights.1", "bias.0", "bias.1", "bias.2"),
        layout.segments().stream().map(ParameterLayout.Segment::name).toList());
    assertArrayEquals(
        new int[] {0, 20, 32, 37, 41},
        layout.segments().stream().mapToInt(ParameterLayout.Segment::offset).toArray());
    assertEquals(List.of(4, 3), layout.segment("weights.1").shape());
    assertEquals(20 + 12 + 5 + 4 + 3, layout.size());
    assertEquals(32, layout.firstUnitParameter());
    assertThrows(IllegalArgumentException.class, () -> layout.segment("bias.3"));
  }
}
