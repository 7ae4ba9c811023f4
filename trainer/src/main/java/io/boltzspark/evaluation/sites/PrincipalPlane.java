package io.boltzspark.evaluation.sites;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;

/**
 * The two leading principal components of rows, on which other rows can be projected: where data
 * falls into clusters, samples should fall into the same ones.
 *
 * <p>Found by subspace iteration with Rayleigh-Ritz projection (Golub and Van Loan, Matrix
 * Computations, section 8.2.4) in double precision, with a few more directions than two, so that it
 * converges as fast as the ninth variance is smaller than the second. The covariance matrix itself
 * is never formed: an eigen-solver of it would take thousands of times as long for thousands of
 * columns.
 */
public final class PrincipalPlane {
  private static final int DIRECTIONS = 8;
  private static final int MOST_ITERATIONS = 1000;

  /** Of a residual, as a share of the largest variance. */
  private static final double TOLERANCE = 1e-9;

  private final double[] mean;
  private final double[][] axes;
  private final double[] variances;
  private final double totalVariance;

  private PrincipalPlane(double[] mean, double[][] axes, double[] variances, double totalVariance) {
    this.mean = mean;
    this.axes = axes;
    this.variances = variances;
    this.totalVariance = totalVariance;
  }

  /**
   * @param rows visible states, rows x columns, at least one of each
   * @param weights one for each row, finite, not negative and not all 0; null: all equal
   * @throws IllegalArgumentException if there are no rows, or weights do not fit
   */
  public static PrincipalPlane of(Matrix rows, float[] weights) {
    if (rows.rows() == 0 || rows.columns() == 0) {
      throw new IllegalArgumentException("no components of " + rows);
    }
    RowWeights weighted = new RowWeights(weights, rows);
    double[] mean = SiteMeans.columns(rows, weighted);
    int n = rows.columns();
    int k = Math.min(DIRECTIONS, n);
    double[][] v = orthonormal(start(k, n));
    for (int iteration = 1; ; iteration++) {
      double[][] cv = timesCovariance(rows, weighted, mean, v);
      double[][] ritz = new double[k][k];
      for (int a = 0; a < k; a++) {
        for (int b = 0; b < k; b++) {
          ritz[a][b] = (dot(v[a], cv[b]) + dot(v[b], cv[a])) / 2;
        }
      }
      SymmetricEigen eigen = SymmetricEigen.of(ritz);
      v = combined(v, eigen);
      cv = combined(cv, eigen);
      if (iteration == MOST_ITERATIONS || isConverged(v, cv, eigen)) {
        double[][] axes = {v[0], k > 1 ? v[1] : new double[n]};
        fixSign(axes[0]);
        fixSign(axes[1]);
        double[] variances = {eigen.value(0), k > 1 ? eigen.value(1) : 0};
        return new PrincipalPlane(mean, axes, variances, variance(rows, weighted, mean));
      }
      v = orthonormal(cv);
    }
  }

  private static double[][] start(int k, int n) {
    RandomStream random = new RandomStream(1, Purpose.EVALUATION, 0, 0);
    double[][] vectors = new double[k][n];
    for (double[] vector : vectors) {
      for (int i = 0; i < n; i++) {
        vector[i] = random.nextNormal();
      }
    }
    return vectors;
  }

  /** The covariance matrix times each vector. */
  private static double[][] timesCovariance(
      Matrix rows, RowWeights weights, double[] mean, double[][] v) {
    int k = v.length;
    int n = mean.length;
    double[] byColumn = new double[n * k];
    double[] atMean = new double[k];
    for (int a = 0; a < k; a++) {
      for (int i = 0; i < n; i++) {
        byColumn[i * k + a] = v[a][i];
      }
      atMean[a] = dot(mean, v[a]);
    }
    double[] sums = new double[n * k];
    double[] along = new double[k];
    for (int r = 0; r < rows.rows(); r++) {
      for (int a = 0; a < k; a++) {
        along[a] = -atMean[a];
      }
      for (int i = 0; i < n; i++) {
        double x = rows.get(r, i);
        for (int a = 0; x != 0 && a < k; a++) {
          along[a] += x * byColumn[i * k + a];
        }
      }
      double weight = weights.of(r) / weights.total();
      for (int i = 0; i < n; i++) {
        double x = weight * (rows.get(r, i) - mean[i]);
        for (int a = 0; a < k; a++) {
          sums[i * k + a] += x * along[a];
        }
      }
    }
    double[][] result = new double[k][n];
    for (int a = 0; a < k; a++) {
      for (int i = 0; i < n; i++) {
        result[a][i] = sums[i * k + a];
      }
    }
    return result;
  }

