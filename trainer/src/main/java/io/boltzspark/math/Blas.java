package io.boltzspark.math;

import dev.ludovic.netlib.blas.BLAS;
import java.util.Arrays;

/**
 * The three matrix products on which the project is built, in single precision. Matrices are
 * row-major; BLAS is column-major, so each call multiplies the transposes in exchanged order.
 */
public final class Blas {
  private static final OpenBlasLoader.Loaded LOADED = OpenBlasLoader.load();
  private static final BLAS BACKEND = LOADED.backend();

  private Blas() {}

  /** Describes the library in use; the first call loads it. */
  public static BlasInfo info() {
    return LOADED.info();
  }

  /** {@code c := a b + beta c}; shapes {@code [m, k] [k, n] -> [m, n]}. */
  public static void multiply(Matrix a, Matrix b, float beta, Matrix c) {
    check(a.columns() == b.rows() && a.rows() == c.rows() && b.columns() == c.columns(), a, b, c);
    gemm("N", "N", c.columns(), c.rows(), a.columns(), b, a, beta, c);
  }

  /** {@code c := a bᵀ + beta c}; shapes {@code [m, k] [n, k] -> [m, n]}. */
  public static void multiplyTransposed(Matrix a, Matrix b, float beta, Matrix c) {
    check(a.columns() == b.columns() && a.rows() == c.rows() && b.rows() == c.columns(), a, b, c);
    gemm("T", "N", c.columns(), c.rows(), a.columns(), b, a, beta, c);
  }

  /** {@code c := aᵀ b + beta c}; shapes {@code [k, m] [k, n] -> [m, n]}. */
  public static void transposedMultiply(Matrix a, Matrix b, float beta, Matrix c) {
    check(a.rows() == b.rows() && a.columns() == c.rows() && b.columns() == c.columns(), a, b, c);
    gemm("N", "T", c.columns(), c.rows(), a.rows(), b, a, beta, c);
  }

  private static void check(boolean fits, Matrix a, Matrix b, Matrix c) {
    if (!fits) {
      throw new IllegalArgumentException("shapes do not fit: " + a + ", " + b + " -> " + c);
    }
  }

  private static void gemm(
      String transposeFirst,
      String transposeSecond,
      int m,
      int n,
      int k,
      Matrix first,
      Matrix second,
      float beta,
      Matrix c) {
    if (m == 0 || n == 0) {
      return;
    }
    if (k == 0) {
      for (int row = 0; row < n; row++) {
        if (beta == 0f) {
          Arrays.fill(c.values(), c.offset(row), c.offset(row) + m, 0f);
        } else {
          RowKernels.scaleInPlace(c.values(), beta, c.offset(row), c.offset(row) + m);
        }
      }
      return;
    }
    long begin = ProductClock.begin();
    BACKEND.sgemm(
        transposeFirst,
        transposeSecond,
        m,
        n,
        k,
        1f,
        first.values(),
        first.offset(),
        first.stride(),
        second.values(),
        second.offset(),
        second.stride(),
        beta,
        c.values(),
        c.offset(),
        c.stride());
    ProductClock.end(begin);
  }
}
