package io.boltzspark.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.ChiSquare;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replicas keep the distributions of their temperatures, and chains cross between modes. */
class ParallelTemperingTest {
  private static final int CHAINS = 30_000;
  private static final int REPLICAS = 4;
  private static final double LEAST_BETA = 0.25; // so the betas are 1, 0.75, 0.5 and 0.25
  private static final long SEED = 801;

  static Stream<List<Integer>> shapes() {
    return Stream.of(List.of(4, 3), List.of(3, 2, 2), List.of(2, 2, 1, 2));
  }

  private static EnumeratedMachine tempered(List<Integer> shape, float[] parameters, int replica) {
    double[] scaled = EnumeratedMachine.toDoubles(parameters);
    for (int p = 0; p < scaled.length; p++) {
      scaled[p] *= 1 - 0.25 * replica;
    }
    return new EnumeratedMachine(shape, scaled);
  }

  private static void draw(EnumeratedMachine exact, ChainStates chains, SplittableRandom random) {
    double[] joint = exact.joint();
    for (int c = 0; c < chains.chains(); c++) {
      exact.putState(EnumeratedMachine.draw(joint, random), chains.layers(), c);
    }
  }

  private static long[] histogram(EnumeratedMachine exact, ChainStates chains) {
    long[] counts = new long[exact.states()];
    for (int c = 0; c < chains.chains(); c++) {
      counts[exact.stateOf(chains.layers(), c)]++;
    }
    return counts;
  }

