package io.boltzspark.evaluation.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.SmallMachine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactLogPartitionTest {

  @ParameterizedTest
  @ValueSource(strings = {"5-12", "12-5", "1-1", "5-6-4", "3-4-3-4"})
  void isTheSumOverAllJointStates(String shape) {
    List<Integer> sizes = Arrays.stream(shape.split("-")).map(Integer::valueOf).toList();
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(sizes);
    float[] parameters = EnumeratedMachine.randomParameters(sizes, 1, 21);
    double exact = new EnumeratedMachine(sizes, parameters).logPartition();
    // 17 units at most, each with an error of 2e-7 and of the roundings of 12 products below 4.
    double tolerance = 17 * (2e-7 + 12 * 4 * 0x1p-24);
    assertEquals(exact, new ExactLogPartition(machine, parameters).logPartition(), tolerance);
  }

  static Stream<SmallMachine> withCouplings() {
    return Stream.of(SmallMachine.values())
        .filter(small -> small.machine().hasCouplings())
        .filter(small -> ExactLogPartition.isPossible(small.machine()));
  }

  @ParameterizedTest
  @MethodSource("withCouplings")
  void couplingsCountInTheSum(SmallMachine small) {
    float[] parameters = small.parameters(22);
    double exact = small.enumerated(parameters).logPartition();
    double tolerance = 9 * (2e-7 + 12 * 4 * 0x1p-24);
    double found = new ExactLogPartition(small.machine(), parameters).logPartition();
    assertEquals(exact, found, tolerance, small.toString());
  }

  /** One side that has no couplings is summed out; otherwise all layers are enumerated. */
  @Test
  void coupledLayersAreEnumerated() {
    Map<SmallMachine, Integer> states =
        Map.of(
            SmallMachine.COUPLED_POTTS, 27,
            SmallMachine.SEMI_RESTRICTED_BERNOULLI, 16,
            SmallMachine.COUPLED_HIDDEN, 8,
            SmallMachine.GENERAL_BERNOULLI, 64,
            SmallMachine.DEEP_COUPLED, 64);
    states.forEach(
        (small, expected) ->
            assertEquals(
                (double) expected,
                ExactLogPartition.leastStates(small.machine()),
                small.name()));
    // Integrating coupled Gaussian units over would take a determinant for each hidden state.
    assertFalse(ExactLogPartition.isPossible(SmallMachine.SEMI_RESTRICTED_GAUSSIAN.machine()));
    MachineSpec visible = MachineSpec.bernoulli(List.of(26, 2));
    assertTrue(ExactLogPartition.isPossible(BoltzmannMachine.of(visible)));
    assertFalse(ExactLogPartition.isPossible(BoltzmannMachine.of(visible.withCouplings(0))));
    assertTrue(ExactLogPartition.isPossible(BoltzmannMachine.of(visible.withCouplings(1))));
  }

  /** The largest weights' states decide; a sum of exponentials would overflow. */
  @Test
  void largeEnergiesDoNotOverflow() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(1, 1));
    float[] parameters = {3000, -1000, 500};
    assertEquals(2500, new ExactLogPartition(machine, parameters).logPartition(), 1e-3);
  }

  @Test
  void manySlicesGiveTheSameSum() {
    // Without weights log Z is known, and 2^16 states make four slices.
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(16, 20));
    float[] parameters = new float[machine.layout().size()];
    ExactLogPartition exact = new ExactLogPartition(machine, parameters);
    assertEquals(1 << 16, exact.states());
    assertEquals(4, exact.slices());
    assertEquals(36 * Math.log(2), exact.logPartition(), 36 * 2e-7);
  }

  @Test
  void tooManyStatesAreRefused() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(30, 26));
    assertFalse(ExactLogPartition.isPossible(machine));
    assertTrue(ExactLogPartition.isPossible(BoltzmannMachine.bernoulli(List.of(30, 25))));
    assertTrue(ExactLogPartition.isPossible(BoltzmannMachine.bernoulli(List.of(12, 60, 13))));
    float[] parameters = new float[machine.layout().size()];
    assertThrows(IllegalArgumentException.class, () -> new ExactLogPartition(machine, parameters));
  }
}
