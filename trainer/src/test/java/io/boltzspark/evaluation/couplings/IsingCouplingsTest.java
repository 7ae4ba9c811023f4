package io.boltzspark.evaluation.couplings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.boltzspark.math.Matrix;
import org.junit.jupiter.api.Test;

class IsingCouplingsTest {
  private static final int SIZE = 4;
  private static final double TEMPERATURE = 2;

  /** 1/2 to the right of a site and below it, around the edges. */
  private static Matrix lattice() {
    Matrix couplings = Matrix.zeros(SIZE * SIZE, SIZE * SIZE);
    for (int y = 0; y < SIZE; y++) {
      for (int x = 0; x < SIZE; x++) {
        set(couplings, y * SIZE + x, y * SIZE + (x + 1) % SIZE, 0.5f);
        set(couplings, y * SIZE + x, (y + 1) % SIZE * SIZE + x, 0.5f);
      }
    }
    return couplings;
  }

  private static void set(Matrix couplings, int i, int j, float value) {
    couplings.set(i, j, value);
    couplings.set(j, i, value);
  }

  @Test
  void ofTheModelItselfThereIsNoError() {
    assertEquals(
        new IsingCouplings(0.5, 0, 0, 0, 0), IsingCouplings.of(lattice(), SIZE, TEMPERATURE));
  }

  /** 32 pairs of neighbours, and 88 others. */
  @Test
  void errorsOfNeighboursAndOfOthersAreApart() {
    Matrix couplings = lattice();
    set(couplings, 0, 3, 0.75f); // neighbours around the edge
    set(couplings, 1, 2, 0.25f);
    set(couplings, 0, 2, -0.5f);
    set(couplings, 0, 5, 0.25f);
    IsingCouplings found = IsingCouplings.of(couplings, SIZE, TEMPERATURE);
    assertEquals(0.5, found.neighbourMean(), 1e-12);
    assertEquals(Math.sqrt(2 * 0.0625 / 32), found.neighbourError(), 1e-12);
    assertEquals(2 * 0.25 / 32, found.meanAbsoluteError(), 1e-12);
    assertEquals(Math.sqrt((0.25 + 0.0625) / 88), found.otherError(), 1e-12);
    assertEquals(0.5, found.otherLargest());
  }

  @Test
  void anotherNumberOfSpinsIsRefused() {
    Matrix couplings = lattice();
    assertThrows(
        IllegalArgumentException.class, () -> IsingCouplings.of(couplings, 5, TEMPERATURE));
  }
}
