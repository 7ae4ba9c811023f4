package io.boltzspark.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BernoulliUnitsTest {
  private static final List<Integer> SHAPE = List.of(5, 3);
  private final BoltzmannMachine machine = BoltzmannMachine.bernoulli(SHAPE);
  private final float[] parameters = EnumeratedMachine.randomParameters(SHAPE, 1, 7);
  private final Layer units = machine.visible();

  @Test
  void unitsOfARowAreIndependentWithTheConditionalProbabilities() {
    int rows = 100_000;
    Matrix samples = Matrix.zeros(rows, units.size());
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < units.size(); i++) {
        samples.set(r, i, -2 + i);
      }
    }
    units.sampleInPlace(samples, parameters, new RandomStream(17, Purpose.SAMPLING, 0, 0));
    double[] p = new double[units.size()];
    for (int i = 0; i < p.length; i++) {
      double bias = parameters[machine.layout().segment("bias.0").offset() + i];
      p[i] = 1 / (1 + Math.exp(-(bias - 2 + i)));
      double ones = 0;
      for (int r = 0; r < rows; r++) {
        ones += samples.get(r, i);
      }
      assertEquals(p[i], ones / rows, 5 * deviation(p[i]) / Math.sqrt(rows), "unit " + i);
    }
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < i; j++) {
        double covariance = 0;
        for (int r = 0; r < rows; r++) {
          covariance += (samples.get(r, i) - p[i]) * (samples.get(r, j) - p[j]) / rows;
        }
        double tolerance = 5 * deviation(p[i]) * deviation(p[j]) / Math.sqrt(rows);
        assertEquals(0, covariance, tolerance, "units " + i + " and " + j);
      }
    }
  }

  private static double deviation(double p) {
    return Math.sqrt(p * (1 - p));
  }

  @Test
  void aStatisticIsAddedToWhatWasThere() {
    float[] gradient = new float[machine.layout().size()];
    Arrays.fill(gradient, 1f);
    Matrix states = new Matrix(new float[] {9, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1}, 1, 2, 5);
    units.addStatistics(states, -0.5f, parameters, gradient);
    int bias = machine.layout().segment("bias.0").offset();
    float[] expected = gradient.clone();
    Arrays.fill(expected, 1f);
    float[] columnSums = {1, 1, 2, 1, 1};
    for (int i = 0; i < 5; i++) {
      expected[bias + i] -= 0.5f * columnSums[i];
    }
    assertArrayEquals(expected, gradient);
  }

  @Test
  void theUnitsKnowTheirKindAndStates() {
    assertEquals(List.of(UnitSpec.of(UnitType.BERNOULLI, 5)), machine.spec().layers().get(0));
    assertEquals(UnitType.BERNOULLI, units.groups().get(0).spec().type());
    assertArrayEquals(new double[] {0, 1}, units.states());
    assertEquals(5, units.size());
  }
}
