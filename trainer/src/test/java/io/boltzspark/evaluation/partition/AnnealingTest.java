package io.boltzspark.evaluation.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.evaluation.partition.AnnealingSchedule.Spacing;
import io.boltzspark.evaluation.partition.ReverseAnnealing.Start;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.SmallMachine;
import io.boltzspark.model.UpdateOrder;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.testing.Slow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both directions of annealing against enumeration. */
class AnnealingTest {
  private static final double[] UNIFORM = {};

  private static AnnealingPlan plan(int chains, int temperatures, double[] base, long seed) {
    AnnealingSchedule schedule = new AnnealingSchedule(temperatures, Spacing.DENSE);
    return new AnnealingPlan(chains, schedule, base, seed);
  }

  private static LogPartitionEstimate forward(
      BoltzmannMachine machine, float[] parameters, AnnealingPlan plan) {
    AnnealedImportance walk = new AnnealedImportance(machine, parameters, plan);
    List<Double> logWeights = new ArrayList<>();
    for (int s = 0; s < ChainSlice.slices(plan.chains()); s++) {
      ChainSlice start = walk.start(s, ChainSlice.chains(s, plan.chains()));
      Arrays.stream(walk.advance(start, walk.steps()).logWeights()).forEach(logWeights::add);
    }
    return walk.weights(logWeights.stream().mapToDouble(d -> d).toArray()).estimate();
  }

  private static LogPartitionEstimate reverse(
      BoltzmannMachine machine, float[] parameters, AnnealingPlan plan, Start start, int sweeps) {
    ReverseAnnealing walk = new ReverseAnnealing(machine, parameters, plan, start, sweeps);
    List<Double> logWeights = new ArrayList<>();
    for (int s = 0; s < ChainSlice.slices(plan.chains()); s++) {
      int chains = ChainSlice.chains(s, plan.chains());
      ChainSlice first =
          start == Start.NOISE
              ? walk.startAtNoise(s, chains)
              : walk.startAtData(s, Matrix.zeros(chains, machine.visible().size()));
      Arrays.stream(walk.advance(first, walk.steps()).logWeights()).forEach(logWeights::add);
    }
    return walk.weights(logWeights.stream().mapToDouble(d -> d).toArray()).estimate();
  }

  private static void assertAgrees(double exact, LogPartitionEstimate estimate) {
    assertTrue(estimate.isReliable(), estimate.toString());
    double tolerance = 5 * estimate.standardError();
    assertEquals(exact, estimate.logPartition(), tolerance, estimate.toString());
  }

  /** Shapes as visible-hidden-..., weights of deviation 1: well away from independent units. */
  @ParameterizedTest
  @ValueSource(strings = {"5-12", "12-5", "6-6", "5-6-4", "4-4-4-4"})
  void bothDirectionsFindTheExactValue(String shape) {
    List<Integer> sizes = Arrays.stream(shape.split("-")).map(Integer::valueOf).toList();
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(sizes);
    float[] parameters = EnumeratedMachine.randomParameters(sizes, 1, 11);
    double exact = new EnumeratedMachine(sizes, parameters).logPartition();
    double[] base = new double[sizes.get(0)];
    Arrays.setAll(base, i -> (i + 1.0) / (base.length + 1));
    // These machines mix within some ten sweeps.
    for (LogPartitionEstimate estimate :
        estimates(sizes.get(0), machine, parameters, 500, base, 200)) {
      assertAgrees(exact, estimate);
    }
  }

