package io.boltzspark.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.boltzspark.math.ChiSquare;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sweeps leave the machine's distribution as it is, and lead to it from elsewhere. */
class GibbsSamplerTest {
  private static final int CHAINS = 40_000;
  private static final long SEED = 41;

  static Stream<List<Integer>> shapes() {
    return Stream.of(List.of(4, 3), List.of(3, 2, 2), List.of(2, 2, 1, 2));
  }

  /** Strong enough that units are far from independent: see {@link #aWrongMachineIsNoticed}. */
  private static float[] parameters(List<Integer> shape) {
    return EnumeratedMachine.randomParameters(shape, 1, SEED);
  }

  private static ChainStates exactDraws(BoltzmannMachine machine, EnumeratedMachine exact) {
    ChainStates chains = ChainStates.zeros(machine, CHAINS);
    SplittableRandom random = new SplittableRandom(SEED);
    double[] joint = exact.joint();
    for (int c = 0; c < CHAINS; c++) {
      exact.putState(EnumeratedMachine.draw(joint, random), chains.layers(), c);
    }
    return chains;
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

  private static String message(String what) {
    return what + ", seed " + SEED;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void chainsThatStartInTheDistributionStayThere(List<Integer> shape) {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    float[] parameters = parameters(shape);
    EnumeratedMachine exact = new EnumeratedMachine(shape, parameters);
    ChainStates chains = exactDraws(machine, exact);
    ChiSquare.assertFits(histogram(exact, chains), exact.joint(), message("before any sweep"));
    GibbsSampler sampler = new GibbsSampler(machine);
    RandomStream random = stream();
    for (int sweep = 1; sweep <= 4; sweep++) {
      sampler.sampleEven(chains, parameters, random);
      ChiSquare.assertFits(histogram(exact, chains), exact.joint(), message("even " + sweep));
      sampler.sampleOdd(chains, parameters, random);
      ChiSquare.assertFits(histogram(exact, chains), exact.joint(), message("odd " + sweep));
    }
    sampler.sweep(chains, 10, parameters, random);
    ChiSquare.assertFits(histogram(exact, chains), exact.joint(), message("after 14 sweeps"));
    assertMeans(exact, chains);
  }

  private static void assertMeans(EnumeratedMachine exact, ChainStates chains) {
    double[] mean = exact.expectedStatistics(exact.joint());
    double[] sum = new double[mean.length];
    for (int c = 0; c < chains.chains(); c++) {
      double[] one = exact.statistics(exact.stateOf(chains.layers(), c));
      for (int p = 0; p < sum.length; p++) {
        sum[p] += one[p];
      }
    }
    for (int p = 0; p < sum.length; p++) {
      double sigma = Math.sqrt(mean[p] * (1 - mean[p]) / CHAINS); // each is 0 or 1
      assertEquals(mean[p], sum[p] / CHAINS, 5 * sigma, message("statistic " + p));
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void chainsThatStartElsewhereArrive(List<Integer> shape) {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    float[] parameters = parameters(shape);
    EnumeratedMachine exact = new EnumeratedMachine(shape, parameters);
    ChainStates chains = ChainStates.zeros(machine, CHAINS);
    assertFalse(ChiSquare.fits(histogram(exact, chains), exact.joint()), "nothing to do");
    new GibbsSampler(machine).sweep(chains, 60, parameters, stream());
    ChiSquare.assertFits(histogram(exact, chains), exact.joint(), message("after 60 sweeps"));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aWrongMachineIsNoticed(List<Integer> shape) {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    float[] parameters = parameters(shape);
    EnumeratedMachine exact = new EnumeratedMachine(shape, parameters);
    for (int p = 0; p < parameters.length; p++) {
      float[] wrong = parameters.clone();
      wrong[p] += 0.5f;
      ChainStates chains = exactDraws(machine, exact);
      new GibbsSampler(machine).sweep(chains, 4, wrong, stream());
      assertFalse(
          ChiSquare.fits(histogram(exact, chains), exact.joint()),
          "40,000 chains do not tell that parameter " + p + " is off by a half");
    }
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
