package io.boltzspark.evaluation.neighbours;

import io.boltzspark.math.Blas;
import io.boltzspark.math.Matrix;

/**
 * Squared Euclidean distances between the rows of two matrices,
 *
 * <pre>|x - y|^2 = |x|^2 + |y|^2 - 2 x . y</pre>
 *
 * by one matrix product per block of rows. Where the terms nearly cancel, which would leave only
 * rounding errors, the differences themselves are squared and summed in double precision. So the
 * distance of equal rows is 0, whole numbers have exact distances as long as their squared norms
 * stay below 2^24 (0/1 states always do), and for others the relative error of a squared distance
 * is below {@code 16 n 2^-24} with n columns: the product is within {@code n 2^-24 |x| |y|}, and a
 * kept result is at least a sixteenth of the norms. (Roundings mostly cancel: with 784 columns 1e-6
 * is typical.) Rows that lie far from the origin compared with their distances are slow but equally
 * accurate.
 */
final class PairDistances {
  /** Rows per product: enough for efficiency, few enough to stay in the cache. */
  private static final int BLOCK = 128;

  private static final double LEAST_REMAINDER = 1.0 / 16;

  /** Receives one row's distances to all others. */
  interface Listener {

    /**
     * @param row the row's index
     * @param squared its squared distance to each row of the other matrix; not finite if states are
     *     not; overwritten afterwards
     */
    void accept(int row, double[] squared);
  }

  private PairDistances() {}

  /**
   * Passes the distances of each of {@code rows}, in order, to all {@code others} to the listener.
   */
  static void forEach(Matrix rows, Matrix others, Listener listener) {
    double[] norms = squaredNorms(rows);
    double[] otherNorms = squaredNorms(others);
    Matrix products = Matrix.zeros(Math.min(BLOCK, rows.rows()), others.rows());
    double[] squared = new double[others.rows()];
    for (int from = 0; from < rows.rows(); from += BLOCK) {
      int to = Math.min(rows.rows(), from + BLOCK);
      Blas.multiplyTransposed(rows.rows(from, to), others, 0f, products.rows(0, to - from));
      for (int r = from; r < to; r++) {
        combineInto(norms[r], otherNorms, products, r - from, squared);
        fixCancelled(rows, r, norms[r], others, otherNorms, squared);
        listener.accept(r, squared);
      }
    }
  }

  private static void combineInto(
      double norm, double[] norms, Matrix products, int row, double[] squared) {
    float[] product = products.values();
    int offset = products.offset(row);
    for (int j = 0; j < norms.length; j++) {
      squared[j] = norm + norms[j] - 2.0 * product[offset + j];
    }
  }

  private static void fixCancelled(
      Matrix rows, int row, double norm, Matrix others, double[] norms, double[] squared) {
    for (int j = 0; j < norms.length; j++) {
      if (squared[j] < LEAST_REMAINDER * (norm + norms[j])) {
        squared[j] = squaredDistance(rows, row, others, j);
      }
    }
  }

  private static double squaredDistance(Matrix a, int row, Matrix b, int other) {
    double sum = 0;
    for (int i = 0; i < a.columns(); i++) {
      double difference = (double) a.get(row, i) - b.get(other, i);
      sum += difference * difference;
    }
    return sum;
  }

  private static double[] squaredNorms(Matrix m) {
    double[] norms = new double[m.rows()];
    for (int r = 0; r < norms.length; r++) {
      for (int i = 0; i < m.columns(); i++) {
        norms[r] += (double) m.get(r, i) * m.get(r, i);
      }
    }
    return norms;
  }
}
