package io.boltzspark.evaluation.neighbours;

import io.boltzspark.math.Matrix;
import java.util.Arrays;

/**
 * Euclidean distances of rows to their k-th nearest neighbours (see {@code PairDistances} for the
 * accuracy). Coinciding rows are neighbours at distance 0, and each of them counts.
 */
public final class NearestNeighbours {
  private NearestNeighbours() {}

  /**
   * The distance of each row to its k-th nearest among others.
   *
   * @param rows samples x units
   * @param others at least k rows
   * @param k from 1
   * @return the distances; infinite for a row with fewer than k others at a finite distance
   * @throws IllegalArgumentException if there are too few others
   */
  public static double[] distances(Matrix rows, Matrix others, int k) {
    if (k < 1 || others.rows() < k) {
      throw new IllegalArgumentException(others + " have no neighbour number " + k);
    }
    double[] found = new double[rows.rows()];
    double[] nearest = new double[k];
    PairDistances.forEach(rows, others, (row, squared) -> found[row] = kth(squared, -1, nearest));
    return found;
  }

  /**
   * The distance of each row to its k-th nearest among the same rows, excluding itself.
   *
   * @param rows samples x units, at least k + 1 of them
   * @param k from 1
   * @return the distances; infinite for a row with fewer than k others at a finite distance
   * @throws IllegalArgumentException if there are too few rows
   */
  public static double[] distancesWithin(Matrix rows, int k) {
    return distancesWithin(rows, 0, rows.rows(), k);
  }

  /**
   * The same for only rows {@code from} (inclusive) to {@code to} (exclusive), with neighbours
   * among all rows.
   */
  public static double[] distancesWithin(Matrix rows, int from, int to, int k) {
    if (k < 1 || rows.rows() < k + 1) {
      throw new IllegalArgumentException(rows + " have no neighbour number " + k + " besides each");
    }
    double[] found = new double[to - from];
    double[] nearest = new double[k];
    PairDistances.forEach(
        rows.rows(from, to),
        rows,
        (row, squared) -> found[row] = kth(squared, from + row, nearest));
    return found;
  }

  /** Overwrites {@code nearest}, which is kept in ascending order; its length is k. */
  private static double kth(double[] squared, int leftOut, double[] nearest) {
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    int last = nearest.length - 1;
    double worst = Double.POSITIVE_INFINITY;
    for (int j = 0; j < squared.length; j++) {
      if (squared[j] < worst && j != leftOut) {
        int at = last;
        while (at > 0 && nearest[at - 1] > squared[j]) {
          nearest[at] = nearest[at - 1];
          at--;
        }
        nearest[at] = squared[j];
        worst = nearest[last];
      }
    }
    return Math.sqrt(worst);
  }
}
