package io.boltzspark.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.boltzmann.LikelihoodLearner;
import io.boltzspark.boltzmann.LikelihoodStep;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.boltzmann.StatisticsLayout;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parts equal the whole, to the bit, however consecutive lanes are dealt out to tasks. */
class SubtreeMergerTest {
  private static final List<Integer> SHAPE = List.of(31, 17);
  private static final BoltzmannMachine MACHINE = BoltzmannMachine.bernoulli(SHAPE);
  private static final float[] PARAMETERS = EnumeratedMachine.randomParameters(SHAPE, 0.5, 81);
  private static final int SIZE = StatisticsLayout.of(MACHINE).size();
  private static final int LANES = 8;
  private static final int BATCH = 21; // lanes of 2 and 3 rows

  /** The statistics of each lane, from real steps. */
  private static float[][] laneSums(Algorithm algorithm) {
    float[][] sums = new float[LANES][SIZE];
    Lanes lanes = new Lanes(LANES);
    SplittableRandom random = new SplittableRandom(82);
    for (int lane = 0; lane < LANES; lane++) {
      LikelihoodStep step =
          new LikelihoodStep(MACHINE, Configs.of(SHAPE, algorithm, 1, BATCH, 13, 83), lanes, lane);
      int rows = lanes.size(lane, BATCH);
      for (Matrix states : List.of(step.rows(rows), step.chains().layer(1))) {
        for (int i = 0; i < states.rows() * states.columns(); i++) {
          states.values()[states.offset() + i] = random.nextInt(2);
        }
      }
      step.compute(PARAMETERS, rows, BATCH, 1, 0, sums[lane]);
    }
    return sums;
  }

  /** The parts that tasks send whose lanes begin at the set bits (lane 0 always does). */
  private static List<StepStatistics> parts(int firstLanes, BiConsumer<Integer, float[]> compute) {
    List<StepStatistics> parts = new ArrayList<>();
    for (int from = 0; from < LANES; ) {
      int to = from + 1;
      while (to < LANES && (firstLanes >> to & 1) == 0) {
        to++;
      }
      parts.addAll(new SubtreeMerger(from, to, SIZE).merge(compute));
      from = to;
    }
    return parts;
  }

  private static float[] stepped(List<StepStatistics> parts) {
    float[] parameters = PARAMETERS.clone();
    BoltzmannConfig config = Configs.machine(SHAPE).build();
    try (ParallelRanges one = new ParallelRanges(1)) {
      float[] dataMean = new float[SHAPE.get(0)];
      LikelihoodLearner learner =
          new LikelihoodLearner(MACHINE, config, parameters, dataMean, new int[0], s -> 1, 1, one);
      assertTrue(learner.step(parts, BATCH));
    }
    return parameters;
  }

  @ParameterizedTest
  @EnumSource
  void everySplitOfEightLanesGivesTheSameBits(Algorithm algorithm) {
    float[][] sums = laneSums(algorithm);
    BiConsumer<Integer, float[]> copy =
        (lane, target) -> System.arraycopy(sums[lane], 0, target, 0, target.length);
    float[] whole = stepped(parts(0, copy));
    for (int firstLanes = 0; firstLanes < 1 << LANES; firstLanes += 2) { // all 128 of them
      assertArrayEquals(
          whole,
          stepped(parts(firstLanes, copy)),
          "tasks begin at " + Integer.toBinaryString(firstLanes));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRootIsTheSumOverLanes(Algorithm algorithm) {
    float[][] sums = laneSums(algorithm);
    List<StepStatistics> parts =
        parts(0, (lane, target) -> System.arraycopy(sums[lane], 0, target, 0, target.length));
    assertEquals(1, parts.size());
    assertEquals(3, parts.get(0).level());
    assertEquals(0, parts.get(0).index());
    for (int p = 0; p < SIZE; p++) {
      double sum = 0;
      double magnitude = 0;
      for (float[] lane : sums) {
        sum += lane[p];
        magnitude += Math.abs(lane[p]);
      }
      // Each lane's number passes through three additions.
      assertEquals(sum, parts.get(0).sums()[p], 4 * 0x1p-24 * magnitude, "parameter " + p);
    }
  }

  /** (1 + 2^-24) + 2^-24 is 1 in single precision, 1 + (2^-24 + 2^-24) is not. */
  @Test
  void additionsFollowTheTreeAndNotTheOrderOfArrival() {
    float[] values = {1, 0x1p-24f, 0x1p-24f, 0x1p-24f};
    List<StepStatistics> parts =
        new SubtreeMerger(0, 4, 1).merge((lane, sums) -> sums[0] = values[lane]);
    assertEquals(1 + 0x1p-23f, parts.get(0).sums()[0]); // from left to right it would be 1
  }

  @Test
  void subtreesAreTheLargestCompleteOnes() {
    for (int from = 0; from < 16; from++) {
      for (int to = from; to <= 16; to++) {
        List<StepStatistics> merged = new SubtreeMerger(from, to, 1).merge((lane, sums) -> {});
        List<int[]> plan = SubtreeMerger.subtrees(from, to);
        assertEquals(plan.size(), merged.size());
        int lane = from;
        for (int i = 0; i < plan.size(); i++) {
          int level = plan.get(i)[0];
          int index = plan.get(i)[1];
          assertEquals(level, merged.get(i).level());
          assertEquals(index, merged.get(i).index());
          assertEquals(lane, index << level, "subtrees follow one another");
          lane += 1 << level;
          boolean parentFits =
              index >> 1 << level + 1 >= from && (index / 2 + 1) << level + 1 <= to;
          assertTrue(!parentFits, "a larger subtree lies within " + from + " to " + to);
        }
        assertEquals(to, lane);
      }
    }
  }

  @Test
  void arraysAreKeptFromStepToStep() {
    SubtreeMerger merger = new SubtreeMerger(1, 8, 3);
    Set<Integer> first = new HashSet<>();
    Set<Integer> later = new HashSet<>();
    for (int step = 0; step < 5; step++) {
      Set<Integer> arrays = step == 0 ? first : later;
      int number = step;
      List<StepStatistics> parts =
          merger.merge(
              (lane, sums) -> {
                arrays.add(System.identityHashCode(sums));
                Arrays.fill(sums, lane + 100f * number);
              });
      // lanes 1, 2-3 and 4-7
      int[] sums = {1 + 100 * step, 5 + 200 * step, 22 + 400 * step};
      for (int i = 0; i < 3; i++) {
        assertEquals(sums[i], parts.get(i).sums()[2]);
      }
    }
    assertTrue(first.containsAll(later), "a later step has allocated");
  }

  @Test
  void onlySiblingsAreMerged() {
    StepStatistics[] leaves =
        IntStream.range(0, 4)
            .mapToObj(i -> new StepStatistics(0, i, new float[1]))
            .toArray(StepStatistics[]::new);
    assertThrows(IllegalArgumentException.class, () -> leaves[1].mergeInPlace(leaves[2]));
    assertThrows(IllegalArgumentException.class, () -> leaves[1].mergeInPlace(leaves[0]));
    assertThrows(IllegalArgumentException.class, () -> leaves[0].mergeInPlace(leaves[3]));
    StepStatistics above = leaves[2].mergeInPlace(leaves[3]);
    assertEquals("statistics of subtree 1 at level 1", above.toString());
    assertThrows(IllegalArgumentException.class, () -> leaves[0].mergeInPlace(above));
  }
}
