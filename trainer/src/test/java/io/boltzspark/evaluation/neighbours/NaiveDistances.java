package io.boltzspark.evaluation.neighbours;

import io.boltzspark.math.Matrix;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Distances by double loops, and rows to try them on. */
final class NaiveDistances {
  private NaiveDistances() {}

  static double distance(Matrix a, int row, Matrix b, int other) {
    double sum = 0;
    for (int i = 0; i < a.columns(); i++) {
      sum += Math.pow((double) a.get(row, i) - b.get(other, i), 2);
    }
    return Math.sqrt(sum);
  }

  /** Of each row to its k-th nearest; {@code same} leaves the row itself out. */
  static double[] kth(Matrix rows, Matrix others, int k, boolean same) {
    double[] found = new double[rows.rows()];
    for (int r = 0; r < found.length; r++) {
      double[] all = new double[others.rows()];
      for (int j = 0; j < all.length; j++) {
        all[j] = same && j == r ? Double.POSITIVE_INFINITY : distance(rows, r, others, j);
      }
      Arrays.sort(all);
      found[r] = all[k - 1];
    }
    return found;
  }

  /** 0 or 1, each column with a probability of its own; a window between other values. */
  static Matrix binary(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix wide = Matrix.zeros(rows, columns + 3);
    Arrays.fill(wide.values(), Float.NaN);
    Matrix window = wide.columns(2, columns + 2);
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < columns; i++) {
        window.set(r, i, random.nextInt(columns) < i ? 1 : 0);
      }
    }
    return window;
  }

  /** Independent normal numbers. */
  static Matrix normal(int rows, int columns, double mean, double deviation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix matrix = Matrix.zeros(rows, columns);
    for (int i = 0; i < matrix.values().length; i++) {
      matrix.values()[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return matrix;
  }
}