  /** Both directions from both bases, or each direction from one, of which each is of some case. */
  private static List<LogPartitionEstimate> estimates(
      int number, BoltzmannMachine machine, float[] parameters, int steps, double[] base, int mix) {
    List<LogPartitionEstimate> estimates = new ArrayList<>();
    if (Slow.isWanted() || number % 2 == 0) {
      estimates.add(forward(machine, parameters, plan(250, steps, UNIFORM, 1)));
      estimates.add(reverse(machine, parameters, plan(250, steps, base, 4), Start.DATA, mix));
    }
    if (Slow.isWanted() || number % 2 != 0) {
      estimates.add(forward(machine, parameters, plan(250, steps, base, 2)));
      estimates.add(reverse(machine, parameters, plan(250, steps, base, 3), Start.NOISE, mix));
    }
    return estimates;
  }

  static Stream<SmallMachine> withCouplings() {
    return Stream.of(SmallMachine.values()).filter(small -> small.machine().hasCouplings());
  }

  @ParameterizedTest
  @MethodSource("withCouplings")
  void bothDirectionsFindTheExactValueWithCouplings(SmallMachine small) {
    BoltzmannMachine machine = small.machine();
    float[] parameters = small.parameters(12);
    EnumeratedMachine enumerated = small.enumerated(parameters);
    double exact = enumerated.logPartition();
    double[] base = visibleMeans(enumerated);
    for (LogPartitionEstimate estimate :
        estimates(small.ordinal(), machine, parameters, 300, base, 100)) {
      assertTrue(estimate.isReliable(), estimate.toString());
      // 300 steps off by some 1e-6, as they are in single precision.
      double tolerance = 5 * estimate.standardError() + 3e-4;
      assertEquals(exact, estimate.logPartition(), tolerance, small + ": " + estimate);
    }
  }

  private static double[] visibleMeans(EnumeratedMachine exact) {
    double[] joint = exact.joint();
    double[] means = new double[exact.size(0)];
    for (int n = 0; n < joint.length; n++) {
      for (int i = 0; i < means.length; i++) {
        means[i] += joint[n] * exact.value(n, 0, i);
      }
    }
    return means;
  }

