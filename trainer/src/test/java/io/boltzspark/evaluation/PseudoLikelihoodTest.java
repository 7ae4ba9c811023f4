package io.boltzspark.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PseudoLikelihoodTest {
  private static final List<Integer> SHAPE = List.of(4, 3);

  private static RandomStream stream(long lane) {
    return new RandomStream(9, Purpose.MONITOR, 0, lane);
  }

  @Test
  void theMeanOverUnitsIsTheExactSum() {
    int count = 20_000;
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(SHAPE);
    float[] parameters = EnumeratedMachine.randomParameters(SHAPE, 1, 121);
    EnumeratedMachine exact = new EnumeratedMachine(SHAPE, parameters);
    double[] marginal = exact.marginal(0);
    for (int v = 0; v < marginal.length; v++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < 4; i++) {
        double log = Math.log(marginal[v] / (marginal[v] + marginal[v ^ 1 << i]));
        sum += log;
        squares += log * log;
      }
      Matrix rows = Matrix.zeros(count, 4);
      for (int r = 0; r < count; r++) {
        for (int i = 0; i < 4; i++) {
          rows.set(r, i, v >> i & 1);
        }
      }
      float[] before = rows.toArray();
      double estimate = PseudoLikelihood.stochastic(machine, parameters, rows, stream(v));
      assertArrayEquals(before, rows.toArray(), "the rows are only read");
      // n times the logarithm of one of four units; and the roundings of free energies, sums of 19
      // parameters below 4, twice for each of n units.
      double deviation = 4 * Math.sqrt(squares / 4 - sum * sum / 16);
      double rounding = 4 * 2 * 19 * 0x1p-24 * 19 * 4;
      assertEquals(sum, estimate, 5 * deviation / Math.sqrt(count) + rounding, "state " + v);
    }
  }

  @Test
  void theEstimateIsTheMeanOfItsTerms() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(SHAPE);
    float[] parameters = EnumeratedMachine.randomParameters(SHAPE, 1, 121);
    Matrix rows = Matrix.zeros(9, 4);
    rows.set(3, 1, 1);
    double[] terms = PseudoLikelihood.stochasticTerms(machine, parameters, rows, stream(5));
    double estimate = PseudoLikelihood.stochastic(machine, parameters, rows, stream(5));
    assertEquals(estimate, Arrays.stream(terms).average().orElseThrow(), 1e-12);
    assertTrue(Arrays.stream(terms).distinct().count() > 1, "one of each row's own unit");
  }

  /** With no parameters every unit is a fair coin, whatever unit is drawn. */
  @Test
  void coinsGiveLogTwoAUnit() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(7, 2));
    Matrix rows = Matrix.zeros(3, 7);
    rows.set(1, 4, 1);
    double estimate =
        PseudoLikelihood.stochastic(machine, new float[machine.layout().size()], rows, stream(0));
    assertEquals(-7 * Math.log(2), estimate, 1e-14);
  }

  @Test
  void improbableStatesDoNotOverflow() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(1, 1));
    // The visible bias -1000 makes v = 1 a surprise of 1000 nats, less what the hidden unit adds:
    // log((1 + e^0) / (1 + e^0)) with a weight of 0.
    float[] parameters = {0, -1000, 0};
    Matrix one = new Matrix(new float[] {1}, 0, 1, 1);
    Matrix zero = Matrix.zeros(1, 1);
    assertEquals(-1000, PseudoLikelihood.stochastic(machine, parameters, one, stream(0)), 1e-9);
    assertEquals(0, PseudoLikelihood.stochastic(machine, parameters, zero, stream(0)), 1e-9);
  }

  @Test
  void aDeepMachineHasNone() {
    BoltzmannMachine deep = BoltzmannMachine.bernoulli(List.of(3, 2, 2));
    float[] parameters = new float[deep.layout().size()];
    assertThrows(
        IllegalStateException.class,
        () -> PseudoLikelihood.stochastic(deep, parameters, Matrix.zeros(1, 3), stream(0)));
  }
}
