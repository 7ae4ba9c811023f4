package io.boltzspark.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.LabelledMachine;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowFreeEnergyTest {
  private static final int PIXELS = 5;
  private static final int CLASSES = 3;

  /** Every pixel state with a label, which is another one from row to row. */
  private static Matrix states(int classes) {
    Matrix rows = Matrix.zeros(1 << PIXELS, PIXELS + classes);
    for (int x = 0; x < rows.rows(); x++) {
      for (int i = 0; i < PIXELS; i++) {
        rows.set(x, i, x >> i & 1);
      }
      if (classes > 0 && x % (classes + 1) < classes) {
        rows.set(x, PIXELS + x % (classes + 1), 1);
      }
    }
    return rows;
  }

  private static double[] scores(LabelledMachine exact) {
    return new RowFreeEnergy()
        .of(exact.machine(), exact.parameters(), states(CLASSES), new RandomStream());
  }

  /** {@code -log sum over y and h of exp(-E(x, y, h))}. */
  private static double[] overLabels(LabelledMachine exact) {
    double[][] logs = exact.logWeights();
    double[] energies = new double[exact.pixelStates()];
    for (int x = 0; x < energies.length; x++) {
      double sum = 0;
      for (int y = 0; y < CLASSES; y++) {
        sum += Math.exp(logs[y][x]);
      }
      energies[x] = -Math.log(sum);
    }
    return energies;
  }

  @Test
  void labelsAreSummedOut() {
    LabelledMachine exact = new LabelledMachine(1, 71, PIXELS, CLASSES, 4);
    // Inputs are single precision sums of up to 8 numbers of a few units in size.
    assertArrayEquals(overLabels(exact), scores(exact), 1e-4);
  }

  /** {@code states} gives the row x the label x modulo 4, and where that is 3 none. */
  @Test
  void rowsWithoutALabelCountByTheirValues() {
    LabelledMachine exact = new LabelledMachine(1, 72, PIXELS, CLASSES, 4);
    double[][] logs = exact.logWeights();
    double[] expected = overLabels(exact);
    for (int x = 0; x < expected.length; x++) {
      int label = x % (CLASSES + 1);
      expected[x] = label < CLASSES ? -logs[label][x] : expected[x];
    }
    Matrix rows = states(CLASSES);
    double[] energies =
        RowScores.FREE_ENERGY.of(exact.machine(), exact.parameters(), rows, new RandomStream());
    assertArrayEquals(expected, energies, 1e-4);
    double[] likelihoods =
        RowScores.UNNORMALISED_LOG_LIKELIHOOD.of(
            exact.machine(), exact.parameters(), rows, new RandomStream());
    assertArrayEquals(expected, Arrays.stream(likelihoods).map(l -> -l).toArray(), 1e-4);
  }

  @Test
  void aDeepMachineGivesAnUpperBound() {
    LabelledMachine exact = new LabelledMachine(0.5, 72, PIXELS, CLASSES, 4, 3);
    double[] expected = overLabels(exact);
    double[] found = scores(exact);
    for (int x = 0; x < expected.length; x++) {
      assertTrue(found[x] > expected[x] - 1e-4, "state " + x);
      assertTrue(found[x] < expected[x] + 1, "state " + x + ", which a bound should come near");
    }
  }

  @Test
  void withoutLabelsItIsTheFreeEnergy() {
    List<Integer> shape = List.of(PIXELS, 4);
    float[] parameters = EnumeratedMachine.randomParameters(shape, 1, 73);
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    Matrix states = states(0);
    double[] found = new RowFreeEnergy().of(machine, parameters, states, new RandomStream());
    double[] expected = machine.freeEnergy(states, parameters);
    for (int x = 0; x < expected.length; x++) {
      assertEquals(expected[x], found[x], 1e-5 * (1 + Math.abs(expected[x])));
    }
  }
}
