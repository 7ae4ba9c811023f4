package io.boltzspark.evaluation.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.SmallMachine;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LogLikelihoodTest {

  private static Matrix allVisible(EnumeratedMachine exact, int units) {
    Matrix rows = Matrix.zeros(exact.states(0), units);
    for (int v = 0; v < rows.rows(); v++) {
      for (int i = 0; i < units; i++) {
        rows.set(v, i, v >> i & 1);
      }
    }
    return rows;
  }

  @Test
  void ofOneHiddenLayerIsExact() {
    List<Integer> sizes = List.of(5, 7);
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(sizes);
    float[] parameters = EnumeratedMachine.randomParameters(sizes, 1, 31);
    EnumeratedMachine exact = new EnumeratedMachine(sizes, parameters);
    Matrix rows = allVisible(exact, 5);
    float[] before = rows.toArray();
    double[] found = new LogLikelihood(machine, parameters).unnormalised(rows);
    assertArrayEquals(before, rows.toArray(), "rows are only read");
    double[] marginal = exact.marginal(0);
    for (int v = 0; v < found.length; v++) {
      // Seven units, each with an error of 2e-7 and of the roundings of five products below 4.
      double tolerance = 7 * (2e-7 + 5 * 4 * 0x1p-24);
      assertEquals(Math.log(marginal[v]), found[v] - exact.logPartition(), tolerance);
    }
  }

  static Stream<SmallMachine> withCouplings() {
    return Stream.of(SmallMachine.values()).filter(small -> small.machine().hasCouplings());
  }

  /** Exact where hidden units can be summed out, a bound where they are coupled. */
  @ParameterizedTest
  @MethodSource("withCouplings")
  void couplingsCount(SmallMachine small) {
    float[] parameters = small.parameters(32);
    EnumeratedMachine exact = small.enumerated(parameters);
    Matrix all = exact.allStates().get(0).rows(0, exact.states(0)); // layer 0 changes fastest
    double[] found = new LogLikelihood(small.machine(), parameters).unnormalised(all);
    double[] marginal = exact.marginal(0);
    double tolerance = 9 * (2e-7 + 9 * 4 * 0x1p-24);
    for (int v = 0; v < found.length; v++) {
      if (marginal[v] < 1e-9) {
        continue; // far out, where energies are large and their roundings too
      }
      double truth = Math.log(marginal[v] / exact.quadratureWeight(v, 0));
      double gap = truth - (found[v] - exact.logPartition());
      double most = LogLikelihood.isExact(small.machine()) ? tolerance : 1;
      assertTrue(gap >= -tolerance && gap <= most, small + ", row " + v + ": " + gap);
    }
  }

  /**
   * The gap is of second order in what joins hidden units; a wrong term would be of first order.
   */
  @ParameterizedTest
  @EnumSource(
      value = SmallMachine.class,
      names = {"COUPLED_HIDDEN", "GENERAL_BERNOULLI", "GENERAL_MIXED", "DEEP_COUPLED"})
  void ofNearlyUncoupledHiddenUnitsTheBoundIsTight(SmallMachine small) {
    float[] parameters = small.parameters(33);
    BoltzmannMachine machine = small.machine();
    for (Connection c : machine.connectionsAndCouplings()) {
      for (int p = c.offset(); c.from() > 0 && p < c.offset() + c.size(); p++) {
        parameters[p] = 0.05f * Math.signum(parameters[p]);
      }
    }
    EnumeratedMachine exact = small.enumerated(parameters);
    Matrix all = exact.allStates().get(0).rows(0, exact.states(0));
    double[] found = new LogLikelihood(machine, parameters).unnormalised(all);
    double[] marginal = exact.marginal(0);
    // At most 5 pairs, each w^2 / 2 times the variances of two units, 1 at most, and higher orders.
    double most = 2 * 5 * 0.05 * 0.05 / 2;
    for (int v = 0; v < found.length; v++) {
      double gap = Math.log(marginal[v]) - (found[v] - exact.logPartition());
      assertTrue(gap >= -1e-5 && gap <= most, small + ", row " + v + ": " + gap);
    }
  }

  @Test
  void ofADeepMachineIsABound() {
    for (List<Integer> sizes : List.of(List.of(4, 5, 4), List.of(3, 4, 3, 4))) {
      for (int seed = 0; seed < 5; seed++) {
        assertBound(sizes, EnumeratedMachine.randomParameters(sizes, 1, 40 + seed), 1);
      }
    }
  }

  /** Weights of 0.05 leave the hidden units nearly independent, as the bound supposes. */
  @Test
  void ofNearlyIndependentUnitsTheBoundIsTight() {
    for (List<Integer> sizes : List.of(List.of(4, 5, 4), List.of(3, 4, 3, 4))) {
      // The bound's gap is of second order in the weights between hidden layers: some 20 pairs
      // with w^2 / 2 times the variances 1/16 of two units.
      assertBound(
          sizes, EnumeratedMachine.randomParameters(sizes, 0.05, 50), 28 * 0.05 * 0.05 / 32 * 5);
    }
  }

  private static void assertBound(List<Integer> sizes, float[] parameters, double gap) {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(sizes);
    EnumeratedMachine exact = new EnumeratedMachine(sizes, parameters);
    double[] found =
        new LogLikelihood(machine, parameters).unnormalised(allVisible(exact, sizes.get(0)));
    double[] marginal = exact.marginal(0);
    double tolerance = 20 * (2e-7 + 5 * 4 * 0x1p-24);
    for (int v = 0; v < found.length; v++) {
      double truth = Math.log(marginal[v]);
      double bound = found[v] - exact.logPartition();
      assertTrue(bound <= truth + tolerance, bound + " above " + truth + " for " + sizes);
      assertTrue(bound >= truth - gap, bound + " far below " + truth + " for " + sizes);
    }
  }
}
