package io.boltzspark.evaluation.partition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.evaluation.partition.AnnealingSchedule.Spacing;
import io.boltzspark.evaluation.partition.ReverseAnnealing.Start;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    assertAgrees(exact, forward(machine, parameters, plan(250, 500, UNIFORM, 1)));
    assertAgrees(exact, forward(machine, parameters, plan(250, 500, base, 2)));
    // These machines mix within some ten sweeps.
    assertAgrees(exact, reverse(machine, parameters, plan(250, 500, base, 3), Start.NOISE, 200));
    assertAgrees(exact, reverse(machine, parameters, plan(250, 500, base, 4), Start.DATA, 200));
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
