package io.boltzspark.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.ParameterLayout.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Energies and conditionals against the enumeration of all states of small machines. */
class BoltzmannMachineTest {
  private static final long SEED = 20;

  /** Half an ulp of 1: the relative error of an operation in single precision. */
  private static final double ROUNDING = 0x1p-24;

  /** A sum of products of at most five factors over one layer or two, in any order. */
  private static double rounding(EnumeratedMachine exact, double magnitude) {
    int units = 0;
    for (int l = 0; l < exact.layers(); l++) {
      units += exact.size(l);
    }
    return (units + 5) * ROUNDING * magnitude;
  }

  @ParameterizedTest
  @EnumSource(SmallMachine.class)
  void energyIsTheFormula(SmallMachine small) {
    float[] parameters = small.parameters(SEED);
    EnumeratedMachine exact = small.enumerated(parameters);
    double[] energy = small.machine().energy(exact.allStates(), parameters);
    assertEquals(exact.states(), energy.length);
    for (int n = 0; n < energy.length; n++) {
      double tolerance = rounding(exact, 1 + exact.energyMagnitude(n));
      assertEquals(exact.energy(n), energy[n], tolerance, "state " + n);
    }
  }

  @ParameterizedTest
  @EnumSource(SmallMachine.class)
  void layersFollowTheirConditionals(SmallMachine small) {
    float[] parameters = small.parameters(SEED);
    EnumeratedMachine exact = small.enumerated(parameters);
    BoltzmannMachine machine = small.machine();
    for (int l = 0; l < exact.layers(); l++) {
      List<Matrix> states = exact.allStates();
      Matrix means = Matrix.zeros(exact.states(), exact.size(l));
      Arrays.fill(means.values(), Float.NaN); // what was there before must not matter
      if (machine.connections().isEmpty()) {
        Arrays.fill(means.values(), 0f);
      }
      machine.inputInto(l, states, parameters, means);
      boolean isCoupled = machine.couplings(l) != null;
      if (isCoupled) {
        Matrix phi = machine.layer(l).interaction(states.get(l), parameters);
        machine.couplings(l).up(phi, parameters, 1f, means);
      }
      machine.layer(l).meanInPlace(means, parameters);
      for (int n = 0; n < exact.states(); n++) {
        if (exact.layerState(n, l) > 0 && !isCoupled) {
          continue; // differs from another state in this layer alone
        }
        for (int i = 0; i < exact.size(l); i++) {
          assertEquals(
              isCoupled ? ofSite(machine, exact, n, l, i) : exact.conditional(n, l, i),
              means.get(n, i),
              meanTolerance(small, exact, n, l, i),
              "unit " + i + " of layer " + l + " in state " + n);
        }
      }
    }
  }

  private static double ofSite(
      BoltzmannMachine machine, EnumeratedMachine exact, int n, int l, int column) {
    Layer layer = machine.layer(l);
    int site = layer.siteOfColumn(column);
    return exact.conditionalOfSite(
        n, l, column, layer.siteColumn(site), layer.siteColumn(site + 1));
  }

  /**
   * The error of a mean: four times the sigmoid's own bound (spins double it, copies of units add
   * up), and what the rounding of the input comes to. The mean's slope in the input is a variance,
   * at most 1 for all these units but copies: n / 4.
   */
  private static double meanTolerance(
      SmallMachine small, EnumeratedMachine exact, int n, int layer, int unit) {
    return 4 * 2e-7 + rounding(exact, 1 + exact.inputMagnitude(n, layer, unit));
  }

  static Stream<SmallMachine> restricted() {
    return SmallMachine.restricted();
  }

  @ParameterizedTest
  @MethodSource("restricted")
  void freeEnergyIsTheLogOfTheSumOverHiddenStates(SmallMachine small) {
    float[] parameters = small.parameters(SEED);
    EnumeratedMachine exact = small.enumerated(parameters);
    Matrix visible = exact.allStates().get(0).rows(0, exact.states(0)); // hidden state 0
    double[] freeEnergy = small.machine().freeEnergy(visible, parameters);
    double[] sums = new double[exact.states(0)];
    double[] magnitudes = new double[exact.states(0)];
    for (int n = 0; n < exact.states(); n++) {
      int v = exact.layerState(n, 0);
      double term =
          Math.exp(-exact.energy(n)) * (exact.layers() > 1 ? exact.quadratureWeight(n, 1) : 1);
      sums[v] += term;
      magnitudes[v] += term * exact.energyMagnitude(n);
    }
    for (int v = 0; v < sums.length; v++) {
      // The derivative by the input is the mean hidden state, so that errors are those of the
      // energy's terms, averaged over hidden states.
      double tolerance = rounding(exact, 1 + magnitudes[v] / sums[v]);
      assertEquals(-Math.log(sums[v]), freeEnergy[v], tolerance, "v " + v);
    }
  }

