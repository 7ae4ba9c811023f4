package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a lane's step depends on, what it leaves behind, and how its two phases are weighted. */
class LikelihoodStepTest {
  private static final List<List<Integer>> SHAPES = List.of(List.of(13, 9), List.of(7, 5, 6, 4));
  private static final Lanes ONE = new Lanes(1);

  static Stream<Arguments> machines() {
    return SHAPES.stream()
        .flatMap(shape -> Stream.of(Algorithm.values()).map(a -> Arguments.of(shape, a)));
  }

  private static BoltzmannConfig config(
      List<Integer> shape, Algorithm algorithm, int batch, int chains, long seed) {
    return Configs.of(shape, algorithm, 1, batch, chains, seed);
  }

  private static LikelihoodStep step(BoltzmannConfig config, Lanes lanes, int lane) {
    return new LikelihoodStep(BoltzmannMachine.of(config.model().spec()), config, lanes, lane);
  }

  private static float[] parameters(List<Integer> shape) {
    return EnumeratedMachine.randomParameters(shape, 1, 61);
  }

  private static float[] newSums(List<Integer> shape) {
    float[] sums = new float[StatisticsLayout.of(BoltzmannMachine.bernoulli(shape)).size()];
    Arrays.fill(sums, Float.NaN);
    return sums;
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
  private static float[] run(
      LikelihoodStep step, List<Integer> shape, int rows, int batch, int k, long number) {
    fill(step.rows(rows), 71);
    for (int l = 1; l < shape.size(); l += 2) {
      fill(step.chains().layer(l), 72 + l);
    }
    float[] sums = newSums(shape);
    step.compute(parameters(shape), rows, batch, k, number, sums);
    for (float sum : sums) {
      assertTrue(Float.isFinite(sum), "an element was not set");
    }
    return sums;
  }

  @ParameterizedTest
  @MethodSource("machines")
  void equalKeysGiveEqualBitsAndOtherKeysDoNot(List<Integer> shape, Algorithm algorithm) {
    BoltzmannConfig config = config(shape, algorithm, 10, 12, 5);
    float[] sums = run(step(config, ONE, 0), shape, 10, 10, 2, 3);
    assertArrayEquals(sums, run(step(config, ONE, 0), shape, 10, 10, 2, 3));
    assertFalse(Arrays.equals(sums, run(step(config, ONE, 0), shape, 10, 10, 2, 4)), "step");
    assertFalse(Arrays.equals(sums, run(step(config, ONE, 0), shape, 10, 10, 3, 3)), "sweeps");
    BoltzmannConfig other = config(shape, algorithm, 10, 12, 6);
    assertFalse(Arrays.equals(sums, run(step(other, ONE, 0), shape, 10, 10, 2, 3)), "seed");
    BoltzmannConfig twice = config(shape, algorithm, 20, 24, 5);
    LikelihoodStep[] lanes = {step(twice, new Lanes(2), 0), step(twice, new Lanes(2), 1)};
    assertFalse(
        Arrays.equals(run(lanes[0], shape, 10, 20, 2, 3), run(lanes[1], shape, 10, 20, 2, 3)),
        "lane");
  }

  @ParameterizedTest
  @MethodSource("machines")
  void theParametersAreOnlyRead(List<Integer> shape, Algorithm algorithm) {
    float[] parameters = parameters(shape);
    LikelihoodStep step = step(config(shape, algorithm, 10, 12, 5), ONE, 0);
    step.compute(parameters, 10, 10, 2, 0, newSums(shape));
    assertArrayEquals(parameters(shape), parameters);
  }

  @ParameterizedTest
  @MethodSource("machines")
  void aStepLeavesNothingInTheBuffersForAShorterOne(List<Integer> shape, Algorithm algorithm) {
    BoltzmannConfig config = config(shape, algorithm, 10, 12, 5);
    LikelihoodStep used = step(config, ONE, 0);
    run(used, shape, 10, 10, 2, 0);
    run(used, shape, 3, 3, 1, 1);
    float[] fresh = run(step(config, ONE, 0), shape, 6, 6, 2, 2);
    assertArrayEquals(fresh, run(used, shape, 6, 6, 2, 2));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void aLaneWithoutRowsAndChainsContributesZero(List<Integer> shape, Algorithm algorithm) {
    // Item i of 3 belongs to lane floor(8 i / 3): lanes 0, 2 and 5. The others have nothing.
    BoltzmannConfig config = config(shape, algorithm, 3, 3, 5);
    for (int lane : new int[] {1, 3, 4, 6, 7}) {
      LikelihoodStep empty = step(config, new Lanes(8), lane);
      assertEquals(0, empty.chains().chains());
      for (float sum : run(empty, shape, 0, 3, 2, 0)) {
        assertEquals(0f, sum, 0f);
      }
    }
  }

  /**
   * Row p of B is lane {@code floor(p lanes / B)}'s, chain c of C lane {@code floor(c lanes /
   * C)}'s.
   */
  @ParameterizedTest
  @MethodSource("machines")
  void lanesShareRowsAndChainsWithoutGapOrOverlap(List<Integer> shape, Algorithm algorithm) {
    int batch = 7; // as many as the smaller machine has visible units
    BoltzmannConfig config =
        Configs.from(config(shape, algorithm, batch, 9, 5)).centred(0.1).build(); // activities
    int firstActivity = StatisticsLayout.of(BoltzmannMachine.bernoulli(shape)).firstActivity()[0];
    float[] visible = new float[batch];
    int chains = 0;
    for (int lane = 0; lane < 4; lane++) {
      int mine = lane;
      int[] positions = IntStream.range(0, batch).filter(p -> p * 4 / batch == mine).toArray();
      LikelihoodStep step = step(config, new Lanes(4), lane);
      Matrix rows = step.rows(positions.length);
      for (int r = 0; r < positions.length; r++) {
        rows.set(r, positions[r], 1); // row p has unit p on, and no other
      }
      float[] sums = newSums(shape);
      step.compute(parameters(shape), positions.length, batch, 1, 0, sums);
      for (int i = 0; i < batch; i++) {
        visible[i] += sums[firstActivity + i];
      }
      chains += step.chains().chains();
    }
    float[] once = new float[batch];
    Arrays.fill(once, 1);
    assertArrayEquals(once, visible);
    assertEquals(algorithm == Algorithm.PCD ? 9 : 0, chains);
  }

  @ParameterizedTest
  @MethodSource("machines")
  void activitiesAreZeroWhereNothingUsesThem(List<Integer> shape, Algorithm algorithm) {
    float[] sums = run(step(config(shape, algorithm, 10, 12, 5), ONE, 0), shape, 10, 10, 1, 0);
    StatisticsLayout layout = StatisticsLayout.of(BoltzmannMachine.bernoulli(shape));
    float[] activities = Arrays.copyOfRange(sums, layout.parameters(), layout.size());
    assertArrayEquals(new float[activities.length], activities);
  }

  @ParameterizedTest
  @MethodSource("machines")
  void chainsMoveAndStayBinary(List<Integer> shape, Algorithm algorithm) {
    LikelihoodStep step = step(config(shape, algorithm, 10, 12, 5), ONE, 0);
    assertEquals(algorithm == Algorithm.PCD ? 12 : 0, step.chains().chains());
    run(step, shape, 10, 10, 3, 0);
    for (int l = 1; l < shape.size(); l += 2) {
      float[] after = step.chains().layer(l).toArray();
      for (float state : after) {
        assertTrue(state == 0 || state == 1, "a chain's unit is " + state);
      }
      if (algorithm == Algorithm.PCD) {
        Matrix before = Matrix.zeros(12, shape.get(l));
        fill(before, 72 + l);
        assertFalse(Arrays.equals(before.toArray(), after), "layer " + l + " stands still");
      }
    }
  }

  /**
   * Biases of 30 leave chains no choice: all their units are 1. Rows are zero, and their hidden
   * means 1 as well. So every statistic is a count: none of the visible units of the rows, {@code
   * rows} of the hidden ones, less B / C times the chains.
   */
  @ParameterizedTest
  @CsvSource({"10, 10, 12", "10, 10, 40", "4, 4, 12", "3, 10, 12", "0, 4, 12"})
  void chainsAreWeightedByRowsPerChain(int rows, int batch, int chains) {
    for (List<Integer> shape : SHAPES) {
      checkCounts(shape, config(shape, Algorithm.PCD, 10, chains, 5), rows, batch, batch);
    }
  }

  @ParameterizedTest
  @CsvSource({"6, 10", "10, 10"})
  void contrastiveDivergenceCountsParticlesOnceEach(int rows, int batch) {
    for (List<Integer> shape : SHAPES) { // chains are PCD's own and do not matter
      checkCounts(shape, config(shape, Algorithm.CD, 10, 7, 5), rows, batch, rows);
    }
  }

  /**
   * Of 4 lanes with 10 chains lane 1 has 2, lane 0 three, and neither as many rows in proportion.
   */
  @ParameterizedTest
  @CsvSource({"0, 7", "1, 7", "1, 1"})
  void chainsOfALaneThatIsAloneWeighAsMuchAsItsRows(int lane, int rows) {
    for (List<Integer> shape : SHAPES) {
      LikelihoodStep step = step(config(shape, Algorithm.PCD, 28, 10, 5), new Lanes(4), lane);
      checkCounts(
          shape,
          rows,
          rows,
          step,
          (certain, sums) -> step.computeAlone(certain, rows, rows, 2, 0, sums));
    }
  }

  private static void checkCounts(
      List<Integer> shape, BoltzmannConfig config, int rows, int batch, int weighed) {
    LikelihoodStep step = step(config, ONE, 0);
    checkCounts(
        shape,
        rows,
        weighed,
        step,
        (certain, sums) -> step.compute(certain, rows, batch, 2, 0, sums));
  }

  /**
   * @param weighed the particles, each times its weight
   */
  private static void checkCounts(
      List<Integer> shape,
      int rows,
      int weighed,
      LikelihoodStep step,
      BiConsumer<float[], float[]> compute) {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    float[] certain = new float[machine.layout().size()];
    Arrays.fill(certain, machine.layout().firstUnitParameter(), certain.length, 30f);
    step.rows(rows); // zeros
    float[] sums = newSums(shape);
    compute.accept(certain, sums);
    int visibleBias = machine.layout().segment("bias.0").offset();
    int biasAbove = machine.layout().segment("bias.1").offset();
    int weightsOfVisible = shape.get(0) * shape.get(1);
    for (int p = 0; p < certain.length; p++) {
      boolean ofVisible = p < weightsOfVisible || p >= visibleBias && p < biasAbove;
      double expected = ofVisible ? -weighed : rows - weighed;
      // Up to 50 terms of at most 1, each a product of two means: the sigmoid's 2e-7 twice in each,
      // and as many roundings as terms, of sums below 50.
      assertEquals(expected, sums[p], 50 * (50 * 0x1p-24 + 2 * 2e-7), "sum " + p + " of " + shape);
    }
  }
}
