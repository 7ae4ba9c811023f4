package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.LearnerState;
import io.boltzspark.learning.Moments;
import io.boltzspark.learning.Optimizer;
import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.learning.OptimizerConfig.Kind;
import io.boltzspark.learning.Schedule;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a step depends on and what it does not, and what is noticed and refused. */
class LikelihoodLearnerTest {
  private static final List<Integer> SHAPE = List.of(83, 61, 40); // three and two blocks of rows
  private static final BoltzmannMachine MACHINE = BoltzmannMachine.bernoulli(SHAPE);
  private static final StatisticsLayout LAYOUT = StatisticsLayout.of(MACHINE);
  private static final int SIZE = MACHINE.layout().size();
  private static final int UNITS = MACHINE.layout().firstUnitParameter();
  private static final int STEPS = 6;

  private final ParallelRanges one = new ParallelRanges(1);

  @AfterEach
  void close() {
    one.close();
  }

  private static LikelihoodLearner learner(
      BoltzmannConfig config, Schedule schedule, ParallelRanges threads, int... held) {
    float[] parameters = EnumeratedMachine.randomParameters(SHAPE, 0.1, 101);
    float[] dataMean = new float[SHAPE.get(0)];
    for (int i = 0; i < dataMean.length; i++) {
      dataMean[i] = (float) i / dataMean.length;
    }
    return new LikelihoodLearner(
        MACHINE, config, parameters, dataMean, held, schedule, STEPS, threads);
  }

  private LikelihoodLearner adam() {
    return learner(Configs.machine(SHAPE).build(), step -> 1 - 0.1 * step, one);
  }