  /**
   * Among chains from the machine's distribution, a sweep leads as often from one state to another
   * as back. Summed over pairs of states, {@code (n - n')^2 / (n + n')} has the mean 1 a pair and,
   * about, the variance 2; a sweep from the first unit to the last and no more is far off.
   */
  @ParameterizedTest
  @EnumSource(
      value = SmallMachine.class,
      names = {"COUPLED_SPIN", "SEMI_RESTRICTED_BERNOULLI", "GENERAL_BERNOULLI", "DEEP_COUPLED"})
  void aSweepIsItsOwnReversal(SmallMachine small) {
    int chains = 100_000;
    BoltzmannMachine machine = small.machine();
    float[] parameters = small.parameters(13);
    EnumeratedMachine exact = small.enumerated(parameters);
    ChainStates states = new ChainStates(exact.draws(chains, new SplittableRandom(14)));
    AnnealedPath path = plan(chains, 1, UNIFORM, 1).path(machine, parameters);
    int[] before = numbers(exact, path, states);
    path.move(states, 1, new RandomStream(15, Purpose.ANNEALING, 0, 0));
    int[] after = numbers(exact, path, states);
    int count = exact.states();
    int[][] moves = new int[count][count];
    for (int c = 0; c < chains; c++) {
      moves[before[c]][after[c]]++;
    }
    double sum = 0;
    int pairs = 0;
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < a; b++) {
        double both = moves[a][b] + moves[b][a];
        sum += both == 0 ? 0 : Math.pow(moves[a][b] - moves[b][a], 2) / both;
        pairs += both == 0 ? 0 : 1;
      }
    }
    assertTrue(pairs > 50, pairs + " pairs");
    assertEquals(pairs, sum, 5 * Math.sqrt(2.0 * pairs), small.toString());
  }

  /** The number of each chain's state, in which summed layers count as if all were off. */
  private static int[] numbers(EnumeratedMachine exact, AnnealedPath path, ChainStates states) {
    ChainStates some = new ChainStates(exact.draws(states.chains(), new SplittableRandom(1)));
    for (int l = 0; l < exact.layers(); l++) {
      Matrix first = some.layer(l).rows(0, 1);
      for (int r = 0; r < states.chains(); r++) {
        some.layer(l).rows(r, r + 1).setFrom(first);
      }
    }
    for (int i = 0; i < path.carried().size(); i++) {
      int l = path.carried().layer(i);
      some.layer(l).setFrom(states.layer(l));
    }
    int[] numbers = new int[states.chains()];
    Arrays.setAll(numbers, r -> exact.stateOf(some.layers(), r));
    return numbers;
  }

  @Test
  void coupledLayersMustBeCarried() {
    SmallMachine small = SmallMachine.SEMI_RESTRICTED_BERNOULLI;
    BoltzmannMachine machine = small.machine();
    UpdateOrder order = machine.updateOrder();
    assertThrows(
        IllegalArgumentException.class,
        () -> new AnnealedPath(machine, small.parameters(1), UNIFORM, order.drawnLast()));
    assertEquals("layers [0]", AnnealedPath.betterCarried(machine).toString());
    assertEquals(
        "layers [1]", AnnealedPath.betterCarried(SmallMachine.COUPLED_HIDDEN.machine()).toString());
    assertEquals(
        "layers [0, 1, 2]",
        AnnealedPath.betterCarried(SmallMachine.DEEP_COUPLED.machine()).toString());
  }

  /**
   * Steps so large that the kernel for small changes is of no use: from the base to the machine in
   * one, which is plain importance sampling.
   */
  @Test
  void aSingleTemperatureIsImportanceSampling() {
    List<Integer> sizes = List.of(3, 4);
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(sizes);
    float[] parameters = EnumeratedMachine.randomParameters(sizes, 1.5, 5);
    double exact = new EnumeratedMachine(sizes, parameters).logPartition();
    assertAgrees(exact, forward(machine, parameters, plan(20_000, 1, UNIFORM, 1)));
  }

  @Test
  void withoutWeightsEveryChainIsExact() {
    List<Integer> sizes = List.of(3, 4, 2);
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(sizes);
    float[] parameters = EnumeratedMachine.randomParameters(sizes, 1, 5);
    Arrays.fill(parameters, 0, machine.layout().firstUnitParameter(), 0f);
    Arrays.fill(parameters, machine.layer(1).biasOffset(), parameters.length, 0f);
    double[] mean = new double[3];
    Arrays.setAll(mean, i -> 1 / (1 + Math.exp(-parameters[machine.visible().biasOffset() + i])));
    LogPartitionEstimate estimate = forward(machine, parameters, plan(10, 20, mean, 1));
    double exact = new EnumeratedMachine(sizes, parameters).logPartition();
    // The base's biases are the machine's but for their rounding to single precision.
    assertEquals(exact, estimate.logPartition(), 1e-6);
    assertEquals(0, estimate.standardError(), 1e-6);
  }

  /**
   * Each tail of a normal error beyond three deviations has 0.13 %: 100 runs, one beyond at most.
   */
  @Test
  void theIntervalHoldsInNearlyAllOfAHundredSeeds() {
    List<Integer> sizes = List.of(4, 4);
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(sizes);
    float[] parameters = EnumeratedMachine.randomParameters(sizes, 1, 8);
    double exact = new EnumeratedMachine(sizes, parameters).logPartition();
    int outside = 0;
    int above = 0;
    for (int seed = 0; seed < 100; seed++) {
      for (LogPartitionEstimate estimate :
          List.of(
              forward(machine, parameters, plan(100, 50, UNIFORM, seed)),
              reverse(machine, parameters, plan(100, 50, UNIFORM, seed), Start.NOISE, 50))) {
        outside += estimate.lower() <= exact && exact <= estimate.upper() ? 0 : 1;
        above += estimate.logPartition() > exact ? 1 : 0;
      }
    }
    // 0.54 expected of 200, and three more have a probability below 1 %.
    assertTrue(outside <= 3, outside + " of 200 intervals miss log Z");
    // An error bar that is far too wide would hide a bias: about half lie above.
    assertTrue(Math.abs(above - 100) <= 5 * Math.sqrt(200) / 2, above + " of 200 above");
  }

  @Test
  void aWalkMayBeInterruptedAnywhere() {
    List<Integer> sizes = List.of(5, 4, 3);
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(sizes);
    float[] parameters = EnumeratedMachine.randomParameters(sizes, 1, 8);
    AnnealingPlan plan = plan(7, 200, UNIFORM, 3);
    AnnealedImportance up = new AnnealedImportance(machine, parameters, plan);
    ReverseAnnealing down = new ReverseAnnealing(machine, parameters, plan, Start.NOISE, 10);
    assertInterruptible(up, up.start(2, 7), new AnnealedImportance(machine, parameters, plan));
    assertInterruptible(
        down,
        down.startAtNoise(2, 7),
        new ReverseAnnealing(machine, parameters, plan, Start.NOISE, 10));
  }

  @ParameterizedTest
  @EnumSource(
      value = SmallMachine.class,
      names = {"COUPLED_POTTS", "SEMI_RESTRICTED_GAUSSIAN", "COUPLED_HIDDEN", "DEEP_COUPLED"})
  void aWalkWithCouplingsMayBeInterruptedAnywhere(SmallMachine small) {
    BoltzmannMachine machine = small.machine();
    float[] parameters = small.parameters(9);
    AnnealingPlan plan = plan(7, 200, UNIFORM, 3);
    AnnealedImportance up = new AnnealedImportance(machine, parameters, plan);
    ReverseAnnealing down = new ReverseAnnealing(machine, parameters, plan, Start.NOISE, 10);
    assertInterruptible(up, up.start(2, 7), new AnnealedImportance(machine, parameters, plan));
    assertInterruptible(
        down,
        down.startAtNoise(2, 7),
        new ReverseAnnealing(machine, parameters, plan, Start.NOISE, 10));
  }

  private static void assertInterruptible(
      AnnealingWalk walk, ChainSlice start, AnnealingWalk elsewhere) {
    ChainSlice whole = walk.advance(start, walk.steps());
    ChainSlice parts = walk.advance(start, 7);
    assertEquals(64, parts.step(), "the next step makes its inputs afresh");
    parts = elsewhere.advance(parts, 6);
    assertEquals(128, parts.step());
    parts = walk.advance(parts, 1000);
    assertEquals(walk.steps(), parts.step());
    assertArrayEquals(whole.logWeights(), parts.logWeights());
    assertArrayEquals(whole.carried(), parts.carried());
    assertEquals(0, start.step(), "the slice given is only read");
  }

  @Test
  void slicesHaveNumbersOfTheirOwn() {
    List<Integer> sizes = List.of(5, 4);
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(sizes);
    float[] parameters = EnumeratedMachine.randomParameters(sizes, 1, 8);
    AnnealedImportance walk = new AnnealedImportance(machine, parameters, plan(4, 10, UNIFORM, 3));
    double[] first = walk.advance(walk.start(0, 4), 10).logWeights();
    double[] second = walk.advance(walk.start(1, 4), 10).logWeights();
    assertTrue(!Arrays.equals(first, second));
  }

  @Test
  void schedulesGoFromZeroToOneAndNeverBack() {
    for (Spacing spacing : Spacing.values()) {
      for (int temperatures : new int[] {1, 2, 3, 7, 1000}) {
        AnnealingSchedule schedule = new AnnealingSchedule(temperatures, spacing);
        assertEquals(0, schedule.beta(0));
        assertEquals(1, schedule.beta(temperatures));
        for (int k = 1; k <= temperatures; k++) {
          assertTrue(schedule.beta(k) > schedule.beta(k - 1), spacing + " at " + k);
        }
      }
    }
  }
}