  @Test
  void aDeepMachineHasNoClosedFreeEnergy() {
    BoltzmannMachine deep = BoltzmannMachine.bernoulli(List.of(3, 2, 2));
    Matrix visible = Matrix.zeros(1, 3);
    Exception e =
        assertThrows(
            IllegalStateException.class,
            () -> deep.freeEnergy(visible, new float[deep.layout().size()]));
    assertTrue(e.getMessage().contains("[3, 2, 2]"), e.getMessage());
  }

  @Test
  void theStructureIsWhatTheSizesSay() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(5, 4, 3));
    assertEquals(List.of(5, 4, 3), machine.dimensions());
    assertEquals(2, machine.connections().size());
    assertEquals(5, machine.visible().size());
    assertEquals(new Connection(1, 1, 2, 20, 4, 3), machine.connections().get(1));
    assertEquals(12, machine.connections().get(1).size());
    assertEquals(List.of(), machine.connectionsBelow(0));
    assertEquals(List.of(machine.connections().get(0)), machine.connectionsBelow(1));
    assertEquals(List.of(machine.connections().get(1)), machine.connectionsAbove(1));
    assertEquals(List.of(), machine.connectionsAbove(2));
    for (List<Integer> wrong : List.of(List.of(5), List.<Integer>of(), List.of(5, 0))) {
      assertThrows(IllegalArgumentException.class, () -> BoltzmannMachine.bernoulli(wrong));
    }
  }

  @Test
  void aConnectionLeadsFromALowerLayerToAHigherOne() {
    for (int to : new int[] {0, 1}) {
      assertThrows(IllegalArgumentException.class, () -> new Connection(0, 2, to, 0, 3, 3));
    }
    assertThrows(IllegalArgumentException.class, () -> new Connection(0, 2, 2, 0, 3, 4));
    assertTrue(new Connection(0, 2, 2, 0, 3, 3).isWithinLayer());
    assertThrows(IllegalArgumentException.class, () -> new Connection(0, -1, 1, 0, 3, 3));
    assertEquals(6, new Connection(0, 2, 4, 0, 3, 2).size());
  }

  @Test
  void whatAMachineHasFollowsFromItsConnectionsAndUnits() {
    BoltzmannMachine one = BoltzmannMachine.bernoulli(List.of(5, 4));
    assertTrue(one.hasOneHiddenLayer());
    assertTrue(one.hiddenUnitsAreIndependent());
    assertTrue(one.hasEnergy());
    assertTrue(one.hasClosedFreeEnergy());
    BoltzmannMachine deep = BoltzmannMachine.bernoulli(List.of(5, 4, 3));
    assertFalse(deep.hasOneHiddenLayer());
    assertFalse(deep.hiddenUnitsAreIndependent());
    assertTrue(deep.hasEnergy());
    assertFalse(deep.hasClosedFreeEnergy());
  }

  @ParameterizedTest
  @EnumSource(SmallMachine.class)
  void inputIsWhatComesFromBelowAndFromAbove(SmallMachine small) {
    float[] parameters = small.parameters(SEED);
    BoltzmannMachine machine = small.machine();
    List<Matrix> states = small.enumerated(parameters).allStates();
    int top = machine.layers().size() - 1;
    for (int l = 0; l <= top; l++) {
      int units = machine.layer(l).size();
      Matrix all = Matrix.zeros(states.get(0).rows(), units);
      Matrix parts = Matrix.zeros(states.get(0).rows(), units);
      machine.inputInto(l, states, parameters, all);
      if (l == 0) {
        machine.inputFromAboveInto(l, states, parameters, parts);
      } else {
        machine.inputFromBelowInto(l, states, parameters, parts);
        machine.addInputFromAbove(l, states, parameters, parts);
      }
      assertArrayEquals(all.toArray(), parts.toArray(), "layer " + l);
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
    assertEquals(layout.segment("weights.1"), layout.segment(Kind.WEIGHTS, 1));
    assertEquals(layout.segment("bias.2"), layout.segment(Kind.BIAS, 2));
    assertThrows(IllegalArgumentException.class, () -> layout.segment(Kind.LOG_SIGMA, 0));
    assertEquals(
        List.of(true, true, false, false, false),
        layout.segments().stream().map(ParameterLayout.Segment::isWeights).toList());
    assertEquals(20 + 12 + 5 + 4 + 3, layout.size());
    assertEquals(32, layout.firstUnitParameter());
    assertThrows(IllegalArgumentException.class, () -> layout.segment("bias.3"));
  }
}
