package io.boltzspark.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.learning.TrainingConfig.Algorithm;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a lane's step depends on, what it leaves behind, and how its two phases are weighted. */
class LaneStepTest {
  private static final List<Integer> SHAPE = List.of(13, 9);
  private static final BoltzmannMachine MACHINE = BoltzmannMachine.bernoulli(SHAPE);
  private static final float[] PARAMETERS = EnumeratedMachine.randomParameters(SHAPE, 1, 61);
  private static final Lanes ONE = new Lanes(1);

  private static LaneStep step(Algorithm algorithm, int k, int batch, int chains, long seed) {
    return new LaneStep(MACHINE, Configs.of(SHAPE, algorithm, k, batch, chains, seed), ONE, 0);
  }

  private static void fill(Matrix binary, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int r = 0; r < binary.rows(); r++) {
      for (int i = 0; i < binary.columns(); i++) {
        binary.set(r, i, random.nextInt(2));
      }
    }
  }

  /** One step from given rows and chains, into an array full of NaN. */
  private static float[] run(LaneStep step, int rows, int batch, long number) {
    fill(step.rows(rows), 71);
    fill(step.chains(), 72);
    float[] sums = new float[PARAMETERS.length];
    Arrays.fill(sums, Float.NaN);
    step.compute(PARAMETERS, rows, batch, number, sums);
    for (float sum : sums) {
      assertTrue(Float.isFinite(sum), "an element was not set");
    }
    return sums;
  }

  @ParameterizedTest
  @EnumSource
  void equalKeysGiveEqualBitsAndOtherKeysDoNot(Algorithm algorithm) {
    float[] parameters = PARAMETERS.clone();
    float[] sums = run(step(algorithm, 2, 10, 12, 5), 10, 10, 3);
    assertArrayEquals(sums, run(step(algorithm, 2, 10, 12, 5), 10, 10, 3));
    assertFalse(Arrays.equals(sums, run(step(algorithm, 2, 10, 12, 5), 10, 10, 4)), "step");
    assertFalse(Arrays.equals(sums, run(step(algorithm, 2, 10, 12, 6), 10, 10, 3)), "seed");
    assertFalse(Arrays.equals(sums, run(step(algorithm, 3, 10, 12, 5), 10, 10, 3)), "k");
    LaneStep[] lanes = new LaneStep[2];
    for (int lane = 0; lane < 2; lane++) {
      TrainingConfig config = Configs.of(SHAPE, algorithm, 2, 20, 24, 5);
      lanes[lane] = new LaneStep(MACHINE, config, new Lanes(2), lane);
      assertEquals(lane, lanes[lane].lane());
    }
    assertFalse(Arrays.equals(run(lanes[0], 10, 20, 3), run(lanes[1], 10, 20, 3)), "lane");
    assertArrayEquals(parameters, PARAMETERS, "the parameters are only read");
  }

  @ParameterizedTest
  @EnumSource
  void aStepLeavesNothingInTheBuffersForAShorterOne(Algorithm algorithm) {
    LaneStep used = step(algorithm, 2, 10, 12, 5);
    run(used, 10, 10, 0);
    run(used, 3, 3, 1);
    assertArrayEquals(run(step(algorithm, 2, 10, 12, 5), 6, 6, 2), run(used, 6, 6, 2));
  }

  @ParameterizedTest
  @EnumSource
  void aLaneWithoutRowsAndChainsContributesZero(Algorithm algorithm) {
    // Item i of 3 belongs to lane floor(8 i / 3): lanes 0, 2 and 5. The others have nothing.
    TrainingConfig config = Configs.of(SHAPE, algorithm, 2, 3, 3, 5);
    for (int lane : new int[] {1, 3, 4, 6, 7}) {
      LaneStep empty = new LaneStep(MACHINE, config, new Lanes(8), lane);
      assertEquals(0, empty.chains().rows());
      for (float sum : run(empty, 0, 3, 0)) {
        assertEquals(0f, sum, 0f);
      }
    }
  }

  @Test
  void aLaneWithChainsAndNoRowsHasANegativePhaseOnly() {
    float[] sums = run(step(Algorithm.PCD, 1, 10, 12, 5), 0, 4, 0);
    for (float sum : sums) { // binary states: every statistic of the chains counts against
      assertTrue(sum <= 0, "a negative phase of " + sum);
    }
    assertTrue(sums[MACHINE.layout().segment("bias.1").offset()] < 0);
  }

  @ParameterizedTest
  @EnumSource
  void chainsMoveAndStayBinary(Algorithm algorithm) {
    LaneStep step = step(algorithm, 3, 10, 12, 5);
    assertEquals(algorithm == Algorithm.PCD ? 12 : 0, step.chains().rows());
    run(step, 10, 10, 0);
    float[] after = step.chains().toArray();
    for (float state : after) {
      assertTrue(state == 0 || state == 1, "a chain's unit is " + state);
    }
    if (algorithm == Algorithm.PCD) {
      Matrix before = Matrix.zeros(12, 9);
      fill(before, 72);
      assertFalse(Arrays.equals(before.toArray(), after), "the chains stand still");
    }
  }

  /**
   * Biases of 30 leave chains no choice: all their units are 1. Rows are zero, and their hidden
   * means 1 as well. So every statistic is a count: none of the visible units of the rows, {@code
   * rows} of the hidden ones, less B / C times the chains.
   */
  @ParameterizedTest
  @CsvSource({"10, 10, 12", "10, 10, 40", "4, 4, 12", "3, 10, 12"})
  void chainsAreWeightedByRowsPerChain(int rows, int batch, int chains) {
    float[] certain = new float[PARAMETERS.length];
    Arrays.fill(certain, MACHINE.layout().firstUnitParameter(), certain.length, 30f);
    LaneStep step = step(Algorithm.PCD, 2, 10, chains, 5);
    step.rows(rows); // zeros
    float[] sums = new float[certain.length];
    step.compute(certain, rows, batch, 0, sums);
    int hiddenBias = MACHINE.layout().segment("bias.1").offset();
    for (int p = 0; p < sums.length; p++) {
      double expected = p < hiddenBias ? -batch : rows - batch;
      // Up to 50 terms of at most 1: as many roundings, and the sigmoid's 2e-7 in each.
      assertEquals(expected, sums[p], 50 * (50 * 0x1p-24 + 2e-7), "parameter " + p);
    }
  }

  @Test
  void contrastiveDivergenceCountsParticlesOnceEach() {
    float[] certain = new float[PARAMETERS.length];
    Arrays.fill(certain, MACHINE.layout().firstUnitParameter(), certain.length, 30f);
    LaneStep step = step(Algorithm.CD, 1, 10, 7, 5); // chains are PCD's own and do not matter
    float[] sums = new float[certain.length];
    step.compute(certain, 6, 10, 0, sums);
    int hiddenBias = MACHINE.layout().segment("bias.1").offset();
    for (int p = 0; p < sums.length; p++) {
      double expected = p < hiddenBias ? -6 : 0;
      assertEquals(expected, sums[p], 12 * (12 * 0x1p-24 + 2e-7), "parameter " + p);
    }
  }

  @Test
  void deepMachinesAreRefused() {
    List<Integer> deep = List.of(3, 2, 2);
    TrainingConfig config = Configs.of(deep, Algorithm.PCD, 1, 4, 4, 1);
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new LaneStep(BoltzmannMachine.bernoulli(deep), config, ONE, 0));
    assertTrue(e.getMessage().contains("[3, 2, 2]"), e.getMessage());
  }
}
