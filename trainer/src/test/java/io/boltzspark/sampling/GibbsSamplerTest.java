package io.boltzspark.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.boltzspark.math.ChiSquare;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.SmallMachine;
import io.boltzspark.model.StateMoments;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sweeps leave the machine's distribution as it is, and lead to it from elsewhere. */
class GibbsSamplerTest {
  private static final int CHAINS = 20_000;
  private static final long SEED = 41;

  private static ChainStates exactDraws(EnumeratedMachine exact) {
    return new ChainStates(exact.draws(CHAINS, new SplittableRandom(SEED)));
  }

  private static long[] histogram(EnumeratedMachine exact, ChainStates chains) {
    long[] counts = new long[exact.states()];
    for (int c = 0; c < chains.chains(); c++) {
      counts[exact.stateOf(chains.layers(), c)]++;
    }
    return counts;
  }

  private static RandomStream stream() {
    return new RandomStream(SEED, Purpose.SAMPLING, 0, 0);
  }

  /** Means of all statistics, and where states can be counted, how often each occurs. */
  private static void assertFits(
      SmallMachine small, EnumeratedMachine exact, ChainStates chains, String when) {
    String message = when + ", seed " + SEED;
    StateMoments moments = StateMoments.of(exact, chains.layers());
    assertTrue(moments.fit(), message + ": " + moments);
    if (small.isDiscrete()) {
      ChiSquare.assertFits(histogram(exact, chains), exact.joint(), message);
    }
  }

  private static boolean fits(SmallMachine small, EnumeratedMachine exact, ChainStates chains) {
    return StateMoments.of(exact, chains.layers()).fit()
        && (!small.isDiscrete() || ChiSquare.fits(histogram(exact, chains), exact.joint()));
  }

  @ParameterizedTest
  @EnumSource(SmallMachine.class)
  void chainsThatStartInTheDistributionStayThere(SmallMachine small) {
    float[] parameters = small.parameters(SEED);
    EnumeratedMachine exact = small.enumerated(parameters);
    ChainStates chains = exactDraws(exact);
    assertFits(small, exact, chains, "before any sweep");
    GibbsSampler sampler = new GibbsSampler(small.machine());
    RandomStream random = stream();
    for (int sweep = 1; sweep <= 3; sweep++) {
      sampler.sampleFirst(chains, parameters, random);
      assertFits(small, exact, chains, "even " + sweep);
      sampler.sampleLast(chains, parameters, random);
      assertFits(small, exact, chains, "odd " + sweep);
    }
    sampler.sweep(chains, 5, parameters, random);
    assertFits(small, exact, chains, "after 8 sweeps");
  }

  /** Half of the chains are hot, and half of them cold. */
  @ParameterizedTest
  @EnumSource(SmallMachine.class)
  void chainsStayInTheDistributionOfTheirTemperatures(SmallMachine small) {
    assumeTrue(small.machine().spec().coupled().isEmpty());
    float[] parameters = small.parameters(SEED);
    ChainStates all = ChainStates.zeros(small.machine(), 2 * CHAINS);
    Matrix betas = Matrix.zeros(2 * CHAINS, 1);
    List<EnumeratedMachine> exact = new ArrayList<>();
    for (int half = 0; half < 2; half++) {
      float beta = half == 0 ? 0.5f : 1.6f;
      float[] tempered = new float[parameters.length];
      small.machine().temperInto(parameters, beta, tempered);
      exact.add(small.enumerated(tempered));
      ChainStates mine = all.rows(half * CHAINS, (half + 1) * CHAINS);
      ChainStates draws = exactDraws(exact.get(half));
      for (int l = 0; l < mine.layers().size(); l++) {
        mine.layer(l).setFrom(draws.layer(l));
      }
      for (int c = 0; c < CHAINS; c++) {
        betas.set(half * CHAINS + c, 0, beta);
      }
    }
    new GibbsSampler(small.machine()).sweep(all.at(betas), 5, parameters, stream());
    for (int half = 0; half < 2; half++) {
      ChainStates mine = all.rows(half * CHAINS, (half + 1) * CHAINS);
      assertFits(small, exact.get(half), mine, half == 0 ? "hot" : "cold");
    }
    assertFalse(fits(small, exact.get(1), all.rows(0, CHAINS)), "temperatures look alike");
  }

  @ParameterizedTest
  @EnumSource(SmallMachine.class)
  void chainsThatStartElsewhereArrive(SmallMachine small) {
    float[] parameters = small.parameters(SEED);
    EnumeratedMachine exact = small.enumerated(parameters);
    ChainStates chains = ChainStates.zeros(small.machine(), CHAINS);
    int state = exact.states() / 3;
    for (int c = 0; c < CHAINS; c++) {
      exact.putState(state, chains.layers(), c);
    }
    assertFalse(fits(small, exact, chains), "nothing to do");
    new GibbsSampler(small.machine()).sweep(chains, 30, parameters, stream());
    assertFits(small, exact, chains, "after 30 sweeps");
  }

