package io.boltzspark.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.learning.TrainingConfig.Algorithm;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearnerTest {
  private static final List<Integer> SHAPE = List.of(83, 61); // five tiles and a bit
  private static final BoltzmannMachine MACHINE = BoltzmannMachine.bernoulli(SHAPE);
  private static final int SIZE = MACHINE.layout().size();
  private static final int UNITS = MACHINE.layout().firstUnitParameter();

  private final ParallelRanges one = new ParallelRanges(1);

  @AfterEach
  void close() {
    one.close();
  }

  private Learner adam(ParallelRanges parallel) {
    float[] parameters = EnumeratedMachine.randomParameters(SHAPE, 0.1, 101);
    return new Learner(
        MACHINE.layout(), parameters, new Adam(Configs.ADAM, SIZE), s -> 1 - 0.1 * s, parallel, 0);
  }

  /** Statistics of four lanes as tasks of lane 0, lane 1 and lanes 2 and 3 send them. */
  private static List<PhaseStatistics> parts(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<PhaseStatistics> parts = new ArrayList<>();
    for (int[] place : new int[][] {{0, 0}, {0, 1}, {1, 1}}) {
      float[] sums = new float[SIZE];
      for (int i = 0; i < SIZE; i++) {
        sums[i] = (float) random.nextGaussian();
      }
      parts.add(new PhaseStatistics(place[0], place[1], sums));
    }
    return parts;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 16})
  void threadsDoNotChangeABit(int threads) {
    Learner alone = adam(one);
    try (ParallelRanges several = new ParallelRanges(threads)) {
      Learner together = adam(several);
      for (int step = 0; step < 5; step++) {
        assertTrue(alone.step(parts(step), 10));
        assertTrue(together.step(parts(step), 10));
        assertArrayEquals(alone.parameters(), together.parameters(), threads + " threads");
      }
    }
  }

  /** An optimiser that moves nothing and remembers what it was given. */
  private static final class Recording implements Optimizer {
    final float[] seen = new float[SIZE];
    final int[] visits = new int[SIZE];
    final List<String> steps = new ArrayList<>();

    @Override
    public void beginStep(long step, double rateFactor) {
      steps.add(step + " at " + rateFactor);
    }

    @Override
    public void update(float[] parameters, float[] gradient, int from, int to) {
      for (int i = from; i < to; i++) {
        seen[i] = gradient[i];
        visits[i]++;
      }
    }

    @Override
    public Map<String, float[]> moments() {
      return Map.of();
    }
  }

  @Test
  void theOptimiserReceivesTheMeanAndTheSchedule() {
    Recording recording = new Recording();
    Learner learner =
        new Learner(MACHINE.layout(), new float[SIZE], recording, s -> 1.0 / s, one, 4);
    learner.step(parts(1), 10);
    learner.step(parts(2), 10);
    assertEquals(List.of("4 at 0.25", "5 at 0.2"), recording.steps);
    assertEquals(6, learner.step());
    List<PhaseStatistics> parts = parts(2);
    for (int i = 0; i < SIZE; i++) {
      assertEquals(2, recording.visits[i], "parameter " + i + " in two steps");
      double sum = 0;
      double magnitude = 0;
      for (PhaseStatistics part : parts) {
        sum += part.sums()[i];
        magnitude += Math.abs(part.sums()[i]);
      }
      // Two additions, the reciprocal of 10 and its product.
      assertEquals(sum / 10, recording.seen[i], 5 * 0x1p-24 * magnitude / 10);
    }
  }

  @Test
  void aRestoredStateHasTheSameFuture() {
    Learner learner = adam(one);
    learner.step(parts(1), 10);
    Learner.State state = learner.copyState();
    learner.step(parts(2), 10);
    learner.step(parts(3), 10);
    float[] future = learner.parameters().clone();
    List<float[]> moments = learner.optimizer().moments().values().stream().toList();
    float[] second = moments.get(1).clone();

    learner.restore(state);
    assertEquals(1, learner.step());
    assertFalse(Arrays.equals(future, learner.parameters()));
    learner.step(parts(2), 10);
    learner.step(parts(3), 10);
    assertArrayEquals(future, learner.parameters());
    assertArrayEquals(second, moments.get(1));
    learner.restore(state); // what was copied has not moved
    Learner fresh = adam(one);
    fresh.step(parts(1), 10);
    assertArrayEquals(fresh.parameters(), learner.parameters());
    assertEquals(3, state.arrays().size());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aUnitParameterThatIsNotFiniteIsNoticedAtOnce(float poison) {
    for (int place : new int[] {UNITS, SIZE - 1}) {
      // With an optimiser that would hide it, as one that clips gradients may.
      Learner statistics =
          new Learner(MACHINE.layout(), new float[SIZE], new Recording(), s -> 1, one, 0);
      List<PhaseStatistics> poisoned = parts(1);
      poisoned.get(1).sums()[place] = poison;
      assertFalse(statistics.step(poisoned, 10), "in the statistics, at " + place);
      Learner parameters = adam(one);
      parameters.parameters()[place] = poison;
      assertFalse(parameters.step(parts(1), 10), "in the parameters, at " + place);
      assertFalse(parameters.isFinite());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWeightThatIsNotFiniteIsNoticedByTheNextStep(Algorithm algorithm) {
    for (float poison : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      Learner learner = adam(one);
      learner.parameters()[123] = poison;
      assertFalse(learner.isFinite(), "the whole check sees weights");
      LaneStep lane =
          new LaneStep(MACHINE, Configs.of(SHAPE, algorithm, 1, 10, 10, 1), new Lanes(1), 0);
      lane.rows(10); // zeros: an infinite weight gives 0 * infinity
      float[] sums = new float[SIZE];
      lane.compute(learner.parameters(), 10, 10, 0, sums);
      assertFalse(learner.step(List.of(new PhaseStatistics(0, 0, sums)), 10), "poison " + poison);
    }
  }

  @Test
  void finiteParametersAreFinite() {
    Learner learner = adam(one);
    assertTrue(learner.isFinite());
    learner.parameters()[0] = Float.MAX_VALUE;
    assertTrue(learner.isFinite());
  }

  @Test
  void gapsBetweenPartsAreRefusedBeforeAnythingMoves() {
    Learner learner = adam(one);
    float[] before = learner.parameters().clone();
    List<PhaseStatistics> parts = parts(1);
    List<List<PhaseStatistics>> gaps =
        List.of(List.of(), parts.subList(1, 3), List.of(parts.get(0), parts.get(2)));
    for (List<PhaseStatistics> gap : gaps) {
      Exception e = assertThrows(IllegalArgumentException.class, () -> learner.step(gap, 10));
      assertTrue(e.getMessage().contains("do not cover all lanes"), e.getMessage());
    }
    assertArrayEquals(before, learner.parameters());
    assertEquals(0, learner.step());
  }
}
