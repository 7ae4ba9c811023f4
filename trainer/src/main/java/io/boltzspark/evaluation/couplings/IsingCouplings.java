package io.boltzspark.evaluation.couplings;

import io.boltzspark.math.Matrix;

/**
 * How well couplings between all pairs of spins are those of the two-dimensional Ising model, the
 * inverse Ising problem: 1/T between neighbours on a periodic square lattice, 0 between others.
 *
 * @param neighbourMean the mean over pairs of neighbours
 * @param neighbourError the root mean square of their differences from 1/T
 * @param meanAbsoluteError the mean of the absolute values of these differences
 * @param otherError the root mean square of all other couplings
 * @param otherLargest the largest absolute value among them
 */
public record IsingCouplings(
    double neighbourMean,
    double neighbourError,
    double meanAbsoluteError,
    double otherError,
    double otherLargest) {

  /**
   * @param couplings spins x spins, symmetric, of {@code -sum over i < j of J_ij s_i s_j} with
   *     spins of -1 and +1; row by row of a lattice
   * @param size the lattice's side, at least 3, so that no pair are neighbours on two sides
   * @param temperature T, in units of the model's J
   */
  public static IsingCouplings of(Matrix couplings, int size, double temperature) {
    if (size < 3 || couplings.rows() != size * size || couplings.columns() != size * size) {
      throw new IllegalArgumentException(couplings + " for a lattice of side " + size);
    }
    double sum = 0;
    double squares = 0;
    double absolute = 0;
    double otherSquares = 0;
    double largest = 0;
    int neighbours = 0;
    int others = 0;
    for (int i = 0; i < couplings.rows(); i++) {
      for (int j = i + 1; j < couplings.rows(); j++) {
        double value = couplings.get(i, j);
        if (areNeighbours(i, j, size)) {
          double error = value - 1 / temperature;
          neighbours++;
          sum += value;
          squares += error * error;
          absolute += Math.abs(error);
        } else {
          others++;
          otherSquares += value * value;
          largest = Math.max(largest, Math.abs(value));
        }
      }
    }
    return new IsingCouplings(
        sum / neighbours,
        Math.sqrt(squares / neighbours),
        absolute / neighbours,
        Math.sqrt(otherSquares / others),
        largest);
  }

  private static boolean areNeighbours(int i, int j, int size) {
    return distance(i / size, j / size, size) + distance(i % size, j % size, size) == 1;
  }

  /** Around a ring. */
  private static int distance(int a, int b, int size) {
    int straight = Math.abs(a - b);
    return Math.min(straight, size - straight);
  }
}
