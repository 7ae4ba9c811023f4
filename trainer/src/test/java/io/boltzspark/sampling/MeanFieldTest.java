package io.boltzspark.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The factorial posterior against the enumeration of all hidden states. */
class MeanFieldTest {
  private static final int MANY = 2000;

  static Stream<List<Integer>> shapes() {
    return Stream.of(List.of(3, 4, 3), List.of(3, 3, 2, 3), List.of(2, 2, 3, 2, 2));
  }

  /** Strong enough that layers disagree at first. */
  private static float[] parameters(List<Integer> shape) {
    return EnumeratedMachine.randomParameters(shape, 1.2, 301 + shape.size());
  }

  /** A row for each visible state. */
  private static ChainStates allVisible(List<Integer> shape) {
    ChainStates states = ChainStates.zeros(BoltzmannMachine.bernoulli(shape), 1 << shape.get(0));
    for (int v = 0; v < states.chains(); v++) {
      for (int i = 0; i < shape.get(0); i++) {
        states.visible().set(v, i, v >> i & 1);
      }
    }
    return states;
  }

  private static ChainStates update(
      List<Integer> shape, float[] parameters, int updates, double tolerance) {
    ChainStates states = allVisible(shape);
    new MeanField(BoltzmannMachine.bernoulli(shape))
        .updateInPlace(states, parameters, updates, tolerance);
    return states;
  }

  /**
   * {@code sum over h of q(h) (-E(v, h) - log q(h))}, which is at most {@code log sum over h of
   * exp(-E(v, h))}.
   */
  private static double bound(EnumeratedMachine exact, List<Integer> shape, ChainStates q, int v) {
    double bound = 0;
    for (int n = 0; n < exact.states(); n++) {
      if (exact.layerState(n, 0) != v) {
        continue;
      }
      double logQ = 0;
      for (int l = 1; l < shape.size(); l++) {
        for (int i = 0; i < shape.get(l); i++) {
          double mean = q.layer(l).get(v, i);
          logQ += Math.log(exact.unit(n, l, i) == 1 ? mean : 1 - mean);
        }
      }
      bound += Math.exp(logQ) * (-exact.energy(n) - logQ);
    }
    return bound;
  }