  /** Moves, each with the chains' own sweeps, as a training step makes them. */
  private static void move(
      ParallelTempering tempering,
      GibbsSampler sampler,
      ChainStates cold,
      float[] parameters,
      int moves) {
    for (int step = 0; step < moves; step++) {
      RandomStream random = new RandomStream(SEED, Purpose.CHAINS, step, 0);
      tempering.move(cold, 1, parameters, step, random);
      sampler.sampleFirst(cold, parameters, random);
      sampler.sampleLast(cold, parameters, random);
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void replicasThatStartInTheirDistributionsStayThere(List<Integer> shape) {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    float[] parameters = EnumeratedMachine.randomParameters(shape, 1.5, SEED);
    ParallelTempering tempering = new ParallelTempering(machine, CHAINS, REPLICAS, LEAST_BETA);
    List<ChainStates> all = new ArrayList<>(List.of(ChainStates.zeros(machine, CHAINS)));
    all.addAll(tempering.hot());
    assertEquals(REPLICAS, all.size());
    SplittableRandom random = new SplittableRandom(SEED);
    for (int r = 0; r < REPLICAS; r++) {
      draw(tempered(shape, parameters, r), all.get(r), random);
    }
    GibbsSampler sampler = new GibbsSampler(machine);
    for (int rounds = 0; rounds < 3; rounds++) {
      move(tempering, sampler, all.get(0), parameters, 4);
      for (int r = 0; r < REPLICAS; r++) {
        EnumeratedMachine exact = tempered(shape, parameters, r);
        ChiSquare.assertFits(
            histogram(exact, all.get(r)), exact.joint(), "replica " + r + ", seed " + SEED);
      }
    }
  }

  /** Exchanges alone: neighbours' states change places, and replicas keep their distributions. */
  @Test
  void exchangesAreAcceptedAsMetropolisSays() {
    List<Integer> shape = List.of(3, 3);
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    float[] parameters = EnumeratedMachine.randomParameters(shape, 1.5, SEED);
    int firstVisibleBias = machine.layout().segment("bias.0").offset();
    for (int i = 0; i < 3; i++) { // a move draws the chains' visible units anew: no choice for them
      parameters[firstVisibleBias + i] = -60;
    }
    ParallelTempering tempering = new ParallelTempering(machine, CHAINS, 2, 0.5);
    ChainStates cold = ChainStates.zeros(machine, CHAINS);
    ChainStates hot = tempering.hot().get(0);
    EnumeratedMachine exact = new EnumeratedMachine(shape, parameters);
    double[] half = EnumeratedMachine.toDoubles(parameters);
    for (int p = 0; p < half.length; p++) {
      half[p] /= 2;
    }
    double[] joint = exact.joint();
    double[] hotJoint = new EnumeratedMachine(shape, half).joint();
    int[] before = new int[CHAINS];
    int[] hotBefore = new int[CHAINS];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int c = 0; c < CHAINS; c++) {
      before[c] = EnumeratedMachine.draw(joint, random);
      hotBefore[c] = EnumeratedMachine.draw(hotJoint, random);
      exact.putState(before[c], cold.layers(), c);
      exact.putState(hotBefore[c], hot.layers(), c);
    }
    tempering.move(cold, 0, parameters, 0, new RandomStream(SEED, Purpose.CHAINS, 0, 0));
    double expected = 0;
    double variance = 0;
    int swapped = 0;
    for (int c = 0; c < CHAINS; c++) {
      int now = exact.stateOf(cold.layers(), c);
      int hotNow = exact.stateOf(hot.layers(), c);
      boolean exchanged = now == hotBefore[c] && hotNow == before[c];
      assertTrue(exchanged || now == before[c] && hotNow == hotBefore[c], "chain " + c);
      if (before[c] != hotBefore[c]) { // min(1, exp((beta_0 - beta_1) (E(cold) - E(hot))))
        double ratio = Math.exp(0.5 * (exact.energy(before[c]) - exact.energy(hotBefore[c])));
        double p = Math.min(1, ratio);
        expected += p;
        variance += p * (1 - p);
        swapped += exchanged ? 1 : 0;
      }
    }
    assertTrue(variance > 100, "every exchange is certain: the test says nothing");
    assertEquals(expected, swapped, 5 * Math.sqrt(variance), "exchanges, seed " + SEED);
    float[] numbers = new float[3];
    tempering.exchangesInto(numbers, 1);
    assertEquals(CHAINS, numbers[1]);
    long equal = IntStream.range(0, CHAINS).filter(c -> before[c] == hotBefore[c]).count();
    assertEquals(swapped + equal, numbers[2], "equal states change places unseen");
  }

  @Test
  void evenPairsExchangeAtEvenStepsAndOddOnesAtOddSteps() {
    List<Integer> shape = List.of(2, 2);
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    float[] flat = new float[machine.layout().size()]; // all states alike: exchanges are certain
    for (int step = 0; step < 2; step++) {
      ParallelTempering tempering = new ParallelTempering(machine, 8, 4, 0.5);
      List<ChainStates> all = new ArrayList<>(List.of(ChainStates.zeros(machine, 8)));
      all.addAll(tempering.hot());
      for (int r = 0; r < 4; r++) {
        for (int c = 0; c < 8; c++) {
          all.get(r).layer(1).set(c, 0, r % 2);
          all.get(r).layer(1).set(c, 1, r / 2);
        }
      }
      tempering.move(all.get(0), 0, flat, step, new RandomStream(SEED, Purpose.CHAINS, step, 0));
      float[] numbers = new float[6];
      tempering.exchangesInto(numbers, 0);
      float[] tried = step == 0 ? new float[] {8, 8, 0, 0, 8, 8} : new float[] {0, 0, 8, 8, 0, 0};
      assertArrayEquals(tried, numbers, "tried and accepted of each pair at step " + step);
      int[] expected = step == 0 ? new int[] {1, 0, 3, 2} : new int[] {0, 2, 1, 3};
      for (int r = 0; r < 4; r++) {
        for (int c = 0; c < 8; c++) {
          float[] state = all.get(r).layer(1).rows(c, c + 1).toArray();
          assertArrayEquals(new float[] {expected[r] % 2, expected[r] / 2}, state, "step " + step);
        }
      }
    }
  }

  /** Two modes that Gibbs sampling hardly ever crosses between: all units off, or all on. */
  @Test
  void chainsCrossBetweenModes() {
    List<Integer> shape = List.of(4, 4);
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    float[] parameters = new float[machine.layout().size()];
    EnumeratedMachine index = new EnumeratedMachine(shape, parameters);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        parameters[index.weight(0, i, j)] = 6;
      }
      parameters[index.bias(0, i)] = -12;
      parameters[index.bias(1, i)] = -12;
    }
    double[] hidden = new EnumeratedMachine(shape, parameters).marginal(1);
    assertTrue(hidden[0] > 0.45 && hidden[15] > 0.45, "two modes");
    int chains = 2000;
    int moves = 400;
    ChainStates alone = ChainStates.zeros(machine, chains);
    GibbsSampler sampler = new GibbsSampler(machine);
    sampler.sweep(alone, moves, parameters, new RandomStream(SEED, Purpose.CHAINS, 0, 1));
    assertTrue(on(alone) < 0.1, "Gibbs sampling crosses by itself: the test says nothing");
    ChainStates cold = ChainStates.zeros(machine, chains);
    move(new ParallelTempering(machine, chains, 8, 0), sampler, cold, parameters, moves);
    // Each chain has forgotten where it began; then a share of chains is binomial.
    assertEquals(hidden[15], on(cold), 5 * Math.sqrt(0.25 / chains), "seed " + SEED);
  }

  private static double on(ChainStates chains) {
    double on = 0;
    for (int c = 0; c < chains.chains(); c++) {
      float[] h = chains.layer(1).rows(c, c + 1).toArray();
      on += h[0] * h[1] * h[2] * h[3] / chains.chains();
    }
    return on;
  }
}
