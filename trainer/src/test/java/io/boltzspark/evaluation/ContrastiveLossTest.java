package io.boltzspark.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContrastiveLossTest {
  private static final List<Integer> SHAPE = List.of(3, 2);
  private static final BoltzmannMachine MACHINE = BoltzmannMachine.bernoulli(SHAPE);
  private static final int DRAWS = 4000;

  private static RandomStream stream() {
    return new RandomStream(1, Purpose.MONITOR, 0, 0);
  }

  /**
   * By the matrix T of one sweep, {@code T(v, w) = sum over h of P(h | v) P(w | h)}, the mean loss
   * of the state v is {@code F(v) - (T^k F)(v)}, where F is -log P(v) up to a constant.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void isTheExpectationOverAllStates(int sweeps) {
    float[] parameters = EnumeratedMachine.randomParameters(SHAPE, 1.5, 3);
    EnumeratedMachine exact = new EnumeratedMachine(SHAPE, parameters);
    double[] free = Arrays.stream(exact.marginal(0)).map(p -> -Math.log(p)).toArray();
    double[] squares = Arrays.stream(free).map(f -> f * f).toArray();
    double[] mean = free;
    for (int i = 0; i < sweeps; i++) {
      mean = swept(exact, mean);
      squares = swept(exact, squares);
    }
    for (int n = 0; n < exact.states(); n++) {
      if (exact.layerState(n, 1) != 0) {
        continue;
      }
      int v = exact.layerState(n, 0);
      Matrix rows = copies(exact, n);
      double[] losses = new ContrastiveLoss(sweeps).of(MACHINE, parameters, rows, stream());
      double error = Math.sqrt((squares[v] - mean[v] * mean[v]) / DRAWS);
      assertEquals(free[v] - mean[v], Arrays.stream(losses).average().orElseThrow(), 5 * error);
    }
  }

  /** {@code (T f)(v)}: the mean of f one sweep after each visible state. */
  private static double[] swept(EnumeratedMachine exact, double[] f) {
    double[] joint = exact.joint();
    double[] visible = exact.marginal(0);
    double[] hidden = exact.marginal(1);
    double[] down = new double[hidden.length];
    double[] swept = new double[visible.length];
    for (int n = 0; n < joint.length; n++) {
      int h = exact.layerState(n, 1);
      down[h] += joint[n] / hidden[h] * f[exact.layerState(n, 0)];
    }
    for (int n = 0; n < joint.length; n++) {
      int v = exact.layerState(n, 0);
      swept[v] += joint[n] / visible[v] * down[exact.layerState(n, 1)];
    }
    return swept;
  }

  private static Matrix copies(EnumeratedMachine exact, int n) {
    Matrix rows = Matrix.zeros(DRAWS, SHAPE.get(0));
    for (int r = 0; r < DRAWS; r++) {
      for (int i = 0; i < SHAPE.get(0); i++) {
        rows.set(r, i, (float) exact.value(n, 0, i));
      }
    }
    return rows;
  }

  /**
   * Without weights {@code F(x) = -sum of b x} up to a constant, whatever the row's values, and a
   * reconstruction has the means {@code 1 / (1 + exp(-b))}.
   */
  @Test
  void greyRowsCountAsTheyAre() {
    float[] biases = {0.5f, -1, 2};
    float[] grey = {0.25f, 0.75f, 0.1f};
    float[] parameters = new float[MACHINE.layout().size()];
    System.arraycopy(biases, 0, parameters, MACHINE.layout().segment("bias.0").offset(), 3);
    Matrix rows = Matrix.zeros(DRAWS, 3);
    double expected = 0;
    double variance = 0;
    for (int i = 0; i < 3; i++) {
      double p = 1 / (1 + Math.exp(-biases[i]));
      expected += biases[i] * (p - grey[i]);
      variance += biases[i] * biases[i] * p * (1 - p);
      for (int r = 0; r < DRAWS; r++) {
        rows.set(r, i, grey[i]);
      }
    }
    float[] before = rows.toArray();
    double[] losses = new ContrastiveLoss(3).of(MACHINE, parameters, rows, stream());
    double mean = Arrays.stream(losses).average().orElseThrow();
    assertEquals(expected, mean, 5 * Math.sqrt(variance / DRAWS));
    assertArrayEquals(before, rows.toArray(), "the rows are only read");
  }
}
