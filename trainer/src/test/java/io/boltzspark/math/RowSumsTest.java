package io.boltzspark.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSumsTest {
  private final Random random = new Random(7);

  private Matrix table(int rows, int columns) {
    Matrix wide = Matrix.zeros(rows, columns + 3);
    for (int i = 0; i < wide.values().length; i++) {
      wide.values()[i] = (float) random.nextGaussian();
    }
    return wide.columns(2, columns + 2); // a window with a stride of its own
  }

  private Matrix states(int rows, int units, double share, boolean spins) {
    Matrix states = Matrix.zeros(rows, units);
    for (int i = 0; i < states.values().length; i++) {
      boolean on = random.nextDouble() < share;
      states.values()[i] = on ? 1 : spins ? -1 : 0;
    }
    return states;
  }

  @Test
  void vectorsAreThereSoThatTestsSeeThem() {
    assertTrue(RowSums.get().width() > 1, RowSums.get().getClass().getName());
  }

  /**
   * Every remainder by a vector's width and by groups of them, and units from never to always on.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 15, 16, 17, 33, 127, 128, 129, 250, 500})
  void vectorsAndScalarsGiveTheBitsOfOneAdditionAfterAnother(int columns) {
    for (double share : new double[] {0, 0.1, 0.5, 1}) {
      for (boolean keep : new boolean[] {false, true}) {
        int units = 37;
        int rows = 5;
        Matrix table = table(units, columns);
        IndexLists on = new IndexLists();
        IndexLists off = new IndexLists();
        assertTrue(on.setOn(states(rows, units, share, false), false));
        assertTrue(off.setOn(states(rows, units, share / 2, false), false));
        Matrix start = table(rows, columns);
        float[] expected = oneAfterAnother(table, on, off, keep, start);
        for (RowSums sums : new RowSums[] {RowSums.get(), new ScalarRowSums()}) {
          Matrix out = Matrix.zeros(rows, columns);
          out.setFrom(start);
          sums.sum(table, on, off, keep, out);
          assertArrayEquals(expected, out.toArray(), 0f, sums.getClass().getSimpleName());
        }
      }
    }
  }

  private static float[] oneAfterAnother(
      Matrix table, IndexLists on, IndexLists off, boolean keep, Matrix start) {
    float[] sums = keep ? start.toArray() : new float[start.rows() * start.columns()];
    for (int r = 0; r < start.rows(); r++) {
      for (int c = 0; c < table.columns(); c++) {
        for (int t = on.starts()[r]; t < on.starts()[r + 1]; t++) {
          sums[r * table.columns() + c] += table.get(on.indices()[t], c);
        }
        for (int t = off.starts()[r]; t < off.starts()[r + 1]; t++) {
          sums[r * table.columns() + c] -= table.get(off.indices()[t], c);
        }
      }
    }
    return sums;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void listsNameTheUnitsThatAreOnAndThoseThatFlipped(boolean spins) {
    int units = 50;
    Matrix before = states(4, units, 0.3, spins);
    Matrix now = states(4, units, 0.6, spins);
    Matrix kept = Matrix.zeros(4, units);
    kept.setFrom(before);
    IndexLists lists = new IndexLists();
    IndexLists plus = new IndexLists();
    IndexLists minus = new IndexLists();
    assertTrue(lists.setOn(now, spins));
    assertEquals(lists.size(), IndexLists.setFlips(kept, now, spins, plus, minus));
    assertArrayEquals(now.toArray(), kept.toArray());
    IndexLists columns = new IndexLists();
    columns.setTransposed(lists, 1, 4, units);
    for (int i = 0; i < units; i++) {
      for (int r = 0; r < 4; r++) {
        boolean was = before.get(r, i) > 0;
        boolean is = now.get(r, i) > 0;
        assertEquals(is, contains(lists, r, i));
        assertEquals(is && !was, contains(plus, r, i));
        assertEquals(was && !is, contains(minus, r, i));
        assertEquals(is && r > 0, contains(columns, i, r));
      }
    }
    assertEquals(units, columns.rows());
  }

  private static boolean contains(IndexLists lists, int row, int index) {
    for (int t = lists.starts()[row]; t < lists.starts()[row + 1]; t++) {
      if (lists.indices()[t] == index) {
        return true;
      }
    }
    return false;
  }

  /** Means, negative zeros, numbers that are none: a dense product knows what to do with them. */
  @ParameterizedTest
  @ValueSource(floats = {0.5f, -0f, 2f, -1f, Float.NaN, Float.MIN_VALUE, Float.NEGATIVE_INFINITY})
  void otherValuesAreNoticed(float other) {
    Matrix states = states(2, 20, 0.4, false);
    states.set(1, 19, other);
    assertFalse(new IndexLists().setOn(states, false));
    Matrix before = Matrix.zeros(2, 20);
    assertEquals(
        -1, IndexLists.setFlips(before, states, false, new IndexLists(), new IndexLists()));
    assertArrayEquals(new float[40], before.toArray());
    Matrix spins = states(2, 20, 0.4, true);
    assertTrue(new IndexLists().setOn(spins, true));
    spins.set(0, 0, other == -1f ? 0f : other);
    assertFalse(new IndexLists().setOn(spins, true));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 64, 100})
  void transposes(int rows) {
    Matrix from = table(rows, 13);
    Matrix to = Matrix.zeros(13, rows);
    Transposition.copy(from, to, 0, rows / 2);
    Transposition.copy(from, to, rows / 2, rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < 13; j++) {
        assertEquals(from.get(i, j), to.get(j, i));
      }
    }
  }
}
