package io.boltzspark.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The three products against loops in double precision, on windows of larger arrays. */
class BlasTest {
  private static final float GUARD = 12345.5f;

  /** How an operand's element (i, j) of the untransposed product is found. */
  private interface Element {
    double at(int i, int j);
  }

  private interface Product {
    void run(Matrix a, Matrix b, float beta, Matrix c);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "3, 5, 7",
    "17, 13, 31",
    "64, 65, 33",
    "2, 129, 1",
    "1, 2, 129",
    "0, 4, 3",
    "4, 0, 3",
    "4, 3, 0",
    "0, 0, 0"
  })
  void productsEqualLoops(int rows, int depth, int columns) {
    for (float beta : new float[] {0f, 1f, -0.75f}) {
      long seed = 7919L * rows + 31L * depth + columns;
      SplittableRandom random = new SplittableRandom(seed);
      Matrix a = window(random, rows, depth);
      Matrix at = window(random, depth, rows);
      Matrix b = window(random, depth, columns);
      Matrix bt = window(random, columns, depth);
      compare(Blas::multiply, a, b, a::get, b::get, depth, beta, rows, columns, seed);
      compare(
          Blas::multiplyTransposed,
          a,
          bt,
          a::get,
          (i, j) -> bt.get(j, i),
          depth,
          beta,
          rows,
          columns,
          seed);
      compare(
          Blas::transposedMultiply,
          at,
          b,
          (i, j) -> at.get(j, i),
          b::get,
          depth,
          beta,
          rows,
          columns,
          seed);
    }
  }

  private static void compare(
      Product product,
      Matrix a,
      Matrix b,
      Element left,
      Element right,
      int depth,
      float beta,
      int rows,
      int columns,
      long seed) {
    Matrix c = window(new SplittableRandom(seed + 1), rows, columns);
    float[] before = c.toArray();
    float[] aBefore = a.values().clone();
    float[] bBefore = b.values().clone();
    product.run(a, b, beta, c);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = beta * before[i * columns + j];
        double magnitude = Math.abs(sum);
        for (int k = 0; k < depth; k++) {
          sum += left.at(i, k) * right.at(k, j);
          magnitude += Math.abs(left.at(i, k) * right.at(k, j));
        }
        // A dot product of n terms, in any order, is off by at most n u / (1 - n u) times the sum
        // of the magnitudes (Higham 2002, section 3.1); u = 2^-24.
        double tolerance = (depth + 3) * 0x1p-24 * magnitude;
        assertEquals(sum, c.get(i, j), tolerance, "element " + i + ", " + j + ", seed " + seed);
      }
    }
    assertGuarded(c);
    assertTrue(Arrays.equals(aBefore, a.values()) && Arrays.equals(bBefore, b.values()));
  }

  @Test
  void betaZeroDoesNotReadTheOldValues() {
    SplittableRandom random = new SplittableRandom(5);
    for (int depth : new int[] {0, 1, 9}) {
      Matrix c = window(random, 6, 11);
      Matrix[] operands = {
        window(random, 6, depth),
        window(random, depth, 11),
        window(random, depth, 6),
        window(random, 11, depth)
      };
      fillNaN(c);
      Blas.multiply(operands[0], operands[1], 0f, c);
      assertFinite(c);
      fillNaN(c);
      Blas.multiplyTransposed(operands[0], operands[3], 0f, c);
      assertFinite(c);
      fillNaN(c);
      Blas.transposedMultiply(operands[2], operands[1], 0f, c);
      assertFinite(c);
    }
  }

  @Test
  void nothingTimesNothingScalesWhatWasThere() {
    Matrix c = new Matrix(new float[] {1, 2, 3, 4}, 0, 2, 2);
    Blas.multiply(Matrix.zeros(2, 0), Matrix.zeros(0, 2), 0.5f, c);
    assertTrue(Arrays.equals(new float[] {0.5f, 1, 1.5f, 2}, c.values()));
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    Matrix m23 = Matrix.zeros(2, 3);
    Matrix m34 = Matrix.zeros(3, 4);
    Matrix m24 = Matrix.zeros(2, 4);
    for (Product product :
        new Product[] {Blas::multiply, Blas::multiplyTransposed, Blas::transposedMultiply}) {
      assertThrows(IllegalArgumentException.class, () -> product.run(m34, m24, 0f, m23));
    }
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> Blas.multiply(m23, m34, 0f, Matrix.zeros(4, 2)));
    assertTrue(e.getMessage().contains("[2 x 3], Matrix[3 x 4] -> Matrix[4 x 2]"), e.getMessage());
  }

  /** Columns of wider matrices as operands and as the result, with and without a transpose. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "5, 4, 3", "33, 17, 20", "2, 40, 1"})
  void columnsOfWiderMatricesAreOperandsToo(int rows, int depth, int columns) {
    long seed = 7919L * rows + 31L * depth + columns;
    SplittableRandom random = new SplittableRandom(seed);
    for (float beta : new float[] {0f, 1f}) {
      Matrix a = strided(random, rows, depth);
      Matrix at = strided(random, depth, rows);
      Matrix b = strided(random, depth, columns);
      Matrix bt = strided(random, columns, depth);
      Matrix c = strided(random, rows, columns);
      float[] before = c.toArray();
      compareStrided(() -> Blas.multiply(a, b, beta, c), a::get, b::get, depth, beta, before, c);
      before = c.toArray();
      compareStrided(
          () -> Blas.multiplyTransposed(a, bt, beta, c),
          a::get,
          (i, j) -> bt.get(j, i),
          depth,
          beta,
          before,
          c);
      before = c.toArray();
      compareStrided(
          () -> Blas.transposedMultiply(at, b, beta, c),
          (i, j) -> at.get(j, i),
          b::get,
          depth,
          beta,
          before,
          c);
      before = c.toArray();
      Blas.multiply(strided(random, rows, 0), strided(random, 0, columns), beta, c);
      for (int i = 0; i < before.length; i++) {
        assertEquals(beta == 0 ? 0 : before[i], c.get(i / columns, i % columns), "no depth, " + i);
      }
      assertStridedGuards(c);
    }
  }

  private static void compareStrided(
      Runnable product, Element a, Element b, int depth, float beta, float[] before, Matrix c) {
    product.run();
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        double sum = beta * before[i * c.columns() + j];
        double magnitude = Math.abs(sum);
        for (int k = 0; k < depth; k++) {
          sum += a.at(i, k) * b.at(k, j);
          magnitude += Math.abs(a.at(i, k) * b.at(k, j));
        }
        assertEquals(sum, c.get(i, j), (depth + 3) * 0x1p-24 * magnitude, i + ", " + j);
      }
    }
    assertStridedGuards(c);
  }

  /** A window on the middle columns and rows of a matrix whose other elements are guards. */
  private static Matrix strided(SplittableRandom random, int rows, int columns) {
    Matrix whole = Matrix.zeros(rows + 2, columns + 5);
    Arrays.fill(whole.values(), GUARD);
    Matrix window = whole.columns(2, 2 + columns).rows(1, 1 + rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        window.set(i, j, (float) random.nextDouble(-2, 2));
      }
    }
    return window;
  }

  private static void assertStridedGuards(Matrix window) {
    int guards = 0;
    for (float value : window.values()) {
      guards += value == GUARD ? 1 : 0;
    }
    assertEquals(window.values().length - window.rows() * window.columns(), guards);
  }

  /** A random matrix in an array with guards of a random length before and behind. */
  private static Matrix window(SplittableRandom random, int rows, int columns) {
    int offset = random.nextInt(1, 9);
    float[] values = new float[offset + rows * columns + random.nextInt(1, 9)];
    Arrays.fill(values, GUARD);
    for (int i = 0; i < rows * columns; i++) {
      values[offset + i] = (float) random.nextDouble(-2, 2);
    }
    return new Matrix(values, offset, rows, columns);
  }

  private static void fillNaN(Matrix m) {
    Arrays.fill(m.values(), m.offset(), m.offset(m.rows()), Float.NaN);
  }

  private static void assertFinite(Matrix m) {
    for (float v : m.toArray()) {
      assertTrue(Float.isFinite(v), () -> "a stale value came through: " + v);
    }
  }

  private static void assertGuarded(Matrix m) {
    for (int i = 0; i < m.values().length; i++) {
      if (i < m.offset() || i >= m.offset(m.rows())) {
        assertEquals(GUARD, m.values()[i], "written outside of the window, at " + i);
      }
    }
  }
}
