package io.boltzspark.evaluation.sites;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import org.junit.jupiter.api.Test;

class PrincipalPlaneTest {
  /** Orthonormal. */
  private static final double[][] DIRECTIONS = {
    {0.5, 0.5, 0.5, -0.5}, {0.5, 0.5, -0.5, 0.5}, {-0.5, 0.5, 0.5, 0.5}
  };

  private static final double[] LENGTHS = {6, 4, 2};

  /** From a centre, as far along each direction and against it: six rows. */
  private static Matrix cross() {
    Matrix rows = Matrix.zeros(6, 4);
    for (int d = 0; d < 3; d++) {
      for (int sign = 0; sign < 2; sign++) {
        for (int i = 0; i < 4; i++) {
          double step = (sign == 0 ? 1 : -1) * LENGTHS[d] * DIRECTIONS[d][i];
          rows.set(2 * d + sign, i, (float) (10 * i + step));
        }
      }
    }
    return rows;
  }

  /** The covariance of the cross has these directions as eigenvectors, with 2 length^2 / 6. */
  @Test
  void theComponentsOfACrossAreItsDirections() {
    PrincipalPlane plane = PrincipalPlane.of(cross(), null);
    assertEquals(12, plane.variance(0), 1e-9);
    assertEquals(16 / 3.0, plane.variance(1), 1e-9);
    assertEquals((36 + 16 + 4) / 3.0, plane.totalVariance(), 1e-9);
    double[][] found = plane.project(cross());
    for (int axis = 0; axis < 2; axis++) {
      // All entries are of one size, so rounding decides which is the largest.
      double sign = Math.signum(plane.axis(axis)[0]);
      for (int i = 0; i < 4; i++) {
        assertEquals(DIRECTIONS[axis][i], sign * plane.axis(axis)[i], 1e-9);
      }
      for (int r = 0; r < 6; r++) {
        double expected = r / 2 == axis ? (r % 2 == 0 ? 1 : -1) * LENGTHS[axis] : 0;
        assertEquals(expected, sign * found[r][axis], 1e-8);
      }
    }
  }

  /** Weights 4 and 1 stretch the variances along the second and first direction. */
  @Test
  void weightsCount() {
    PrincipalPlane plane = PrincipalPlane.of(cross(), new float[] {1, 1, 4, 4, 1, 1});
    // 2 * 4 * 16 / 12 along the second direction, 2 * 36 / 12 along the first.
    assertEquals(32 / 3.0, plane.variance(0), 1e-9);
    assertEquals(6, plane.variance(1), 1e-9);
    assertEquals(1, Math.abs(dot(DIRECTIONS[1], plane.axis(0))), 1e-9);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Of one-hot rows: eigenvectors of the covariance matrix, which is formed here. */
  @Test
  void componentsAreEigenvectorsOfTheCovariance() {
    Matrix rows = SiteRows.potts(300, 20, 4, 8);
    double[][] covariance = new double[80][80];
    double trace = 0;
    for (int i = 0; i < 80; i++) {
      for (int j = 0; j < 80; j++) {
        covariance[i][j] = SiteRows.moment(rows, null, i, j);
      }
      trace += covariance[i][i];
    }
    PrincipalPlane plane = PrincipalPlane.of(rows, null);
    assertEquals(trace, plane.totalVariance(), 1e-9);
    assertEquals(0, dot(plane.axis(0), plane.axis(1)), 1e-9);
    assertTrue(plane.variance(0) > plane.variance(1));
    double[][] rest = covariance.clone();
    for (int axis = 0; axis < 2; axis++) {
      double[] v = plane.axis(axis);
      assertEquals(1, dot(v, v), 1e-9);
      for (int i = 0; i < 80; i++) {
        assertEquals(plane.variance(axis) * v[i], dot(covariance[i], v), 1e-7);
      }
      for (int i = 0; i < 80; i++) {
        rest[i] = rest[i].clone();
        for (int j = 0; j < 80; j++) {
          rest[i][j] -= plane.variance(axis) * v[i] * v[j];
        }
      }
    }
    // What is left has no larger eigenvalue: its powers say how large the largest is.
    double[] v = new double[80];
    for (int i = 0; i < 80; i++) {
      v[i] = Math.sin(i + 1);
    }
    double growth = 0;
    for (int n = 0; n < 500; n++) {
      double[] next = new double[80];
      for (int i = 0; i < 80; i++) {
        next[i] = dot(rest[i], v);
      }
      growth = Math.sqrt(dot(next, next) / dot(v, v));
      double norm = Math.sqrt(dot(next, next));
      for (int i = 0; i < 80; i++) {
        v[i] = next[i] / norm;
      }
    }
    assertTrue(growth < plane.variance(1), growth + " beside " + plane.variance(1));
  }

  @Test
  void rowsOfOneDirectionHaveNoSecondVariance() {
    Matrix rows = new Matrix(new float[] {1, 2, 2, 4, 3, 6}, 0, 3, 2);
    PrincipalPlane plane = PrincipalPlane.of(rows, null);
    // Along (1, 2) / sqrt(5), at -sqrt(5), 0 and sqrt(5).
    assertEquals(10 / 3.0, plane.variance(0), 1e-12);
    assertEquals(0, plane.variance(1), 1e-12);
    assertArrayEquals(new double[] {Math.sqrt(0.2), Math.sqrt(0.8)}, plane.axis(0), 1e-12);
    PrincipalPlane same = PrincipalPlane.of(rows.rows(0, 1), null);
    assertEquals(0, same.variance(0));
    assertEquals(0, same.totalVariance());
    assertEquals(2 / 3.0, PrincipalPlane.of(rows.columns(0, 1), null).variance(0), 1e-12);
  }
}
