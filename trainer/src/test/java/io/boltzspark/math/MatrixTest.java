package io.boltzspark.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Windows on windows. */
class MatrixTest {

  /** Elements 10 r + c, from index 3 of a longer array. */
  private static Matrix numbered(int rows, int columns) {
    Matrix matrix = new Matrix(new float[3 + rows * columns + 2], 3, rows, columns);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        matrix.set(r, c, 10 * r + c);
      }
    }
    return matrix;
  }

  @Test
  void columnsOfRowsAndRowsOfColumnsAreTheSame() {
    Matrix matrix = numbered(5, 6);
    float[] expected = {12, 13, 14, 22, 23, 24};
    Matrix window = matrix.rows(1, 3).columns(2, 5);
    assertArrayEquals(expected, window.toArray());
    assertArrayEquals(expected, matrix.columns(2, 5).rows(1, 3).toArray());
    assertArrayEquals(new float[] {23}, window.columns(1, 2).rows(1, 2).toArray());
    assertEquals(6, window.stride());
    assertEquals(3 + 6 + 2, window.offset());
    assertEquals(window.offset() + 6, window.offset(1));
    assertSame(matrix.values(), window.values());
  }

  @Test
  void aWindowWritesThrough() {
    Matrix matrix = numbered(3, 4);
    matrix.columns(1, 3).rows(1, 3).setFrom(new Matrix(new float[] {-1, -2, -3, -4}, 0, 2, 2));
    assertArrayEquals(new float[] {0, 1, 2, 3, 10, -1, -2, 13, 20, -3, -4, 23}, matrix.toArray());
  }

  @Test
  void theLastWindowMayEndWithTheArray() {
    Matrix matrix = new Matrix(new float[6], 0, 2, 3);
    assertEquals(1, matrix.columns(2, 3).columns());
    assertEquals(0, matrix.columns(3, 3).toArray().length);
    assertEquals(0, matrix.rows(2, 2).columns(1, 3).toArray().length);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    float[] six = new float[6];
    assertThrows(IllegalArgumentException.class, () -> new Matrix(six, 1, 2, 3));
    assertThrows(IllegalArgumentException.class, () -> new Matrix(six, -1, 2, 3));
    Matrix matrix = new Matrix(six, 0, 2, 3);
    assertThrows(IllegalArgumentException.class, () -> matrix.columns(2, 4));
    assertThrows(IllegalArgumentException.class, () -> matrix.columns(2, 1));
    assertThrows(IllegalArgumentException.class, () -> matrix.rows(1, 3));
    assertThrows(IllegalArgumentException.class, () -> matrix.setFrom(Matrix.zeros(3, 2)));
  }
}
