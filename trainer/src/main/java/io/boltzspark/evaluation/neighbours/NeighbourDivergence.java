package io.boltzspark.evaluation.neighbours;

import io.boltzspark.math.Matrix;

/**
 * The Kullback-Leibler divergence between the distributions of two sets of rows, estimated from
 * nearest-neighbour distances (Wang, Kulkarni and Verdu 2009) as in the published energy-model
 * experiments: for n rows x and m rows y, in batches of 100,
 *
 * <pre>(1 / n) sum over x of log(nu(x) / rho(x)) + log(m / (n - 1))</pre>
 *
 * where rho is the distance of x to its k-th neighbour among the other x, and nu to its k-th among
 * the y. The estimator proper multiplies the sum by the dimension of the space that the rows fill;
 * these experiments omit it, since it is unknown for images, so the value is roughly a divergence
 * per dimension: not in nats, but comparable with theirs. Negative values are possible.
 *
 * <p>Rows may coincide, as 0/1 states do. Distances below 2^-23, the spacing of floats at 1, count
 * as 2^-23, so that the logarithm stays finite: a row whose k-th neighbour in one set coincides
 * with it, and in the other set is at distance d, contributes {@code +-log(2^23 d)}, 16 and more.
 */
public final class NeighbourDivergence {
  /** Number of neighbours in the published experiments. */
  public static final int NEIGHBOURS = 5;

  private static final double LEAST_DISTANCE = 0x1p-23;

  private NeighbourDivergence() {}

  /**
   * The divergence of data from samples; with exchanged arguments, the reverse divergence.
   *
   * @param data visible states, rows x units; at least k + 1 rows
   * @param samples samples of the model, as many as rows, or cut into as many batches; at least k
   * @param k the number of the neighbour
   * @return the divergence; not finite if states are not
   * @throws IllegalArgumentException if there are too few rows or widths differ
   */
  public static double of(Matrix data, Matrix samples, int k) {
    return PairedBatches.mean(data, samples, (x, y) -> ofBatch(x, y, k));
  }

  private static double ofBatch(Matrix x, Matrix y, int k) {
    double[] rho = NearestNeighbours.distancesWithin(x, k);
    double[] nu = NearestNeighbours.distances(x, y, k);
    double sum = 0;
    for (int i = 0; i < rho.length; i++) {
      sum += StrictMath.log(Math.max(nu[i], LEAST_DISTANCE) / Math.max(rho[i], LEAST_DISTANCE));
    }
    return sum / x.rows() + StrictMath.log(y.rows() / (x.rows() - 1.0));
  }
}
