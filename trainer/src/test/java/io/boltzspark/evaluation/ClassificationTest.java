package io.boltzspark.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.LabelledMachine;
import org.junit.jupiter.api.Test;

class ClassificationTest {
  private static final int PIXELS = 5;
  private static final int CLASSES = 3;

  @Test
  void rowsAreAssignedTheirMostProbableLabel() {
    LabelledMachine exact = new LabelledMachine(1, 80, PIXELS, CLASSES, 4);
    Matrix rows = Matrix.zeros(exact.pixelStates() * (CLASSES + 1), PIXELS + CLASSES);
    for (int r = 0; r < rows.rows(); r++) {
      int x = r / (CLASSES + 1);
      int y = r % (CLASSES + 1); // the last one: no label
      for (int i = 0; i < PIXELS; i++) {
        rows.set(r, i, x >> i & 1);
      }
      if (y < CLASSES) {
        rows.set(r, PIXELS + y, 1);
      }
    }
    double[] cells =
        new LabelAgreement().of(exact.machine(), exact.parameters(), rows, new RandomStream());
    for (int r = 0; r < rows.rows(); r++) {
      int y = r % (CLASSES + 1);
      double expected =
          y < CLASSES
              ? y * CLASSES + mostProbable(exact.labelGiven(r / (CLASSES + 1)))
              : LabelAgreement.UNLABELLED;
      assertEquals(expected, cells[r], "row " + r);
    }
  }

  private static int mostProbable(double[] probabilities) {
    int best = 0;
    double second = 0;
    for (int y = 1; y < probabilities.length; y++) {
      if (probabilities[y] > probabilities[best]) {
        second = probabilities[best];
        best = y;
      } else {
        second = Math.max(second, probabilities[y]);
      }
    }
    assertTrue(probabilities[best] - second > 1e-4, "too close to tell in single precision");
    return best;
  }

  @Test
  void countsAndRatesAreThoseOfTheTable() {
    // actual -> assigned: 0 -> 0, 0 -> 2, 2 -> 2, 2 -> 2, 2 -> 0; none of class 1
    Classification table = Classification.of(new double[] {0, 2, 8, 8, 6}, CLASSES);
    assertArrayEquals(new long[] {1, 0, 1}, table.counts()[0]);
    assertArrayEquals(new long[] {0, 0, 0}, table.counts()[1]);
    assertArrayEquals(new long[] {1, 0, 2}, table.counts()[2]);
    assertEquals(CLASSES, table.classes());
    assertEquals(5, table.rows());
    assertEquals(3, table.rows(2));
    assertEquals(2, table.errors());
    assertEquals(0.4, table.errorRate(), 1e-15);
    assertEquals(0.5, table.errorRate(0), 1e-15);
    assertEquals(1.0 / 3, table.errorRate(2), 1e-15);
    assertTrue(Double.isNaN(table.errorRate(1)), "no rows, no rate");
  }
}
