package io.boltzspark.evaluation.neighbours;

import io.boltzspark.math.Matrix;
import java.util.Arrays;

/**
 * How far the k-th nearest of some rows is, in the Euclidean distance (see {@code PairDistances}
 * for its accuracy). Rows that coincide are neighbours at distance 0, each of them counted.
 */
public final class NearestNeighbours {
  private NearestNeighbours() {}

  /**
   * The distance of each row to its k-th nearest among others.
   *
   * @param rows samples x units
   * @param others at least k rows
   * @param k from 1
   * @return infinite for a row with fewer than k others at a finite distance
   * @throws IllegalArgumentException when there are too few others
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
   * The distance of each row to its k-th nearest among the same rows, itself left out.
   *
   * @param rows samples x units, at least k + 1 of them
   * @param k from 1
   * @return infinite for a row with fewer than k others at a finite distance
   * @throws IllegalArgumentException when there are too few rows
   */
  public static double[] distancesWithin(Matrix rows, int k) {
    return distancesWithin(rows, 0, rows.rows(), k);
  }

  /**
   * The same for rows {@code from} (inclusive) to {@code to} (exclusive) alone, whose neighbours
   * are among all.
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

  /** Overwrites {@code nearest}, which is kept ascending; its length is k. */
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
