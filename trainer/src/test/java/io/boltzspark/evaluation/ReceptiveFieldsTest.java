package io.boltzspark.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReceptiveFieldsTest {
  private static final long SEED = 31;

  private final BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(5, 4, 3, 2));
  private final float[] parameters = new float[machine.layout().size()];

  ReceptiveFieldsTest() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextGaussian();
    }
  }

  private double weight(int connection, int below, int above) {
    return machine.connections().get(connection).weights(parameters).get(below, above);
  }

  @Test
  void theFirstLayerHasItsWeights() {
    Matrix fields = ReceptiveFields.of(machine, parameters, 1);
    assertEquals(4, fields.rows());
    for (int unit = 0; unit < 4; unit++) {
      for (int pixel = 0; pixel < 5; pixel++) {
        assertEquals(weight(0, pixel, unit), fields.get(unit, pixel));
      }
    }
  }

  @Test
  void deeperLayersHaveSumsOverAllPaths() {
    Matrix fields = ReceptiveFields.of(machine, parameters, 3);
    for (int unit = 0; unit < 2; unit++) {
      for (int pixel = 0; pixel < 5; pixel++) {
        double sum = 0;
        for (int first = 0; first < 4; first++) {
          for (int second = 0; second < 3; second++) {
            sum += weight(0, pixel, first) * weight(1, first, second) * weight(2, second, unit);
          }
        }
        // Twelve products of three numbers below 4 in single precision.
        assertEquals(sum, fields.get(unit, pixel), 12 * 64 * 0x1p-22, "seed " + SEED);
      }
    }
  }

  @Test
  void layersThatDoNotExistAreRefused() {
    for (int layer : new int[] {0, 4}) {
      assertThrows(
          IllegalArgumentException.class, () -> ReceptiveFields.of(machine, parameters, layer));
    }
  }
}