  /** Statistics of four lanes as tasks of lane 0, lane 1 and lanes 2 and 3 send them. */
  private static List<StepStatistics> parts(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<StepStatistics> parts = new ArrayList<>();
    for (int[] place : new int[][] {{0, 0}, {0, 1}, {1, 1}}) {
      float[] sums = new float[LAYOUT.size()];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = (float) (i < SIZE ? random.nextGaussian() : 3 * random.nextDouble());
      }
      parts.add(new StepStatistics(place[0], place[1], sums));
    }
    return parts;
  }

  /** Every rule, each option alone, and all of them together. */
  static Stream<BoltzmannConfig> options() {
    Penalties all = new Penalties(0.01, 0.02, 0.7, 0.1, 0.5, 3);
    List<Configs> configs = new ArrayList<>();
    configs.add(Configs.machine(SHAPE).optimizer(Configs.sgd(0.1, 0.9, false)));
    configs.add(Configs.machine(SHAPE).centred(0.1));
    configs.add(Configs.machine(SHAPE).penalty(new Penalties(0.01, 0.02, 0, 0.1, 0, 0)));
    configs.add(Configs.machine(SHAPE).penalty(new Penalties(0, 0, 0.7, 0.1, 0, 0)));
    configs.add(Configs.machine(SHAPE).penalty(new Penalties(0, 0, 0, 0.1, 0.5, 0)));
    configs.add(Configs.machine(SHAPE).penalty(new Penalties(0, 0, 0, 0.1, 0, 3)));
    configs.add(Configs.machine(SHAPE).averaging(0.5));
    configs.add(Configs.machine(SHAPE).temperature(1.7));
    for (Kind kind : Kind.values()) {
      configs.add(Configs.machine(SHAPE).optimizer(Configs.optimizer(kind, 0.01)));
      configs.add(
          Configs.machine(SHAPE)
              .optimizer(new OptimizerConfig(kind, 0.02, 0.9, 0.99, 1e-8, 0.8, true, 0.1))
              .centred(0.1)
              .penalty(all)
              .averaging(0.5));
    }
    return configs.stream().map(Configs::build);
  }

  private static void assertSame(Map<String, float[]> expected, Map<String, float[]> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), name));
  }

  /** Without centring, which moves biases to make up for weights. */
  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatIsHeldStaysAsItIs(Kind kind) {
    OptimizerConfig rule = new OptimizerConfig(kind, 0.02, 0.9, 0.99, 1e-8, 0.8, true, 0.1);
    BoltzmannConfig config = Configs.machine(SHAPE).optimizer(rule).averaging(1).build();
    LikelihoodLearner learner = learner(config, step -> 1, one, UNITS, SIZE - 1);
    float[] before = learner.parameters().clone();
    for (int step = 0; step < STEPS; step++) {
      assertTrue(learner.step(parts(step), 10));
    }
    for (int p = UNITS; p < SIZE; p++) {
      boolean held = p == UNITS || p == SIZE - 1;
      assertEquals(held, before[p] == learner.parameters()[p], kind + ", parameter " + p);
    }
    assertEquals(before[UNITS], learner.modelParameters()[UNITS], Math.ulp(before[UNITS]));
  }

  @ParameterizedTest
  @MethodSource("options")
  void threadsDoNotChangeABit(BoltzmannConfig config) {
    LikelihoodLearner alone = learner(config, step -> 1 - 0.1 * step, one);
    for (int step = 0; step < STEPS; step++) {
      assertTrue(alone.step(parts(step), 10));
    }
    for (int threads : new int[] {2, 3, 4, 16}) {
      try (ParallelRanges several = new ParallelRanges(threads)) {
        LikelihoodLearner together = learner(config, step -> 1 - 0.1 * step, several);
        for (int step = 0; step < STEPS; step++) {
          together.step(parts(step), 10);
        }
        assertSame(alone.state().arrays(), together.state().arrays());
        assertArrayEquals(alone.modelParameters(), together.modelParameters());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("options")
  void aRestoredStateHasTheSameFuture(BoltzmannConfig config) {
    for (int before : new int[] {0, 1, 4}) {
      LikelihoodLearner learner = learner(config, step -> 1 - 0.1 * step, one);
      for (int step = 0; step < before; step++) {
        learner.step(parts(step), 10);
      }
      LearnerState state = learner.state().copy();
      for (int step = before; step < STEPS; step++) {
        learner.step(parts(step), 10);
      }
      LearnerState future = learner.state().copy();
      float[] model = learner.modelParameters().clone();

      LikelihoodLearner other = learner(config, step -> 1 - 0.1 * step, one);
      other.step(parts(99), 10); // what it was before does not matter
      for (LikelihoodLearner restored : List.of(learner, other)) {
        restored.restore(state);
        assertEquals(before, restored.step());
        assertFalse(Arrays.equals(future.arrays().get("parameters"), restored.parameters()));
        for (int step = before; step < STEPS; step++) {
          restored.step(parts(step), 10);
        }
        assertSame(future.arrays(), restored.state().arrays());
        assertArrayEquals(model, restored.modelParameters());
      }
      learner.restore(state); // what was copied has not moved
      assertSame(state.arrays(), learner.state().arrays());
      assertNotSame(state.arrays().get("parameters"), learner.parameters());
    }
  }

  @Test
  void everyParameterMovesAlongTheMeanAtTheScheduledRate() {
    BoltzmannConfig config = Configs.machine(SHAPE).optimizer(Configs.sgd(0.5, 0, false)).build();
    LikelihoodLearner learner = learner(config, step -> 1.0 / (step + 1), one);
    learner.restore(new LearnerState(4, learner.state().copy().arrays()));
    float[] before = learner.parameters().clone();
    assertTrue(learner.step(parts(2), 10));
    assertEquals(5, learner.step());
    List<StepStatistics> parts = parts(2);
    for (int i = 0; i < SIZE; i++) {
      double sum = 0;
      double magnitude = 0;
      for (StepStatistics part : parts) {
        sum += part.sums()[i];
        magnitude += Math.abs(part.sums()[i]);
      }
      // Step 4 has the rate 0.5 / 5. Two additions, the reciprocal of 10, the rate and two
      // products;
      // then the sum, of which the parameters are below 2.
      double rounding = 6 * 0x1p-24 * magnitude / 10 * 0.1 + 2 * 0x1p-24;
      assertEquals(before[i] + 0.1 * sum / 10, learner.parameters()[i], rounding, "" + i);
    }
  }

  /** With nothing else switched on, a step is the optimiser's along the mean, to the bit. */
  @ParameterizedTest
  @EnumSource
  void theOptimiserIsToldTheStepAndItsRate(Kind kind) {
    OptimizerConfig rule = new OptimizerConfig(kind, 0.02, 0.9, 0.99, 1e-8, 0.8, true, 0.1);
    LikelihoodLearner learner =
        learner(Configs.machine(SHAPE).optimizer(rule).build(), step -> 1.0 / (step + 1), one);
    Optimizer optimizer =
        Optimizer.of(rule, new Moments(SIZE), MACHINE.layout().firstUnitParameter());
    float[] parameters = learner.parameters().clone();
    for (int step = 0; step < STEPS; step++) {
      learner.step(parts(step), 10);
      float[] mean = new float[SIZE];
      List<StepStatistics> parts = parts(step); // lane 0, lane 1, lanes 2 and 3
      for (int i = 0; i < SIZE; i++) {
        float firstTwo = parts.get(0).sums()[i] + parts.get(1).sums()[i];
        mean[i] = (firstTwo + parts.get(2).sums()[i]) * (float) (1 / 10.0);
      }
      optimizer.beginStep(step, 1.0 / (step + 1));
      optimizer.update(parameters, mean, 0, SIZE);
    }
    assertArrayEquals(parameters, learner.parameters());
  }

  @Test
  void theStateHasANameForEverything() {
    BoltzmannConfig config =
        Configs.machine(SHAPE)
            .centred(0.1)
            .penalty(new Penalties(0, 0, 0, 0.1, 0.5, 0))
            .averaging(0.5)
            .build();
    assertEquals(
        List.of(
            "parameters",
            "optimizer.first-moment",
            "optimizer.second-moment",
            "centring.offset.1",
            "centring.offset.2",
            "sparsity.mean.1",
            "sparsity.mean.2",
            "average"),
        List.copyOf(learner(config, step -> 1, one).state().arrays().keySet()));
  }

  /**
   * With a temperature T the parameters that are kept are 1/T of those whose energy is divided by
   * T. So the same steps with gradients divided by T lead to T times as much; with a power of two
   * to the bit, since all the roundings are the same.
   */
  @ParameterizedTest
  @EnumSource(value = Kind.class, names = "ADAMW", mode = EnumSource.Mode.EXCLUDE) // it decays
  void aTemperatureIsAChangeOfUnits(Kind kind) {
    int temperature = 4;
    Configs config =
        Configs.machine(SHAPE)
            .optimizer(new OptimizerConfig(kind, 0.02, 0.9, 0.99, 1e-8, 0.8, true, 0))
            .penalty(new Penalties(0.01, 0, 0, 0.1, 0, 3));
    LikelihoodLearner plain = learner(config.build(), step -> 1, one);
    LikelihoodLearner hot = learner(config.temperature(temperature).build(), step -> 1, one);
    for (int i = 0; i < SIZE; i++) {
      hot.parameters()[i] = plain.parameters()[i] / temperature;
    }
    for (int step = 0; step < STEPS; step++) {
      List<StepStatistics> divided = parts(step);
      for (StepStatistics part : divided) {
        for (int i = 0; i < SIZE; i++) {
          part.sums()[i] /= temperature;
        }
      }
      plain.step(divided, 10);
      hot.step(parts(step), 10);
    }
    for (int i = 0; i < SIZE; i++) {
      assertEquals(plain.parameters()[i], temperature * hot.parameters()[i], "parameter " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aUnitParameterThatIsNotFiniteIsNoticedAtOnce(float poison) {
    // A clipped gradient, which would hide it, is divided by its infinite norm.
    BoltzmannConfig clipped =
        Configs.machine(SHAPE).penalty(new Penalties(0, 0, 0, 0.1, 0, 1)).build();
    for (int place : new int[] {UNITS, SIZE - 1}) {
      for (BoltzmannConfig config : List.of(Configs.machine(SHAPE).build(), clipped)) {
        LikelihoodLearner statistics = learner(config, step -> 1, one);
        List<StepStatistics> poisoned = parts(1);
        poisoned.get(1).sums()[place] = poison;
        assertFalse(statistics.step(poisoned, 10), "in the statistics, at " + place);
        LikelihoodLearner parameters = learner(config, step -> 1, one);
        parameters.parameters()[place] = poison;
        assertFalse(parameters.step(parts(1), 10), "in the parameters, at " + place);
        assertFalse(parameters.isFinite());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWeightThatIsNotFiniteIsNoticedByTheNextStep(Algorithm algorithm) {
    int ofVisible = 123; // whose units are zeros: an infinite weight gives 0 * infinity
    int between = UNITS - 1;
    assertNoticed(algorithm, ofVisible, Float.NaN);
    assertNoticed(algorithm, ofVisible, Float.POSITIVE_INFINITY);
    assertNoticed(algorithm, between, Float.NaN);
  }

  private void assertNoticed(Algorithm algorithm, int place, float poison) {
    LikelihoodLearner learner = adam();
    learner.parameters()[place] = poison;
    assertFalse(learner.isFinite(), "the whole check sees weights");
    LikelihoodStep lane =
        new LikelihoodStep(MACHINE, Configs.of(SHAPE, algorithm, 1, 10, 10, 1), new Lanes(1), 0);
    lane.rows(10);
    float[] sums = new float[LAYOUT.size()];
    lane.compute(learner.parameters(), 10, 10, 1, 0, sums);
    assertFalse(learner.step(List.of(new StepStatistics(0, 0, sums)), 10), poison + " at " + place);
  }

  @Test
  void finiteParametersAreFinite() {
    LikelihoodLearner learner = adam();
    assertTrue(learner.isFinite());
    learner.parameters()[0] = Float.MAX_VALUE;
    assertTrue(learner.isFinite());
  }

  @Test
  void gapsBetweenPartsAreRefusedBeforeAnythingMoves() {
    LikelihoodLearner learner = adam();
    LearnerState before = learner.state().copy();
    List<StepStatistics> parts = parts(1);
    List<List<StepStatistics>> gaps =
        List.of(List.of(), parts.subList(1, 3), List.of(parts.get(0), parts.get(2)));
    for (List<StepStatistics> gap : gaps) {
      Exception e = assertThrows(IllegalArgumentException.class, () -> learner.step(gap, 10));
      assertTrue(e.getMessage().contains("do not cover all lanes"), e.getMessage());
    }
    assertSame(before.arrays(), learner.state().arrays());
    assertEquals(0, learner.step());
  }
}