  private static double logMarginal(EnumeratedMachine exact, int v) {
    double sum = 0;
    for (int n = 0; n < exact.states(); n++) {
      sum += exact.layerState(n, 0) == v ? Math.exp(-exact.energy(n)) : 0;
    }
    return Math.log(sum);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void noUpdateMakesTheBoundWorse(List<Integer> shape) {
    float[] parameters = parameters(shape);
    EnumeratedMachine exact = new EnumeratedMachine(shape, parameters);
    double[] last = new double[1 << shape.get(0)];
    double gained = 0;
    for (int updates = 0; updates <= 30; updates++) {
      ChainStates q = update(shape, parameters, updates, 0);
      for (int v = 0; v < last.length; v++) {
        double bound = bound(exact, shape, q, v);
        assertTrue(bound <= logMarginal(exact, v) + 1e-12, "no bound: " + bound);
        if (updates > 0) {
          // An update to the exact optimum is off by the sigmoid's 2e-7 and the rounding of an
          // input; the slope of the bound in a mean is an input, below 20, at worst.
          assertTrue(bound >= last[v] - 10 * 20 * 1e-6, "update " + updates + " of row " + v);
          gained += Math.max(0, bound - last[v]);
        }
        last[v] = bound;
      }
    }
    assertTrue(gained > 0.1, "the first pass was already the best: the test says nothing");
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void meansSatisfyTheFixedPointEquations(List<Integer> shape) {
    float[] parameters = parameters(shape);
    ChainStates q = update(shape, parameters, MANY, 1e-6);
    NaiveMachine naive = new NaiveMachine(shape, parameters);
    double[][][] means = naive.zeros(0);
    for (int l = 0; l < shape.size(); l++) {
      means[l] = NaiveMachine.copy(q.layer(l));
    }
    // Updates ended when no mean moved by more than 1e-6; means of the layers updated first have
    // since seen their neighbours move by as much, times a sum of absolute weights below 16, of
    // which a quarter counts. Roundings of inputs below 16: 16 * 12 * 2^-24 / 4.
    double tolerance = 1e-6 * (1 + 16 / 4.0) + 2e-7 + 3e-6;
    assertTrue(naive.largestInput() < 16);
    for (int l = 1; l < shape.size(); l++) {
      double[][] expected = naive.means(l, means);
      for (int v = 0; v < expected.length; v++) {
        assertArrayEquals(expected[v], means[l][v], tolerance, "layer " + l + " of row " + v);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void updatesEndWhenNoMeanMovesByMoreThanTheTolerance(List<Integer> shape) {
    float[] parameters = parameters(shape);
    for (double tolerance : new double[] {0.1, 1e-2, 1e-4}) {
      ChainStates q = allVisible(shape);
      MeanField field = new MeanField(BoltzmannMachine.bernoulli(shape));
      int made = field.updateInPlace(q, parameters, MANY, tolerance);
      assertTrue(made > 0 && made < MANY, made + " updates");
      assertTrue(largestMove(shape, parameters, made) <= tolerance);
      assertTrue(made == 1 || largestMove(shape, parameters, made - 1) > tolerance);
      assertStates(update(shape, parameters, made, 0), q); // and what is there is their result
    }
  }

  /** By how much update number {@code update} moves any mean. */
  private static double largestMove(List<Integer> shape, float[] parameters, int update) {
    ChainStates before = update(shape, parameters, update - 1, 0);
    ChainStates after = update(shape, parameters, update, 0);
    double largest = 0;
    for (int l = 1; l < shape.size(); l++) {
      for (int i = 0; i < before.layer(l).values().length; i++) {
        double move = before.layer(l).values()[i] - after.layer(l).values()[i];
        largest = Math.max(largest, Math.abs(move));
      }
    }
    return largest;
  }

  private static void assertStates(ChainStates expected, ChainStates actual) {
    for (int l = 0; l < expected.layers().size(); l++) {
      assertArrayEquals(expected.layer(l).toArray(), actual.layer(l).toArray(), "layer " + l);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void updatesAreThoseOfTheLoops(List<Integer> shape) {
    float[] parameters = EnumeratedMachine.randomParameters(shape, 0.4, 302);
    NaiveMachine naive = new NaiveMachine(shape, parameters);
    for (int updates : new int[] {0, 1, 2, 5}) {
      ChainStates q = update(shape, parameters, updates, 0);
      double[][][] means = naive.zeros(q.chains());
      means[0] = NaiveMachine.copy(q.visible());
      naive.meanField(means, updates);
      for (int l = 1; l < shape.size(); l++) {
        for (int v = 0; v < q.chains(); v++) {
          double[] row = NaiveMachine.copy(q.layer(l))[v];
          assertArrayEquals(means[l][v], row, naive.meanError(), updates + " updates");
        }
      }
    }
  }

  @Test
  void withOneHiddenLayerTheFirstPassIsThePosterior() {
    List<Integer> shape = List.of(4, 5);
    float[] parameters = EnumeratedMachine.randomParameters(shape, 1.2, 303);
    ChainStates q = allVisible(shape);
    MeanField field = new MeanField(BoltzmannMachine.bernoulli(shape));
    assertEquals(0, field.updateInPlace(q, parameters, 50, 0));
    EnumeratedMachine exact = new EnumeratedMachine(shape, parameters);
    double error = new NaiveMachine(shape, parameters).meanError();
    for (int v = 0; v < q.chains(); v++) {
      for (int j = 0; j < 5; j++) {
        assertEquals(exact.conditional(v, 1, j), q.layer(1).get(v, j), error);
      }
      // and then the bound is tight: its second derivative by a mean is below 1 / (p (1 - p)),
      // some 1e4 here, and means are off by less than 3e-6
      assertEquals(logMarginal(exact, v), bound(exact, shape, q, v), 5 * 1e4 * 9e-12 + 1e-9);
    }
  }

  @Test
  void noRowsNeedNoUpdates() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(3, 2, 2));
    float[] parameters = parameters(List.of(3, 2, 2));
    MeanField field = new MeanField(machine);
    assertEquals(
        1, field.updateInPlace(ChainStates.zeros(machine, 0), parameters, 9, 0), "none moves");
  }
}