  private static double[][] combined(double[][] vectors, SymmetricEigen eigen) {
    int k = vectors.length;
    double[][] result = new double[k][vectors[0].length];
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        add(result[a], eigen.vector(a)[b], vectors[b]);
      }
    }
    return result;
  }

  private static boolean isConverged(double[][] v, double[][] cv, SymmetricEigen eigen) {
    for (int a = 0; a < Math.min(2, v.length); a++) {
      double[] residual = cv[a].clone();
      add(residual, -eigen.value(a), v[a]);
      if (Math.sqrt(dot(residual, residual)) > TOLERANCE * eigen.value(0)) {
        return false;
      }
    }
    return true;
  }

  /** Gram-Schmidt, twice; a vector that depends on those before becomes 0. */
  private static double[][] orthonormal(double[][] vectors) {
    for (int a = 0; a < vectors.length; a++) {
      double before = Math.sqrt(dot(vectors[a], vectors[a]));
      for (int twice = 0; twice < 2; twice++) {
        for (int b = 0; b < a; b++) {
          add(vectors[a], -dot(vectors[a], vectors[b]), vectors[b]);
        }
      }
      double norm = Math.sqrt(dot(vectors[a], vectors[a]));
      double factor = norm > 1e-12 * before ? 1 / norm : 0;
      for (int i = 0; i < vectors[a].length; i++) {
        vectors[a][i] *= factor;
      }
    }
    return vectors;
  }

  /** The sign of a component means nothing: that of its largest entry is positive. */
  private static void fixSign(double[] axis) {
    int largest = 0;
    for (int i = 1; i < axis.length; i++) {
      largest = Math.abs(axis[i]) > Math.abs(axis[largest]) ? i : largest;
    }
    if (axis[largest] < 0) {
      for (int i = 0; i < axis.length; i++) {
        axis[i] = -axis[i];
      }
    }
  }

  private static double variance(Matrix rows, RowWeights weights, double[] mean) {
    double sum = 0;
    for (int r = 0; r < rows.rows(); r++) {
      double square = 0;
      for (int i = 0; i < mean.length; i++) {
        double deviation = rows.get(r, i) - mean[i];
        square += deviation * deviation;
      }
      sum += weights.of(r) * square;
    }
    return sum / weights.total();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] vector) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * vector[i];
    }
  }

  /**
   * The coordinates of rows on both components, relative to the mean of the rows of the plane.
   *
   * @param rows visible states, rows x columns
   * @return two coordinates a row
   */
  public double[][] project(Matrix rows) {
    double[][] coordinates = new double[rows.rows()][2];
    for (int r = 0; r < rows.rows(); r++) {
      for (int i = 0; i < mean.length; i++) {
        double deviation = rows.get(r, i) - mean[i];
        coordinates[r][0] += deviation * axes[0][i];
        coordinates[r][1] += deviation * axes[1][i];
      }
    }
    return coordinates;
  }

  /**
   * The direction of a component, of length 1; any, or 0, where rows do not vary in so many
   * directions.
   *
   * @param component 0 or 1
   */
  double[] axis(int component) {
    return axes[component].clone();
  }

  /** The variance of the rows along a component, 0 or 1. */
  public double variance(int component) {
    return variances[component];
  }

  /** The variance of the rows in all directions. */
  public double totalVariance() {
    return totalVariance;
  }
}
