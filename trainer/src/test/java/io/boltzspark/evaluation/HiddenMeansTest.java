package io.boltzspark.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.boltzspark.evaluation.partition.LogLikelihood;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.LabelledMachine;
import io.boltzspark.sampling.NaiveMachine;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HiddenMeansTest {
  private static final int ROWS = 9;

  private static Matrix binary(int units, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix rows = Matrix.zeros(ROWS, units);
    for (int i = 0; i < ROWS * units; i++) {
      rows.values()[i] = random.nextInt(2);
    }
    return rows;
  }

  @Test
  void oneHiddenLayerHasItsConditionalMeans() {
    List<Integer> shape = List.of(7, 5);
    float[] parameters = EnumeratedMachine.randomParameters(shape, 0.8, 31);
    Matrix rows = binary(7, 32);
    NaiveMachine naive = new NaiveMachine(shape, parameters);
    double[][][] states = naive.zeros(ROWS);
    states[0] = NaiveMachine.copy(rows);
    double[][] expected = naive.means(1, states);
    float[] before = rows.toArray();
    Matrix found = new HiddenMeans(1).of(BoltzmannMachine.bernoulli(shape), parameters, rows);
    for (int r = 0; r < ROWS; r++) {
      assertArrayEquals(expected[r], NaiveMachine.copy(found)[r], naive.meanError());
    }
    assertArrayEquals(before, rows.toArray());
  }

  /** Each layer is at its conditional means given the others, which is where mean field ends. */
  @Test
  void deepLayersSolveTheMeanFieldEquations() {
    List<Integer> shape = List.of(6, 5, 4);
    float[] parameters = EnumeratedMachine.randomParameters(shape, 0.25, 33);
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    Matrix rows = binary(6, 34);
    NaiveMachine naive = new NaiveMachine(shape, parameters);
    double[][][] states = naive.zeros(ROWS);
    states[0] = NaiveMachine.copy(rows);
    for (int layer = 1; layer <= 2; layer++) {
      states[layer] = NaiveMachine.copy(new HiddenMeans(layer).of(machine, parameters, rows));
    }
    // Means may still move by 1e-5, which reaches a neighbour times at most a quarter of its
    // weights' sum.
    double weights = 0;
    for (int i = 30; i < 50; i++) {
      weights += Math.abs(parameters[i]);
    }
    double tolerance = naive.meanError() + LogLikelihood.TOLERANCE * (1 + weights / 4);
    for (int layer = 1; layer <= 2; layer++) {
      double[][] expected = naive.means(layer, states);
      for (int r = 0; r < ROWS; r++) {
        assertArrayEquals(expected[r], states[layer][r], tolerance, "layer " + layer);
      }
    }
  }

  @Test
  void theLabelOfARowIsNotLookedAt() {
    for (int[] hidden : new int[][] {{4}, {4, 3}}) {
      LabelledMachine exact = new LabelledMachine(1, 35, 5, 3, hidden);
      Matrix rows = binary(8, 36);
      Matrix bare = Matrix.zeros(ROWS, 8);
      bare.columns(0, 5).setFrom(rows.columns(0, 5));
      assertFalse(Arrays.equals(rows.toArray(), bare.toArray()));
      HiddenMeans means = new HiddenMeans(hidden.length);
      float[] expected = means.of(exact.machine(), exact.parameters(), bare).toArray();
      assertEquals(ROWS * hidden[hidden.length - 1], expected.length);
      assertArrayEquals(expected, means.of(exact.machine(), exact.parameters(), rows).toArray());
    }
  }
}
