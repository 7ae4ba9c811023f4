package io.boltzspark.evaluation.sites;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvalues, largest first, and eigenvectors of a small symmetric matrix, by cyclic Jacobi
 * rotations (Golub and Van Loan, Matrix Computations, section 8.5).
 */
final class SymmetricEigen {
  private static final int MOST_SWEEPS = 60;

  private final double[] values;
  private final double[][] vectors; // one a row

  private SymmetricEigen(double[] values, double[][] vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  /**
   * @param matrix symmetric; overwritten
   */
  static SymmetricEigen of(double[][] matrix) {
    int n = matrix.length;
    double[][] vectors = new double[n][n];
    for (int i = 0; i < n; i++) {
      vectors[i][i] = 1;
    }
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < MOST_SWEEPS; sweep++) {
      rotated = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotated |= rotate(matrix, vectors, p, q);
        }
      }
    }
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -matrix[i][i]))
            .mapToInt(i -> i)
            .toArray();
    double[] values = new double[n];
    double[][] sorted = new double[n][];
    for (int i = 0; i < n; i++) {
      values[i] = matrix[order[i]][order[i]];
      sorted[i] = vectors[order[i]];
    }
    return new SymmetricEigen(values, sorted);
  }

  /** Makes one pair of entries 0; false if it is so small that nothing would change. */
  private static boolean rotate(double[][] m, double[][] vectors, int p, int q) {
    double entry = m[p][q];
    if (Math.abs(entry) <= 1e-17 * (Math.abs(m[p][p]) + Math.abs(m[q][q]))) {
      return false;
    }
    double theta = (m[q][q] - m[p][p]) / (2 * entry);
    double t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double cosine = 1 / Math.sqrt(t * t + 1);
    double sine = t * cosine;
    for (int i = 0; i < m.length; i++) {
      double ip = m[i][p];
      double iq = m[i][q];
      m[i][p] = cosine * ip - sine * iq;
      m[i][q] = sine * ip + cosine * iq;
    }
    turn(m[p], m[q], cosine, sine);
    turn(vectors[p], vectors[q], cosine, sine);
    return true;
  }

  private static void turn(double[] p, double[] q, double cosine, double sine) {
    for (int i = 0; i < p.length; i++) {
      double ofP = p[i];
      p[i] = cosine * ofP - sine * q[i];
      q[i] = sine * ofP + cosine * q[i];
    }
  }

  double value(int index) {
    return values[index];
  }

  double[] vector(int index) {
    return vectors[index];
  }
}
