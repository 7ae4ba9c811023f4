package io.boltzspark.evaluation.neighbours;

import io.boltzspark.math.Matrix;

/**
 * The energy distance between samples of a model and data (Szekely 2002; Szekely and Rizzo 2013):
 * with data x and samples y, for each batch of 100 rows and 100 samples
 *
 * <pre>sqrt((2 E|x - y| - E|x - x'| - E|y - y'|) / (2 E|x - y|))</pre>
 *
 * and the mean over batches. 0 if both are the same points, 1 if each is a single point and the two
 * differ. Since a point's distance to itself counts in the last two means, as it does in the
 * published experiments, batches of one distribution give about 0.1 (the root of 1 in 100) instead
 * of 0: only compare values for this batch size.
 */
public final class EnergyCoefficient {
  private EnergyCoefficient() {}

  /**
   * @param data visible states, rows x units; at least one row
   * @param samples samples of the model, as many as rows, or cut into as many batches; at least one
   * @return from 0 to 1; not finite if states are not
   * @throws IllegalArgumentException if there are no rows or widths differ
   */
  public static double of(Matrix data, Matrix samples) {
    if (samples.rows() == 0) {
      throw new IllegalArgumentException("no samples");
    }
    return PairedBatches.mean(data, samples, EnergyCoefficient::ofBatch);
  }

  private static double ofBatch(Matrix data, Matrix samples) {
    double across = meanDistance(data, samples);
    double excess = 2 * across - meanDistance(data, data) - meanDistance(samples, samples);
    return across == 0 ? 0 : Math.sqrt(Math.max(0, excess) / (2 * across));
  }

  /** The mean over all pairs, including those of a row with itself. */
  private static double meanDistance(Matrix a, Matrix b) {
    double[] sum = new double[1];
    PairDistances.forEach(
        a,
        b,
        (row, squared) -> {
          double mine = 0;
          for (double value : squared) {
            mine += Math.sqrt(value);
          }
          sum[0] += mine;
        });
    return sum[0] / a.rows() / b.rows();
  }
}