  /** The tests above would see it if a parameter were read wrongly. */
  @ParameterizedTest
  @EnumSource(SmallMachine.class)
  void aWrongMachineIsNoticed(SmallMachine small) {
    float[] parameters = small.parameters(SEED);
    EnumeratedMachine exact = small.enumerated(parameters);
    ChainStates draws = exactDraws(exact);
    ChainStates chains = ChainStates.zeros(small.machine(), CHAINS);
    for (int p = 0; p < parameters.length; p++) {
      if (small.isWithinUnit(p)) {
        continue;
      }
      float[] wrong = parameters.clone();
      wrong[p] += 0.5f;
      if (small.twin(p) != p) {
        wrong[small.twin(p)] += 0.5f;
      }
      for (int l = 0; l < draws.layers().size(); l++) {
        chains.layer(l).setFrom(draws.layer(l));
      }
      new GibbsSampler(small.machine()).sweep(chains, 2, wrong, stream());
      assertFalse(
          fits(small, exact, chains),
          "20,000 chains do not tell that parameter " + p + " is off by a half");
    }
  }

  private static float[] parameters(List<Integer> shape) {
    return EnumeratedMachine.randomParameters(shape, 1, SEED);
  }

  static Stream<List<Integer>> shapes() {
    return Stream.of(List.of(4, 3), List.of(3, 2, 2), List.of(2, 2, 1, 2));
  }

  /** From given visible states, whatever the layers above were. */
  @ParameterizedTest
  @MethodSource("shapes")
  void upwardDrawsSeeTheLayerBelowAlone(List<Integer> shape) {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    float[] parameters = parameters(shape);
    EnumeratedMachine index = new EnumeratedMachine(shape, parameters);
    ChainStates chains = ChainStates.zeros(machine, CHAINS);
    for (int c = 0; c < CHAINS; c++) {
      index.putState(
          (index.states() - 1) & ~(index.states(0) - 1) | c % index.states(0), chains.layers(), c);
    }
    new GibbsSampler(machine).sampleUpwards(chains, parameters, stream());
    double[] expected = new double[index.states()];
    for (int n = 0; n < expected.length; n++) {
      expected[n] = 1.0 / index.states(0);
      for (int l = 1; l < shape.size(); l++) {
        for (int j = 0; j < shape.get(l); j++) {
          double input = parameters[index.bias(l, j)];
          for (int i = 0; i < shape.get(l - 1); i++) {
            input += parameters[index.weight(l - 1, i, j)] * index.unit(n, l - 1, i);
          }
          double on = NaiveMachine.sigmoid(input);
          expected[n] *= index.unit(n, l, j) == 1 ? on : 1 - on;
        }
      }
    }
    ChiSquare.assertFits(histogram(index, chains), expected, "drawn upwards, seed " + SEED);
  }

  @Test
  void sweepsMayBeSplit() {
    List<Integer> shape = List.of(3, 2, 2);
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    GibbsSampler sampler = new GibbsSampler(machine);
    ChainStates once = ChainStates.zeros(machine, 50);
    sampler.sweep(once, 3, parameters(shape), stream());
    ChainStates split = ChainStates.zeros(machine, 50);
    RandomStream random = stream();
    sampler.sweep(split, 1, parameters(shape), random);
    sampler.sweep(split, 0, parameters(shape), random);
    sampler.sweep(split, 2, parameters(shape), random);
    for (int l = 0; l < 3; l++) {
      assertArrayEquals(once.layer(l).toArray(), split.layer(l).toArray(), "layer " + l);
    }
  }

  @Test
  void visibleMeansAreTheConditionalsGivenTheHiddenStates() {
    List<Integer> shape = List.of(4, 3);
    float[] parameters = parameters(shape);
    EnumeratedMachine exact = new EnumeratedMachine(shape, parameters);
    ChainStates all = new ChainStates(exact.allStates());
    new GibbsSampler(BoltzmannMachine.bernoulli(shape)).visibleMeans(all, parameters);
    for (int n = 0; n < exact.states(); n++) {
      for (int i = 0; i < 4; i++) {
        // The sigmoid's bound, and a quarter of the rounding of a sum of 4 numbers below 4.
        assertEquals(exact.conditional(n, 0, i), all.visible().get(n, i), 2e-7 + 4 * 4 * 0x1p-24);
      }
    }
  }
}
